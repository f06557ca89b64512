import { Buffer } from 'node:buffer';
import type { Release, Revision, RevisionContent, StorageMetadata } from '@sherpack/plugin-api';
import type { Base } from './content/layout.ts';
import { segmentId } from './content/segment.ts';
import type { Chunk, Segment } from './content/segment.ts';
import { formatEditions } from './editions.ts';
import { revisionName } from './entry-names.ts';
import { committedIn } from './head.ts';
import type { HeldHead } from './held-head.ts';
import { mayHaveArrived } from './lost-answer.ts';
import { listToMetadata } from './metadata.ts';
import { CHUNKS } from './orphans.ts';
import { canonicalJson } from './record/canonical.ts';
import { composeRecord, composeSegment } from './record/compose.ts';
import type { ComposedRecord } from './record/compose.ts';
import { encodeFiles } from './record/pack-files.ts';
import type { RecordHeader } from './record/record-header.ts';
import { refuseIfTooLarge } from './record-size.ts';
import { sealRevision } from './sealing/seal-revision.ts';
import { secretTexts } from './sealing/secret-places.ts';
import { readRecord } from './stored-record.ts';
import { nameOfRevision } from './store-parts.ts';
import type { StoreParts } from './store-parts.ts';
import { summarize, summaryToMetadata } from './summary.ts';

/** In the metadata of a record that needs the key of its release. */
export const SEALED = 'sealed';

/** What the writer of a release knows of the records that it has read or written. */
export interface RecordMemory {
  /** The record whose content the next one may use. */
  last: { readonly revision: number; readonly header: RecordHeader; readonly bases: readonly Base<Segment>[] } | undefined;
  /** A whole history is written: each revision over the one before, whatever is committed. */
  readonly inSequence?: boolean;
}

export interface RevisionWriter extends StoreParts {
  readonly release: Release;
  readonly head: Pick<HeldHead, 'record' | 'move' | 'keep'>;
  readonly memory: RecordMemory;
}

/** What stands in the place of what was committed before, if anything did. */
export interface Written {
  readonly record: ComposedRecord;
  /** Edition that was committed before; undefined for a revision that is new. */
  readonly before: number | undefined;
}

/** Chunks first, then the record, then the head: until the head has moved nobody sees any of it. */
export async function writeRevision(revision: Revision, content: RevisionContent, writer: RevisionWriter): Promise<Written> {
  const { head } = writer;
  const committed = committedIn(head.record);
  const isNewest = revision.revision >= committed.revision;
  const before = revision.revision > committed.revision ? undefined : committed.editions.get(revision.revision) ?? 1;
  // An older revision is written without the newest summary moving, so the lease must be proved some other way.
  if (isNewest) await head.keep();
  else await head.move({});
  const edition = (before ?? 0) + 1;
  const record = await putRevision(revision, content, edition, writer);
  const editions = formatEditions(new Map(committed.editions).set(revision.revision, edition)).join(',');
  await head.move(isNewest ? { revision: revision.revision, summary: summarize(revision), editions } : { editions });
  return { record, before };
}

/** Writes the chunks and the record of a revision; nobody sees it before the head says so. */
export async function putRevision(revision: Revision, content: RevisionContent, edition: number, writer: RevisionWriter): Promise<ComposedRecord> {
  const { record, chunks, isSealed } = await compose(revision, content, writer);
  refuseIfTooLarge(revision, record.data.length, writer);
  await writer.content.write(writer.release, chunks);
  await putRecord(revisionName(revision.revision, edition), record, metadataOf(revision, record, isSealed), writer);
  if (revision.revision >= (writer.memory.last?.revision ?? 0)) writer.memory.last = { revision: revision.revision, header: record.header, bases: record.bases };
  return record;
}

function metadataOf(revision: Revision, { references }: ComposedRecord, isSealed: boolean): StorageMetadata {
  return { ...summaryToMetadata(summarize(revision)), ...listToMetadata(CHUNKS, references, '.'), ...(isSealed ? { [SEALED]: 'yes' } : {}) };
}

interface Composed {
  readonly record: ComposedRecord;
  readonly chunks: readonly Chunk[];
  readonly isSealed: boolean;
}

async function compose(revision: Revision, content: RevisionContent, writer: RevisionWriter): Promise<Composed> {
  const sealed = await sealRevision(revision, () => writer.keys.forWriting(writer.release));
  const json = canonicalJson(sealed);
  const files = await composeFiles(revision, content, writer);
  const record = await composeRecord({ json, bases: await basesOf(revision.revision, writer), files: files.base }, writer.encoding);
  for (const { id, content: bytes } of record.bases) writer.content.remember(id, bytes);
  return { record, chunks: [...files.chunks, ...record.chunks], isSealed: sealed !== revision };
}

/** @returns the content that the newest record uses; nothing when it cannot be read, for then the new one must stand alone */
async function basesOf(revision: number, writer: RevisionWriter): Promise<readonly Base<Segment>[]> {
  if (writer.encoding.chunking === false) return [];
  return (await lastRecord(revision, writer))?.bases ?? [];
}

async function lastRecord(revision: number, writer: RevisionWriter): Promise<RecordMemory['last']> {
  const committed = committedIn(writer.head.record);
  const { last, inSequence } = writer.memory;
  const wanted = Math.min(revision, committed.revision);
  if (inSequence === true || last?.revision === wanted) return last;
  const stored = await readRecord(writer.release, wanted, committed, writer).catch(() => undefined);
  return stored === undefined ? undefined : { revision: wanted, header: stored.header, bases: stored.bases };
}

interface ComposedFiles {
  readonly base?: Base<Segment>;
  readonly chunks: readonly Chunk[];
}

async function composeFiles(revision: Revision, { files, filesOf }: RevisionContent, writer: RevisionWriter): Promise<ComposedFiles> {
  if (writer.encoding.chunking === false) return { chunks: [] };
  const stored = (await lastRecord(filesOf ?? revision.revision, writer))?.header.files;
  if (files?.length === 0) return { chunks: [] };
  if (files === undefined) return stored === undefined ? { chunks: [] } : { base: await baseOf(stored, revision, writer), chunks: [] };
  const content = await encodeFiles(files, secretTexts(revision), () => writer.keys.forWriting(writer.release));
  const { segment, chunks } = await composeSegment(content, writer.encoding);
  writer.content.remember(segment, content);
  // The pack of the revision before, most of the time: then it is there already.
  return { base: { id: segment, content }, chunks: stored !== undefined && segmentId(stored) === segmentId(segment) ? [] : chunks };
}

async function baseOf(id: Segment, { release, revision }: Revision, { content }: RevisionWriter): Promise<Base<Segment>> {
  return { id, content: await content.read(release, id, `the pack of ${nameOfRevision(release, revision)}`) };
}

/**
 * A name that is taken may hold what a dead process left there, or our own write whose answer was lost; only whoever
 * proves to have the lease may write over it.
 */
async function putRecord(name: string, { data }: ComposedRecord, metadata: StorageMetadata, { driver, release, head }: RevisionWriter): Promise<void> {
  const key = { release, name };
  try {
    await driver.put(key, data, metadata, { expect: 'absent' });
  } catch (error) {
    if (!mayHaveArrived(error)) throw error;
    const present = await driver.get(key);
    if (present !== undefined && Buffer.compare(present.data, data) === 0 && sameMetadata(present.metadata, metadata)) return;
    await head.move({});
    await driver.put(key, data, metadata, { expect: present === undefined ? 'absent' : { version: present.version } });
  }
}

function sameMetadata(a: StorageMetadata, b: StorageMetadata): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}
