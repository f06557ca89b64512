import type { Segment } from '../content/segment.ts';
import { errors } from '../errors.ts';
import { decodeBinaryHeader } from './binary-header.ts';
import { decodeFirstHeader } from './first-header.ts';

/** The newest form of a record that this version reads, and the one that it writes. */
export const SCHEMA = 2;
const BRACE = 0x7b;

/** The files of a revision's pack: the first `size` bytes of a segment. */
export interface StoredFiles {
  readonly segment: Segment;
  readonly size: number;
  /** Whether they were squeezed before they were compressed. */
  readonly squeezed: boolean;
}

/** All that must be known of a record before the rest of it can be read. */
export interface RecordHeader {
  readonly schema: number;
  /** Key of the compression of what follows. */
  readonly compression: string;
  /** Bytes of the content: the canonical JSON of the revision, squeezed or not. */
  readonly size: number;
  /** How many of them are identities, when the JSON was squeezed. */
  readonly tail: number | undefined;
  /** What follows is the compressed content itself, or a compressed delta over these, one after another. */
  readonly segments: readonly Segment[] | undefined;
  readonly files: StoredFiles | undefined;
}

/** A header as it was read. */
export interface ReadHeader {
  readonly header: RecordHeader;
  /** What follows the header. */
  readonly body: Uint8Array;
  /** Whether this is the content that was written with this header. */
  isIntact(content: Uint8Array): boolean;
}

/**
 * Splits a record into its header and what follows. The high half of the first byte tells the form; form 1 begins with a
 * brace.
 *
 * @param what names the record in errors
 * @throws STORAGE_RECORD_NEWER, STORAGE_RECORD_DAMAGED
 */
export function decodeHeader(data: Uint8Array, what: string): ReadHeader {
  const form = data[0] === BRACE ? 1 : (data[0] ?? 0) >> 4;
  if (form < 1 || (form === 1 && data[0] !== BRACE)) throw errors.RECORD_DAMAGED(what, 'it has no header');
  if (form > SCHEMA) throw errors.RECORD_NEWER(what, form, SCHEMA);
  return form === 1 ? decodeFirstHeader(data, what) : decodeBinaryHeader(data, what);
}

/** Names of all chunks that the record cannot do without. */
export function chunksOf({ segments = [], files }: RecordHeader): readonly string[] {
  const all = [...segments, ...(files === undefined ? [] : [files.segment])].flatMap(({ chunks }) => chunks);
  return [...new Set(all)];
}
