const UNITS: Readonly<Record<string, number>> = Object.freeze({
  '': 1, B: 1, K: 1000, KB: 1000, M: 1000 ** 2, MB: 1000 ** 2, G: 1000 ** 3, GB: 1000 ** 3,
  Ki: 1024, KiB: 1024, Mi: 1024 ** 2, MiB: 1024 ** 2, Gi: 1024 ** 3, GiB: 1024 ** 3,
});

/** What `maxChunkSize` is when nobody says. */
export const DEFAULT_CHUNK_SIZE = '900KB';

/**
 * Bytes of `900KB`, `1.5 MiB`, `4096`: K and KB are 1000 bytes, Ki and KiB 1024.
 *
 * @returns undefined for what is no size above zero
 */
export function parseSize(size: string | number): number | undefined {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([KMG]i?B?|B)?$/.exec(String(size)) ?? [];
  const bytes = Math.floor(Number(digits) * (UNITS[unit] ?? Number.NaN));
  return digits !== '' && Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}
