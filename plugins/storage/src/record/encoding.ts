import { Buffer } from 'node:buffer';
import type { Compression } from '@sherpack/plugin-api';
import type { Segment } from '../content/segment.ts';
import { errors } from '../errors.ts';
import { WITH_DICTIONARY, compressSmall, expandSmall } from './dictionary.ts';
import { SMALL } from './squeeze.ts';

/** How records are to be written. */
export interface Encoding {
  /** By key; also those that older records were written with. */
  compression(key: string): Promise<Compression>;
  /** Key of the one to write with. */
  readonly chosen: string;
  /** Undefined: the compression's own choice by size. */
  readonly level: number | undefined;
  /** For what is written anew soon: fast rather than small. */
  readonly quick?: boolean;
  /** `auto`: content in chunks, what is small stays in the record; true: nothing stays in the record; false: all does. */
  readonly chunking: 'auto' | boolean;
  /** Bytes of one chunk. */
  readonly maxChunkSize: number;
}

/** No record is larger expanded: a bomb in a Secret that somebody else may write must not fill the memory. */
export const MAX_EXPANDED_BYTES = 512 * 1024 * 1024;
const NONE = 'none';

export interface Packed {
  /** Key of the compression. */
  readonly compression: string;
  readonly bytes: Uint8Array;
}

/** By the compression that was chosen; what is small with a dictionary, or not at all, where that makes it smaller. */
export async function pack(data: Uint8Array, encoding: Encoding): Promise<Packed> {
  const { chosen } = encoding;
  const compression = await encoding.compression(chosen);
  const packed = { compression: chosen, bytes: await compression.compress(data, levelFor(data.length, compression, encoding)) };
  if (chosen === NONE || data.length > SMALL) return packed;
  const others = [{ compression: WITH_DICTIONARY, bytes: compressSmall(data) }, { compression: NONE, bytes: data }];
  return others.reduce((best: Packed, other) => (other.bytes.length < best.bytes.length ? other : best), packed);
}

function levelFor(bytes: number, { levels, defaultLevel, quickLevel }: Compression, { level, quick }: Encoding): number {
  if (levels === undefined) return 0;
  const small = level ?? defaultLevel(bytes);
  return quick === true ? Math.min(small, quickLevel ?? levels.lowest) : small;
}

/**
 * @param size bytes that it must expand to
 * @param what names it in errors
 * @throws STORAGE_RECORD_DAMAGED
 */
export async function unpack(data: Uint8Array, key: string, size: number, what: string, encoding: Pick<Encoding, 'compression'>): Promise<Uint8Array> {
  if (size > MAX_EXPANDED_BYTES) throw errors.RECORD_DAMAGED(what, `it claims to have ${size} bytes; ${MAX_EXPANDED_BYTES} are the most`);
  const expanded = await unpackUpTo(data, key, size, what, encoding);
  if (expanded.length !== size) throw errors.RECORD_DAMAGED(what, `it has ${expanded.length} bytes instead of ${size}`);
  return expanded;
}

/** @throws STORAGE_RECORD_DAMAGED */
export async function unpackUpTo(data: Uint8Array, key: string, limit: number, what: string, { compression }: Pick<Encoding, 'compression'>): Promise<Uint8Array> {
  const decompress = await expanderOf(key, compression).catch((error: unknown) => {
    throw errors.RECORD_DAMAGED(what, `its compression "${key}" is not known here`, error);
  });
  return decompress(data, limit).catch((error: unknown) => {
    throw errors.RECORD_DAMAGED(what, 'its compressed part is broken', error);
  });
}

async function expanderOf(key: string, compression: Encoding['compression']): Promise<Compression['decompress']> {
  return key === WITH_DICTIONARY ? async (data, limit) => expandSmall(data, limit) : (await compression(key)).decompress;
}

/**
 * The content of a segment from its chunks, one behind the other.
 *
 * @throws STORAGE_RECORD_DAMAGED
 */
export async function unpackSegment(stored: Uint8Array, { compression, size, raw = 0 }: Segment, what: string, encoding: Pick<Encoding, 'compression'>): Promise<Uint8Array> {
  if (raw === 0) return unpack(stored, compression, size, what, encoding);
  if (raw > size || raw > stored.length) throw errors.RECORD_DAMAGED(what, `it has ${stored.length} bytes where ${raw} stand as they are`);
  const end = stored.length - raw;
  return Buffer.concat([await unpack(stored.subarray(0, end), compression, size - raw, what, encoding), stored.subarray(end)]);
}
