import { Buffer } from 'node:buffer';
import { deflateRawSync, gunzipSync, inflateRawSync } from 'node:zlib';
import { DICTIONARY } from './dictionary-1.ts';

/**
 * Key of the compression for what is small: raw deflate (RFC 1951) with dictionary 1, which holds what packs and records
 * have in common. A dictionary is never changed: another one gets another number, and this one stays for reading.
 */
export const WITH_DICTIONARY = 'deflate+1';

let loaded: Uint8Array | undefined;

/** What packs and records have in common, as records spell it. */
export function dictionary(): Uint8Array {
  loaded ??= gunzipSync(Buffer.from(DICTIONARY, 'base64'));
  return loaded;
}

export function compressSmall(data: Uint8Array): Uint8Array {
  return deflateRawSync(data, { level: 9, memLevel: 9, dictionary: dictionary() });
}

/** @throws an error when the data is damaged or would become larger than the limit */
export function expandSmall(data: Uint8Array, limit: number): Uint8Array {
  // A limit of 0 would mean none to zlib.
  return inflateRawSync(data, { dictionary: dictionary(), maxOutputLength: Math.max(1, limit) });
}
