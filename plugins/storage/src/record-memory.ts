import type { Base } from './content/layout.ts';
import { segmentId } from './content/segment.ts';
import type { Chunk, Segment } from './content/segment.ts';
import type { ComposedRecord } from './record/compose.ts';
import { composeSegment } from './record/compose.ts';
import type { ComposedSegment } from './record/compose.ts';
import type { Encoding } from './record/encoding.ts';
import type { FilesSource } from './record/pack-files.ts';
import type { RecordHeader } from './record/record-header.ts';
import { SMALL } from './record/squeeze.ts';

/** Content that was stored quickly as it is stored in the end, by the id that it has now. */
export type Refinement = ReadonlyMap<string, ComposedSegment>;

export interface RememberedRecord {
  readonly revision: number;
  readonly header: RecordHeader;
  readonly bases: readonly Base<Segment>[];
  /** Content that this process has stored for this revision, by id. */
  readonly brought: ReadonlyMap<string, Base<Segment>>;
  /** Being made while the deployment runs; undefined when nothing was stored quickly. */
  readonly refinement?: Promise<Refinement> | undefined;
}

/** What the writer of a release knows of the records that it has read or written. */
export interface RecordMemory {
  /** The record whose content the next one may use. */
  last: RememberedRecord | undefined;
  /** A whole history is written: each revision over the one before, whatever is committed. */
  readonly inSequence?: boolean;
}

/** All content that a record needs: what its text is made of, and the files of its pack. */
export function contentOf({ header, bases }: ComposedRecord, files: FilesSource | undefined): readonly Base<Segment>[] {
  const segment = header.files?.segment;
  if (segment === undefined || files === undefined || bases.some(({ id }) => segmentId(id) === segmentId(segment))) return bases;
  return [...bases, { id: segment, content: files.stored === undefined ? files.content : files.whole }];
}

export function remember(revision: number, { header, bases, chunks }: ComposedRecord, known: readonly Base<Segment>[], memory: RecordMemory): void {
  const written = new Set(chunks.map(({ digest }) => digest));
  const same = memory.last?.revision === revision ? memory.last : undefined;
  const brought = known.filter(({ id }) => same?.brought.has(segmentId(id)) === true || id.chunks.every((chunk) => written.has(chunk)));
  memory.last = { revision, header, bases, brought: new Map(brought.map((base) => [segmentId(base.id), base])), refinement: same?.refinement };
}

/**
 * What an earlier write of the same revision has brought is brought anew if it is small: then it holds the revision as it
 * was in the end, UIDs and all, and the ones that follow need not repeat them.
 */
export function isRenewed(id: Segment, revision: number, last: RememberedRecord | undefined): boolean {
  return last?.revision === revision && id.size <= SMALL && last.brought.has(segmentId(id));
}

/** Begins to compress well what was stored quickly. It runs on another thread, while the cluster is asked and answers. */
export function beginRefinement(memory: RecordMemory, encoding: Encoding): void {
  const { last } = memory;
  if (last === undefined) return;
  const quick = [...last.brought.values()].filter(({ id }) => id.size > SMALL);
  // What cannot be made smaller stays as it was stored: no outcome of a deployment is lost for that.
  memory.last = { ...last, refinement: refine(quick, encoding).catch(() => new Map()) };
}

/** One after another: each takes a thread and tens of megabytes. */
async function refine(quick: readonly Base<Segment>[], encoding: Encoding): Promise<Refinement> {
  const refined = new Map<string, ComposedSegment>();
  for (const { id, content } of quick) refined.set(segmentId(id), await composeSegment(content, encoding, id.raw));
  return refined;
}

/** What the record that is to be written next can have instead of what was stored quickly. */
export async function refinementFor(last: RememberedRecord | undefined, { quick }: Encoding): Promise<Refinement> {
  return quick === true ? new Map() : await last?.refinement ?? new Map();
}

/** The chunks of a refinement that the record needs. */
export function refinedChunks(refinement: Refinement, { references }: ComposedRecord): readonly Chunk[] {
  const needed = new Set(references);
  return [...refinement.values()].flatMap(({ chunks }) => chunks).filter(({ digest }) => needed.has(digest));
}
