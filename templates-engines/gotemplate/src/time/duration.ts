import { FunctionError } from '../run/failure.ts';

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n, us: 1000n, µs: 1000n, μs: 1000n, ms: 1_000_000n, s: 1_000_000_000n, m: 60_000_000_000n, h: 3_600_000_000_000n,
};

const MINUTE = 60_000_000_000n;

/** Nanoseconds. Go's time.ParseDuration: `1h30m`, `-1.5h`. */
export function parseDuration(text: string): bigint {
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  const body = text.slice(sign.length);
  if (body === '0') return 0n;
  if (body === '') throw new FunctionError(`time: invalid duration ${JSON.stringify(text)}`);
  let total = 0n;
  let at = 0;
  while (at < body.length) {
    const part = /^(\d*)(?:\.(\d*))?([^.\d]*)/.exec(body.slice(at));
    const [whole = '', digits = '', fraction = '', unit = ''] = part ?? [];
    if (digits === '' && fraction === '') throw new FunctionError(`time: invalid duration ${JSON.stringify(text)}`);
    if (unit === '') throw new FunctionError(`time: missing unit in duration ${JSON.stringify(text)}`);
    const scale = UNITS[unit];
    if (scale === undefined) throw new FunctionError(`time: unknown unit ${JSON.stringify(unit)} in duration ${JSON.stringify(text)}`);
    total += BigInt(digits || '0') * scale + partOf(fraction, scale);
    if (total > 2n ** 63n - 1n) throw new FunctionError(`time: invalid duration ${JSON.stringify(text)}`);
    at += whole.length;
  }
  return sign === '-' ? -total : total;
}

function partOf(fraction: string, scale: bigint): bigint {
  return fraction === '' ? 0n : BigInt(fraction) * scale / 10n ** BigInt(fraction.length);
}

/** Go's Duration.String: `1h1m1.5s`, `1.5ms`, `0s`. */
export function durationText(nanoseconds: bigint): string {
  if (nanoseconds === 0n) return '0s';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const sign = nanoseconds < 0n ? '-' : '';
  if (size < 1000n) return `${sign}${size}ns`;
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}µs`;
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`;
  const minutes = size / MINUTE;
  const seconds = decimal(size % MINUTE, 9);
  const hours = minutes / 60n;
  if (minutes === 0n) return `${sign}${seconds}s`;
  return hours === 0n ? `${sign}${minutes}m${seconds}s` : `${sign}${hours}h${minutes % 60n}m${seconds}s`;
}

function decimal(value: bigint, places: number): string {
  const scale = 10n ** BigInt(places);
  const fraction = String(value % scale).padStart(places, '0').replace(/0+$/, '');
  return fraction === '' ? String(value / scale) : `${value / scale}.${fraction}`;
}

const SECOND = 1_000_000_000n;
const SPANS: readonly (readonly [bigint, string])[] = [
  [SECOND * 3600n * 24n * 365n, 'y'], [SECOND * 3600n * 24n * 30n, 'mo'], [SECOND * 3600n * 24n, 'd'], [SECOND * 3600n, 'h'], [SECOND * 60n, 'm'], [SECOND, 's'],
];

/** Sprig's durationRound: the largest unit that the duration exceeds. */
export function roundDuration(nanoseconds: bigint): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const found = SPANS.find(([span]) => size > span);
  return found === undefined ? '0s' : `${size / found[0]}${found[1]}`;
}

/** Rounds half away from zero. */
export function roundTo(nanoseconds: bigint, multiple: bigint): bigint {
  if (multiple <= 0n) return nanoseconds;
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  const rest = size % multiple;
  const rounded = rest + rest < multiple ? size - rest : size + multiple - rest;
  return nanoseconds < 0n ? -rounded : rounded;
}
