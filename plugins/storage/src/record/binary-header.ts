import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { segmentId } from '../content/segment.ts';
import type { Segment } from '../content/segment.ts';
import { VarintReader, pushVarint } from '../content/varint.ts';
import { errors } from '../errors.ts';
import { WITH_DICTIONARY } from './dictionary.ts';
import type { ReadHeader, RecordHeader, StoredFiles } from './record-header.ts';

const FORM = 2;
/** Bytes of SHA-256 that are kept: enough to notice every accident. Whoever may write records could write any digest. */
const DIGEST_BYTES = 12;
const CHUNK_BYTES = 20;
/** Compressions by number; others are written as text behind a zero. */
const KEYS = ['none', 'zstd', 'gzip', WITH_DICTIONARY] as const;
const FLAGS = Object.freeze({ squeezed: 1, segments: 2, files: 4, filesSqueezed: 8 });

/**
 * Form 2: one byte for the form (its high half) and the flags, the compression, the size, the size of the identities, the
 * segments, the files of the pack, the digest over all this and the content. Numbers are LEB128, chunks are named by 20
 * bytes. What stands raw in a segment is mostly the identities of the record: then a one says so, else it is plus two.
 *
 * @param content the bytes that `size` counts
 */
export function encodeBinaryHeader(header: RecordHeader, content: Uint8Array): Uint8Array {
  const { compression, size, tail, segments, files } = header;
  const bytes: number[] = [(FORM << 4) | flagsOf(header)];
  pushKey(bytes, compression);
  pushVarint(bytes, size);
  if (tail !== undefined) pushVarint(bytes, tail);
  if (segments !== undefined) pushVarint(bytes, segments.length);
  for (const segment of segments ?? []) pushSegment(bytes, segment, tail);
  if (files !== undefined) pushFiles(bytes, files, segments ?? [], tail);
  const head = Uint8Array.from(bytes);
  return Buffer.concat([head, digestOver(head, content)]);
}

function flagsOf({ tail, segments, files }: RecordHeader): number {
  return (tail === undefined ? 0 : FLAGS.squeezed) | (segments === undefined ? 0 : FLAGS.segments)
    | (files === undefined ? 0 : FLAGS.files) | (files?.squeezed === true ? FLAGS.filesSqueezed : 0);
}

function pushKey(bytes: number[], key: string): void {
  const number = KEYS.indexOf(key as (typeof KEYS)[number]) + 1;
  pushVarint(bytes, number);
  if (number > 0) return;
  const text = Buffer.from(key);
  pushVarint(bytes, text.length);
  bytes.push(...text);
}

function pushSegment(bytes: number[], { size, raw = 0, compression, chunks }: Segment, tail = 0): void {
  pushVarint(bytes, size);
  pushVarint(bytes, rawCode(raw, tail));
  pushKey(bytes, compression);
  pushVarint(bytes, chunks.length);
  for (const chunk of chunks) bytes.push(...Buffer.from(chunk, 'hex'));
}

function rawCode(raw: number, tail: number): number {
  if (raw === 0) return 0;
  return raw === tail ? 1 : raw + 2;
}

/** Most of the time they lie in a segment that the record needs anyway: then its number from one, else a zero and the segment. */
function pushFiles(bytes: number[], { segment, size }: StoredFiles, segments: readonly Segment[], tail: number | undefined): void {
  const number = segments.findIndex((other) => segmentId(other) === segmentId(segment)) + 1;
  pushVarint(bytes, number);
  if (number === 0) pushSegment(bytes, segment, tail);
  pushVarint(bytes, size);
}

function digestOver(head: Uint8Array, content: Uint8Array): Uint8Array {
  return createHash('sha256').update(head).update(content).digest().subarray(0, DIGEST_BYTES);
}

/** @throws STORAGE_RECORD_DAMAGED */
export function decodeBinaryHeader(data: Uint8Array, what: string): ReadHeader {
  const reader = new VarintReader(data);
  try {
    const header = readHeader(reader);
    const head = data.subarray(0, reader.at);
    const digest = reader.take(DIGEST_BYTES);
    return { header, body: data.subarray(reader.at), isIntact: (content) => Buffer.compare(digestOver(head, content), digest) === 0 };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw errors.RECORD_DAMAGED(what, 'its header is broken', error);
  }
}

function readHeader(reader: VarintReader): RecordHeader {
  const [flags = 0] = reader.take(1);
  const has = (flag: number) => (flags & flag) !== 0;
  const compression = readKey(reader);
  const size = reader.next();
  const tail = has(FLAGS.squeezed) ? reader.next() : undefined;
  const segments = has(FLAGS.segments) ? readList(reader, () => readSegment(reader, tail)) : undefined;
  const files = has(FLAGS.files) ? readFiles(reader, segments ?? [], tail, has(FLAGS.filesSqueezed)) : undefined;
  return { schema: FORM, compression, size, tail, segments, files };
}

function readKey(reader: VarintReader): string {
  const number = reader.next();
  if (number === 0) return Buffer.from(reader.take(reader.next())).toString();
  const key = KEYS[number - 1];
  if (key === undefined) throw new RangeError(`there is no compression ${number}`);
  return key;
}

function readSegment(reader: VarintReader, tail = 0): Segment {
  const [size, code, compression] = [reader.next(), reader.next(), readKey(reader)];
  const raw = code < 2 ? code * tail : code - 2;
  const chunks = readList(reader, () => Buffer.from(reader.take(CHUNK_BYTES)).toString('hex'));
  return { size, ...(raw === 0 ? {} : { raw }), compression, chunks };
}

/** Every item takes bytes, so a count that lies ends at the end of the data. */
function readList<Item>(reader: VarintReader, read: () => Item): readonly Item[] {
  const items: Item[] = [];
  for (let left = reader.next(); left > 0; left--) items.push(read());
  return items;
}

function readFiles(reader: VarintReader, segments: readonly Segment[], tail: number | undefined, squeezed: boolean): StoredFiles {
  const number = reader.next();
  const segment = number === 0 ? readSegment(reader, tail) : segments[number - 1];
  if (segment === undefined) throw new RangeError(`there is no segment ${number}`);
  const size = reader.next();
  if (size > segment.size) throw new RangeError('its files end behind their segment');
  return { segment, size, squeezed };
}
