import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { JsonObject } from '@sherpack/plugin-api';
import { parseJson } from '@sherpack/yaml/json';
import gzip from '../compressions/gzip.ts';
import zstd from '../compressions/zstd.ts';
import { errors } from '../errors.ts';
import { MAX_EXPANDED_BYTES } from '../record/encoding.ts';

/** A release as Sherpack 0.4.0 wrote it (crates/sherpack-kube/src/release.rs); camelCase JSON. */
export interface LegacyRelease {
  readonly name: string;
  readonly namespace: string;
  readonly version: number;
  readonly state: JsonObject & { readonly status?: string };
  readonly pack: JsonObject & { readonly name?: string; readonly version?: string; readonly metadata?: JsonObject };
  readonly values?: JsonObject;
  readonly manifest?: string;
  readonly hooks?: readonly JsonObject[];
  readonly labels?: Readonly<Record<string, string>>;
  readonly createdAt?: string;
  readonly updatedAt?: string;
  readonly notes?: string | null;
}

/** The object with the plain name when the text was cut into chunks. */
export interface LegacyIndex {
  readonly format: string;
  readonly total_size: number;
  readonly chunk_count: number;
  readonly checksum: string;
}

/**
 * @param bytes zstd, gzip or plain JSON, told apart by how they begin
 * @throws STORAGE_RECORD_DAMAGED
 */
export async function decodeLegacy(bytes: Uint8Array, what: string): Promise<LegacyRelease> {
  try {
    const json = await expand(bytes);
    return parseJson(new TextDecoder().decode(json), { exactNumbers: true }) as LegacyRelease;
  } catch (error) {
    throw errors.RECORD_DAMAGED(what, 'it is no release of Sherpack 0.4', error);
  }
}

function expand(bytes: Uint8Array): Promise<Uint8Array> | Uint8Array {
  const magic = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (magic === '28b52ffd') return zstd.decompress(bytes, MAX_EXPANDED_BYTES);
  return magic.startsWith('1f8b') ? gzip.decompress(bytes, MAX_EXPANDED_BYTES) : bytes;
}

/**
 * The text of a record from its chunks.
 *
 * @param chunk gives the text of a chunk by its number, from 0
 * @throws STORAGE_CHUNK_MISSING, STORAGE_RECORD_DAMAGED
 */
export async function joinLegacyChunks(index: LegacyIndex, what: string, chunk: (number: number) => Promise<string | undefined>): Promise<string> {
  const parts: string[] = [];
  for (let number = 0; number < index.chunk_count; number++) {
    const part = await chunk(number);
    if (part === undefined) throw errors.CHUNK_MISSING(what, `chunk ${number + 1} of ${index.chunk_count}`);
    parts.push(part);
  }
  const text = parts.join('');
  const checksum = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  if (text.length !== index.total_size || checksum !== index.checksum) throw errors.RECORD_DAMAGED(what, 'its chunks do not make what was written');
  return text;
}
