import { isObject } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Segment } from '../content/segment.ts';

/** The newest form of a record that this version reads. */
export const SCHEMA = 1;
const MAX_HEADER_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/** The first line of a stored record: all that must be known before the rest can be read. */
export interface RecordHeader {
  readonly sherpack: 'release';
  readonly schema: number;
  /** Key of the compression of what follows. */
  readonly compression: string;
  /** Bytes of the canonical JSON of the revision. */
  readonly size: number;
  /** Hexadecimal, over the canonical JSON. */
  readonly sha256: string;
  /** What follows is the compressed JSON itself, or a compressed delta over these, one after another. */
  readonly segments?: readonly Segment[];
  /** The files of the pack. */
  readonly files?: Segment | undefined;
}

export function encodeHeader(header: RecordHeader): string {
  return `${JSON.stringify(header)}\n`;
}

/**
 * Splits a record into its header and what follows.
 *
 * @param what names the record in errors
 * @throws STORAGE_RECORD_NEWER, STORAGE_RECORD_DAMAGED
 */
export function decodeHeader(data: Uint8Array, what: string): { readonly header: RecordHeader; readonly body: Uint8Array } {
  const end = data.subarray(0, MAX_HEADER_BYTES).indexOf(NEWLINE);
  if (end < 0) throw errors.RECORD_DAMAGED(what, 'it has no header');
  const header = parse(data.subarray(0, end));
  if (!isObject(header) || header['sherpack'] !== 'release' || typeof header['schema'] !== 'number') {
    throw errors.RECORD_DAMAGED(what, 'its header is not that of a release');
  }
  if (header['schema'] > SCHEMA) throw errors.RECORD_NEWER(what, header['schema'], SCHEMA);
  if (!isComplete(header)) throw errors.RECORD_DAMAGED(what, 'its header is not complete');
  return { header: header as unknown as RecordHeader, body: data.subarray(end + 1) };
}

function parse(line: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(line));
  } catch {
    return undefined;
  }
}

function isComplete({ compression, size, sha256, segments = [], files }: Readonly<Record<string, unknown>>): boolean {
  if (typeof compression !== 'string' || !isCount(size) || typeof sha256 !== 'string' || !Array.isArray(segments)) return false;
  return [...(segments as unknown[]), ...(files === undefined ? [] : [files])].every(isSegment);
}

function isSegment(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { size, compression, chunks } = value;
  return isCount(size) && typeof compression === 'string' && Array.isArray(chunks) && chunks.every((chunk) => typeof chunk === 'string' && /^[0-9a-f]{40}$/.test(chunk));
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** Names of all chunks that the record cannot do without. */
export function chunksOf({ segments = [], files }: RecordHeader): readonly string[] {
  const all = [...segments, ...(files === undefined ? [] : [files])].flatMap(({ chunks }) => chunks);
  return [...new Set(all)];
}
