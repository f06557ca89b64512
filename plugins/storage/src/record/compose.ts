import { Buffer } from 'node:buffer';
import { encodeDelta } from '../content/delta-format.ts';
import { layOutOver, layOutWhole, shareAdded } from '../content/layout.ts';
import type { Base, Layout } from '../content/layout.ts';
import { cutIntoChunks, segmentId } from '../content/segment.ts';
import type { Chunk, Segment } from '../content/segment.ts';
import { encodeBinaryHeader } from './binary-header.ts';
import { pack } from './encoding.ts';
import type { Encoding, Packed } from './encoding.ts';
import type { FilesSource } from './pack-files.ts';
import { SCHEMA, chunksOf } from './record-header.ts';
import type { RecordHeader, StoredFiles } from './record-header.ts';
import { SMALL, squeeze } from './squeeze.ts';

/** What a revision adds may stay in its record up to this size; more is stored for later revisions too. */
const MAX_INLINE_BYTES = 1024;
/** No content is this much smaller when it is compressed well instead of quickly: then it need not be tried. */
const GOOD_OVER_QUICK = 2;

export interface RecordSource {
  /** Canonical JSON of the revision. */
  readonly json: Uint8Array;
  /** Content that is stored already. */
  readonly bases: readonly Base<Segment>[];
  /** The pack's files: manifests repeat much of them. */
  readonly files?: FilesSource | undefined;
}

/** A record ready to be written: its chunks first. */
export interface ComposedRecord {
  readonly data: Uint8Array;
  readonly header: RecordHeader;
  /** Chunks that are not stored yet, as far as the bases say. */
  readonly chunks: readonly Chunk[];
  /** Names of all chunks that it refers to. */
  readonly references: readonly string[];
  /** The segments with what they hold, for the next record. */
  readonly bases: readonly Base<Segment>[];
}

/** The content of a record, and how many of its last bytes are identities; undefined when it was not squeezed. */
interface Content {
  readonly bytes: Uint8Array;
  readonly tail: number | undefined;
}

/**
 * A record is a {@link RecordHeader}, then what is its own: a delta over content that is stored once for many revisions,
 * or everything when nothing may be shared.
 */
export async function composeRecord(source: RecordSource, encoding: Encoding): Promise<ComposedRecord> {
  const content = source.json.length <= SMALL ? squeeze(source.json) : { bytes: source.json, tail: undefined };
  if (encoding.chunking === false) return finish(content, await pack(content.bytes, encoding), { bases: undefined, files: undefined, chunks: [] });
  const over = overKnown(content, source);
  if (over === undefined && isSmall(content, source.files)) return composeTogether(content, source.files, encoding);
  const files = await storeFiles(source.files, encoding);
  const { layout, body, fresh } = over === undefined ? await bestAlone(content, files?.base, encoding) : await attempt(over, content, encoding);
  const bases = [...layout.used, ...(fresh === undefined || layout.fresh === undefined ? [] : [{ id: fresh.segment, content: layout.fresh }])];
  return finish(content, body, { bases, files: files?.stored, chunks: [...(files?.chunks ?? []), ...(fresh?.chunks ?? [])] });
}

/** Over what the release has already, if there is enough of it. */
function overKnown({ bytes }: Content, { bases, files }: RecordSource): Layout<Segment> | undefined {
  if (bases.length === 0) return undefined;
  const stored = files?.stored === undefined ? undefined : { id: files.stored.segment, content: files.whole };
  const known = stored === undefined ? bases : [stored, ...bases.filter(({ id }) => segmentId(id) !== segmentId(stored.id))];
  return layOutOver(bytes, known);
}

function isSmall({ bytes, tail }: Content, files: FilesSource | undefined): boolean {
  return tail !== undefined && bytes.length + (files?.stored === undefined ? files?.content.length ?? 0 : 0) <= SMALL;
}

/** Files and record in one segment: of little text each, the one is most of what compresses the other. */
async function composeTogether(content: Content, files: FilesSource | undefined, encoding: Encoding): Promise<ComposedRecord> {
  const ahead = files === undefined || files.stored !== undefined ? new Uint8Array() : files.content;
  const whole = Buffer.concat([ahead, content.bytes]);
  const { segment, chunks } = await composeSegment(whole, encoding, content.tail);
  const body = await pack(encodeDelta([{ copy: ahead.length, length: content.bytes.length }]), encoding);
  const own = files === undefined ? undefined : { segment, size: ahead.length, squeezed: files.squeezed };
  return finish(content, body, { bases: [{ id: segment, content: whole }], files: files?.stored ?? own, chunks });
}

interface Attempt {
  readonly layout: Layout<Segment>;
  readonly body: Packed;
  readonly fresh: ComposedSegment | undefined;
}

/** The smaller one of alone and over the pack's files; which it is shows at a fast level. */
async function bestAlone(content: Content, files: Base<Segment> | undefined, encoding: Encoding): Promise<Attempt> {
  const alone = layOutWhole(content.bytes);
  const overFiles = files === undefined ? undefined : layOutOver(content.bytes, [files], 0.1);
  if (overFiles === undefined) return attempt(alone, content, encoding);
  const [one, other] = [await sizeOf(alone, content, encoding), await sizeOf(overFiles, content, encoding)];
  return attempt(other < one ? overFiles : alone, content, encoding);
}

async function sizeOf(layout: Layout<Segment>, content: Content, encoding: Encoding): Promise<number> {
  const { body, fresh } = await attempt(layout, content, { ...encoding, quick: true });
  return (fresh?.chunks ?? []).reduce((sum, { bytes }) => sum + bytes.length, body.bytes.length);
}

async function attempt(first: Layout<Segment>, { bytes }: Content, encoding: Encoding): Promise<Attempt> {
  const { layout, body } = await fitInline(first, bytes, encoding);
  return { layout, body, fresh: layout.fresh === undefined ? undefined : await composeSegment(layout.fresh, encoding) };
}

async function fitInline(layout: Layout<Segment>, target: Uint8Array, encoding: Encoding) {
  const delta = encodeDelta(layout.steps);
  const addsNothing = layout.fresh !== undefined || layout.steps.every((step) => 'copy' in step);
  const limit = encoding.chunking === true ? 0 : MAX_INLINE_BYTES;
  if (addsNothing || (await pack(delta, { ...encoding, quick: true })).bytes.length <= limit * GOOD_OVER_QUICK) {
    const body = await pack(delta, encoding);
    if (addsNothing || body.bytes.length <= limit) return { layout, body };
  }
  const added = shareAdded(layout, target);
  return { layout: added, body: await pack(encodeDelta(added.steps), encoding) };
}

/** Content as it is to be stored. */
export interface ComposedSegment {
  readonly segment: Segment;
  readonly chunks: readonly Chunk[];
}

/**
 * Compresses content and cuts it.
 *
 * @param raw how many of its last bytes are stored as they are
 */
export async function composeSegment(content: Uint8Array, encoding: Encoding, raw = 0): Promise<ComposedSegment> {
  const end = content.length - raw;
  const { compression, bytes } = await pack(content.subarray(0, end), encoding);
  const chunks = cutIntoChunks(raw === 0 ? bytes : Buffer.concat([bytes, content.subarray(end)]), encoding.maxChunkSize);
  return { segment: { size: content.length, ...(raw === 0 ? {} : { raw }), compression, chunks: chunks.map(({ digest }) => digest) }, chunks };
}

async function storeFiles(files: FilesSource | undefined, encoding: Encoding): Promise<{ readonly stored: StoredFiles; readonly base: Base<Segment>; readonly chunks: readonly Chunk[] } | undefined> {
  if (files === undefined) return undefined;
  const { stored, whole, content, squeezed } = files;
  if (stored !== undefined) return { stored, base: { id: stored.segment, content: whole }, chunks: [] };
  const { segment, chunks } = await composeSegment(content, encoding);
  return { stored: { segment, size: content.length, squeezed }, base: { id: segment, content }, chunks };
}

interface Parts {
  readonly bases: readonly Base<Segment>[] | undefined;
  readonly files: StoredFiles | undefined;
  readonly chunks: readonly Chunk[];
}

function finish({ bytes, tail }: Content, body: Packed, { bases, files, chunks }: Parts): ComposedRecord {
  const header: RecordHeader = { schema: SCHEMA, compression: body.compression, size: bytes.length, tail, segments: bases?.map(({ id }) => id), files };
  const data = Buffer.concat([encodeBinaryHeader(header, bytes), body.bytes]);
  return { data, header, chunks, references: chunksOf(header), bases: bases ?? [] };
}
