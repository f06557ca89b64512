import { applyDelta } from '../content/delta-format.ts';
import { concat } from '../content/layout.ts';
import type { Base } from '../content/layout.ts';
import type { Segment } from '../content/segment.ts';
import { errors } from '../errors.ts';
import { MAX_EXPANDED_BYTES, unpack, unpackUpTo } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import { decodeHeader } from './record-header.ts';
import type { RecordHeader } from './record-header.ts';
import { unsqueeze } from './squeeze.ts';

export interface RestoredRecord {
  readonly header: RecordHeader;
  /** Canonical JSON of the revision, as it was written. */
  readonly json: Uint8Array;
  readonly bases: readonly Base<Segment>[];
}

/** How a record gets at the content that it shares with others. */
export type SegmentReader = (segment: Segment) => Promise<Uint8Array>;

/**
 * @param what names the record in errors: `revision 3 of release shop/web`
 * @throws STORAGE_RECORD_NEWER, STORAGE_RECORD_DAMAGED, and what the reader of segments throws
 */
export async function restoreRecord(data: Uint8Array, what: string, read: SegmentReader, encoding: Pick<Encoding, 'compression'>): Promise<RestoredRecord> {
  const { header, body, isIntact } = decodeHeader(data, what);
  const { segments = [] } = header;
  const total = segments.reduce((sum, { size }) => sum + size, 0);
  if (header.size > MAX_EXPANDED_BYTES || total > MAX_EXPANDED_BYTES) throw errors.RECORD_DAMAGED(what, `it claims to have more than ${MAX_EXPANDED_BYTES} bytes`);
  const bases = await Promise.all(segments.map(async (id) => ({ id, content: await read(id) })));
  const content = header.segments === undefined
    ? await unpack(body, header.compression, header.size, what, encoding)
    : await patch(body, bases, header, what, encoding);
  if (!isIntact(content)) throw errors.RECORD_DAMAGED(what, 'its checksum is wrong');
  return { header, json: spell(content, header, what), bases };
}

/** A delta is never much larger than what it makes. */
async function patch(body: Uint8Array, bases: readonly Base<Segment>[], header: RecordHeader, what: string, encoding: Pick<Encoding, 'compression'>): Promise<Uint8Array> {
  const delta = await unpackUpTo(body, header.compression, header.size * 2 + 4096, what, encoding);
  try {
    return applyDelta(delta, concat(bases), header.size);
  } catch (error) {
    throw errors.RECORD_DAMAGED(what, 'what it takes from its chunks does not fit', error);
  }
}

function spell(bytes: Uint8Array, { tail }: RecordHeader, what: string): Uint8Array {
  if (tail === undefined) return bytes;
  try {
    return unsqueeze({ bytes, tail });
  } catch (error) {
    throw errors.RECORD_DAMAGED(what, 'its identities do not fit', error);
  }
}
