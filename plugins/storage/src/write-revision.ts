import { Buffer } from 'node:buffer';
import type { Release, Revision, RevisionContent, StorageMetadata } from '@sherpack/plugin-api';
import type { Base } from './content/layout.ts';
import { segmentId } from './content/segment.ts';
import type { Segment } from './content/segment.ts';
import { formatEditions } from './editions.ts';
import { revisionName } from './entry-names.ts';
import { committedIn } from './head.ts';
import type { HeldHead } from './held-head.ts';
import { mayHaveArrived } from './lost-answer.ts';
import { listToMetadata } from './metadata.ts';
import { CHUNKS } from './orphans.ts';
import { canonicalJson } from './record/canonical.ts';
import { composeRecord } from './record/compose.ts';
import type { ComposedRecord } from './record/compose.ts';
import { encodeFiles, knownFiles, newFiles } from './record/pack-files.ts';
import type { FilesSource } from './record/pack-files.ts';
import type { RecordHeader, StoredFiles } from './record/record-header.ts';
import { SMALL } from './record/squeeze.ts';
import { refuseIfTooLarge } from './record-size.ts';
import { sealRevision } from './sealing/seal-revision.ts';
import { secretTexts } from './sealing/secret-places.ts';
import { readRecord } from './stored-record.ts';
import { nameOfRevision } from './store-parts.ts';
import type { StoreParts } from './store-parts.ts';
import { summarize, summaryToMetadata } from './summary.ts';

/** In the metadata of a record that needs the key of its release. */
export const SEALED = 'sealed';

export interface RememberedRecord {
  readonly revision: number;
  readonly header: RecordHeader;
  readonly bases: readonly Base<Segment>[];
  /** Segments that this process has stored for this revision. */
  readonly brought: ReadonlySet<string>;
}

/** What the writer of a release knows of the records that it has read or written. */
export interface RecordMemory {
  /** The record whose content the next one may use. */
  last: RememberedRecord | undefined;
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
  const { record, isSealed } = await compose(revision, content, writer);
  refuseIfTooLarge(revision, record.data.length, writer);
  await writer.content.write(writer.release, record.chunks);
  await putRecord(revisionName(revision.revision, edition), record, metadataOf(revision, record, isSealed), writer);
  if (revision.revision >= (writer.memory.last?.revision ?? 0)) remember(revision.revision, record, writer.memory);
  return record;
}

function remember(revision: number, { header, bases, chunks }: ComposedRecord, memory: RecordMemory): void {
  const written = new Set(chunks.map(({ digest }) => digest));
  const before = memory.last?.revision === revision ? memory.last.brought : new Set<string>();
  const segments = [...(header.segments ?? []), ...(header.files === undefined ? [] : [header.files.segment])];
  const brought = segments.filter((segment) => before.has(segmentId(segment)) || segment.chunks.every((chunk) => written.has(chunk)));
  memory.last = { revision, header, bases, brought: new Set(brought.map(segmentId)) };
}

function metadataOf(revision: Revision, { references }: ComposedRecord, isSealed: boolean): StorageMetadata {
  return { ...summaryToMetadata(summarize(revision)), ...listToMetadata(CHUNKS, references, '.'), ...(isSealed ? { [SEALED]: 'yes' } : {}) };
}

interface Composed {
  readonly record: ComposedRecord;
  readonly isSealed: boolean;
}

async function compose(revision: Revision, content: RevisionContent, writer: RevisionWriter): Promise<Composed> {
  const sealed = await sealRevision(revision, () => writer.keys.forWriting(writer.release));
  const files = await filesOf(revision, content, writer);
  const record = await composeRecord({ json: canonicalJson(sealed), bases: await basesOf(revision.revision, writer), files }, writer.encoding);
  for (const { id, content: bytes } of record.bases) writer.content.remember(id, bytes);
  return { record, isSealed: sealed !== revision };
}

/** @returns the content that the newest record uses; nothing when it cannot be read, for then the new one must stand alone */
async function basesOf(revision: number, writer: RevisionWriter): Promise<readonly Base<Segment>[]> {
  if (writer.encoding.chunking === false) return [];
  const last = await lastRecord(revision, writer);
  return (last?.bases ?? []).filter(({ id }) => !isRenewed(id, revision, last));
}

/**
 * What an earlier write of the same revision has brought is brought anew if it is small: then it holds the revision as it
 * was in the end, UIDs and all, and the ones that follow need not repeat them.
 */
function isRenewed(id: Segment, revision: number, last: RecordMemory['last']): boolean {
  return last?.revision === revision && id.size <= SMALL && last.brought.has(segmentId(id));
}

async function lastRecord(revision: number, writer: RevisionWriter): Promise<RecordMemory['last']> {
  const committed = committedIn(writer.head.record);
  const { last, inSequence } = writer.memory;
  const wanted = Math.min(revision, committed.revision);
  if (inSequence === true || last?.revision === wanted) return last;
  const stored = await readRecord(writer.release, wanted, committed, writer).catch(() => undefined);
  return stored === undefined ? undefined : { revision: wanted, header: stored.header, bases: stored.bases, brought: new Set() };
}

async function filesOf(revision: Revision, { files, filesOf: other }: RevisionContent, writer: RevisionWriter): Promise<FilesSource | undefined> {
  if (writer.encoding.chunking === false || files?.length === 0) return undefined;
  const last = await lastRecord(other ?? revision.revision, writer);
  if (files === undefined) return last?.header.files === undefined ? undefined : again(last.header.files, revision, last, writer);
  const wanted = await encodeFiles(files, secretTexts(revision), () => writer.keys.forWriting(writer.release));
  // The pack of the revision before, most of the time: then it is there already. What cannot be read is stored anew.
  const stored = last?.header.files === undefined ? undefined : await again(last.header.files, revision, last, writer).catch(() => undefined);
  return stored !== undefined && Buffer.compare(stored.content, wanted.content) === 0 ? stored : wanted;
}

async function again(stored: StoredFiles, { release, revision }: Revision, last: RecordMemory['last'], { content }: RevisionWriter): Promise<FilesSource> {
  const known = knownFiles(stored, await content.read(release, stored.segment, `the pack of ${nameOfRevision(release, revision)}`));
  return isRenewed(stored.segment, revision, last) ? newFiles(known.content, known.squeezed) : known;
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
