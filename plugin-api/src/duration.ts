const UNITS: Readonly<Record<string, number>> = { ns: 1e-6, us: 1e-3, 'µs': 1e-3, ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const PART = /(\d+(?:\.\d+)?|\.\d+)(ns|us|µs|ms|s|m|h)/y;

/**
 * Reads a duration as Go writes it (`1m30s`, `1.5h`, `250ms`); a bare number counts seconds, as for Sherpack 0.4.
 *
 * @returns milliseconds, or undefined if the text is no duration
 */
export function parseDuration(text: string): number | undefined {
  if (/^\d+(\.\d+)?$/.test(text)) return Number(text) * 1000;
  let total = 0;
  PART.lastIndex = 0;
  while (PART.lastIndex < text.length) {
    const part = PART.exec(text);
    if (part === null) return undefined;
    total += Number(part[1]) * (UNITS[part[2] ?? ''] ?? 0);
  }
  return text === '' ? undefined : total;
}

/** `1h30m`, `5m`, `1.5s`: what {@link parseDuration} reads back. */
export function formatDuration(milliseconds: number): string {
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor((milliseconds % 3_600_000) / 60_000);
  const seconds = (milliseconds % 60_000) / 1000;
  const parts = [hours === 0 ? '' : `${hours}h`, minutes === 0 ? '' : `${minutes}m`, seconds === 0 ? '' : `${seconds}s`].join('');
  return parts === '' ? '0s' : parts;
}
