import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { encodeDelta } from '../content/delta-format.ts';
import { layOutOver, layOutWhole, shareAdded } from '../content/layout.ts';
import type { Base, Layout } from '../content/layout.ts';
import { cutIntoChunks, segmentId } from '../content/segment.ts';
import type { Chunk, Segment } from '../content/segment.ts';
import { pack } from './encoding.ts';
import type { Encoding } from './encoding.ts';
import { SCHEMA, chunksOf, encodeHeader } from './record-header.ts';
import type { RecordHeader } from './record-header.ts';

/** What a revision adds may stay in its record up to this size; more is stored for later revisions too. */
const MAX_INLINE_BYTES = 1024;

export interface RecordSource {
  /** Canonical JSON of the revision. */
  readonly json: Uint8Array;
  /** Content that is stored already. */
  readonly bases: readonly Base<Segment>[];
  /** The pack's files as stored, and what is in them: manifests repeat much of it. */
  readonly files?: Base<Segment> | undefined;
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

/**
 * A record is one line of JSON, the {@link RecordHeader}, then what is its own: a delta over content that is stored
 * once for many revisions, or everything when nothing may be shared.
 */
export async function composeRecord(source: RecordSource, encoding: Encoding): Promise<ComposedRecord> {
  if (encoding.chunking === false) return compose(source, await pack(source.json, encoding), undefined, [], encoding);
  const { layout, body, fresh } = await bestLayout(source, encoding);
  const bases = [...layout.used, ...(fresh === undefined || layout.fresh === undefined ? [] : [{ id: fresh.segment, content: layout.fresh }])];
  return compose(source, body, bases, fresh?.chunks ?? [], encoding);
}

interface Attempt {
  readonly layout: Layout<Segment>;
  readonly body: Uint8Array;
  readonly fresh: Awaited<ReturnType<typeof composeSegment>> | undefined;
}

/** Over what the release has already if there is enough of it; else the smaller one of alone and over the pack's files. */
async function bestLayout({ json, bases, files }: RecordSource, encoding: Encoding): Promise<Attempt> {
  const known = files === undefined ? bases : [files, ...bases.filter(({ id }) => segmentId(id) !== segmentId(files.id))];
  const over = bases.length === 0 ? undefined : layOutOver(json, known);
  if (over !== undefined) return attempt(over, json, encoding);
  const alone = await attempt(layOutWhole(json), json, encoding);
  const overFiles = files === undefined ? undefined : layOutOver(json, [files], 0.1);
  if (overFiles === undefined) return alone;
  const other = await attempt(overFiles, json, encoding);
  return sizeOf(other) < sizeOf(alone) ? other : alone;
}

function sizeOf({ body, fresh }: Attempt): number {
  return (fresh?.chunks ?? []).reduce((sum, { bytes }) => sum + bytes.length, body.length);
}

async function attempt(first: Layout<Segment>, target: Uint8Array, encoding: Encoding): Promise<Attempt> {
  const { layout, body } = await fitInline(first, target, encoding);
  return { layout, body, fresh: layout.fresh === undefined ? undefined : await composeSegment(layout.fresh, encoding) };
}

async function fitInline(layout: Layout<Segment>, target: Uint8Array, encoding: Encoding) {
  const body = await pack(encodeDelta(layout.steps), encoding);
  const limit = encoding.chunking === true ? 0 : MAX_INLINE_BYTES;
  if (layout.fresh !== undefined || body.length <= limit || layout.steps.every((step) => 'copy' in step)) return { layout, body };
  const shared = shareAdded(layout, target);
  return { layout: shared, body: await pack(encodeDelta(shared.steps), encoding) };
}

/** Compresses content and cuts it. */
export async function composeSegment(content: Uint8Array, encoding: Encoding): Promise<{ readonly segment: Segment; readonly chunks: readonly Chunk[] }> {
  const chunks = cutIntoChunks(await pack(content, encoding), encoding.maxChunkSize);
  return { segment: { size: content.length, compression: encoding.chosen, chunks: chunks.map(({ digest }) => digest) }, chunks };
}

function compose({ json, files }: RecordSource, body: Uint8Array, bases: readonly Base<Segment>[] | undefined, chunks: readonly Chunk[], { chosen }: Encoding): ComposedRecord {
  const header: RecordHeader = {
    sherpack: 'release',
    schema: SCHEMA,
    compression: chosen,
    size: json.length,
    sha256: sha256(json),
    ...(bases === undefined ? {} : { segments: bases.map(({ id }) => id) }),
    ...(files === undefined ? {} : { files: files.id }),
  };
  return { data: Buffer.concat([Buffer.from(encodeHeader(header)), body]), header, chunks, references: chunksOf(header), bases: bases ?? [] };
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
