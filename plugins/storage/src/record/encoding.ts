import type { Compression } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';

/** How records are to be written. */
export interface Encoding {
  /** By key; also those that older records were written with. */
  compression(key: string): Promise<Compression>;
  /** Key of the one to write with. */
  readonly chosen: string;
  /** Undefined: the compression's own choice by size. */
  readonly level: number | undefined;
  /** `auto`: content in chunks, what is small stays in the record; true: nothing stays in the record; false: all does. */
  readonly chunking: 'auto' | boolean;
  /** Bytes of one chunk. */
  readonly maxChunkSize: number;
}

/** No record is larger expanded: a bomb in a Secret that somebody else may write must not fill the memory. */
export const MAX_EXPANDED_BYTES = 512 * 1024 * 1024;

export async function pack(data: Uint8Array, { compression, chosen, level }: Encoding): Promise<Uint8Array> {
  const { compress, defaultLevel, levels } = await compression(chosen);
  return compress(data, levels === undefined ? 0 : level ?? defaultLevel(data.length));
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
  const { decompress } = await compression(key).catch((error: unknown) => {
    throw errors.RECORD_DAMAGED(what, `its compression "${key}" is not known here`, error);
  });
  return decompress(data, limit).catch((error: unknown) => {
    throw errors.RECORD_DAMAGED(what, 'its compressed part is broken', error);
  });
}
