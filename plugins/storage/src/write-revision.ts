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
import type { Encoding } from './record/encoding.ts';
import { encodeFiles, knownFiles, newFiles } from './record/pack-files.ts';
import type { FilesSource } from './record/pack-files.ts';
import type { StoredFiles } from './record/record-header.ts';
import { beginRefinement, contentOf, isRenewed, refinedChunks, refinementFor, remember } from './record-memory.ts';
import type { RecordMemory, RememberedRecord } from './record-memory.ts';
import { refuseIfTooLarge } from './record-size.ts';
import { sealRevision } from './sealing/seal-revision.ts';
import type { SealingKey } from './sealing/sealing-key.ts';
import { secretTexts } from './sealing/secret-places.ts';
import { readRecord } from './stored-record.ts';
import { nameOfRevision } from './store-parts.ts';
import type { StoreParts } from './store-parts.ts';
import { summarize, summaryToMetadata } from './summary.ts';

/** In the metadata of a record that needs the key of its release. */
export const SEALED = 'sealed';

export interface RevisionWriter extends StoreParts {
  readonly release: Release;
  readonly head: Pick<HeldHead, 'record' | 'move' | 'keep' | 'fence'>;
  readonly memory: RecordMemory;
}

/** What stands in the place of what was committed before, if anything did. */
export interface Written {
  readonly record: ComposedRecord;
  /** Edition that was committed before; undefined for a revision that is new. */
  readonly before: number | undefined;
}

/**
 * Chunks first, then the record, then the head: until the head has moved nobody sees any of it. The deployment waits for
 * the first write of its revision, so that one is quick; what it stores is made small until the last one.
 */
export async function writeRevision(revision: Revision, content: RevisionContent, writer: RevisionWriter): Promise<Written> {
  const { head, memory } = writer;
  const committed = committedIn(head.record);
  const isNewest = revision.revision >= committed.revision;
  const before = revision.revision > committed.revision ? undefined : committed.editions.get(revision.revision) ?? 1;
  // An older revision is written without the newest summary moving, so the lease must be proved some other way.
  if (isNewest) await head.keep();
  else await head.move({});
  const edition = (before ?? 0) + 1;
  const encoding = encodingFor(revision, writer.encoding);
  const record = await putRevision(revision, content, edition, { ...writer, encoding });
  const editions = formatEditions(new Map(committed.editions).set(revision.revision, edition)).join(',');
  await head.move(isNewest ? { revision: revision.revision, summary: summarize(revision), editions } : { editions });
  if (encoding.quick === true && memory.last?.revision === revision.revision) beginRefinement(memory, writer.encoding);
  return { record, before };
}

/** What must fit into one entry is never larger than it can be. */
function encodingFor({ status }: Revision, encoding: Encoding): Encoding {
  const isUnderway = status.startsWith('pending-') || status === 'uninstalling';
  return isUnderway && encoding.chunking !== false ? { ...encoding, quick: true } : encoding;
}

/** Writes the chunks and the record of a revision; nobody sees it before the head says so. */
export async function putRevision(revision: Revision, content: RevisionContent, edition: number, writer: RevisionWriter): Promise<ComposedRecord> {
  const { record, known, isSealed } = await compose(revision, content, writer);
  refuseIfTooLarge(revision, record.data.length, writer);
  await writer.content.write(writer.release, record.chunks);
  await putRecord(revisionName(revision.revision, edition), record, metadataOf(revision, record, isSealed), writer);
  if (revision.revision >= (writer.memory.last?.revision ?? 0)) remember(revision.revision, record, known, writer.memory);
  return record;
}

function metadataOf(revision: Revision, { references }: ComposedRecord, isSealed: boolean): StorageMetadata {
  return { ...summaryToMetadata(summarize(revision)), ...listToMetadata(CHUNKS, references, '.'), ...(isSealed ? { [SEALED]: 'yes' } : {}) };
}

interface Composed {
  readonly record: ComposedRecord;
  /** All content that it needs. */
  readonly known: readonly Base<Segment>[];
  readonly isSealed: boolean;
}

async function compose(revision: Revision, content: RevisionContent, writer: RevisionWriter): Promise<Composed> {
  const sealed = await sealRevision(revision, () => keyOf(writer));
  const files = await filesOf(revision, content, writer);
  const composed = await composeRecord({ json: canonicalJson(sealed), bases: await basesOf(revision.revision, writer), files }, writer.encoding);
  const refinement = await refinementFor(writer.memory.last, writer.encoding);
  const record = { ...composed, chunks: [...composed.chunks, ...refinedChunks(refinement, composed)] };
  const known = contentOf(record, files);
  for (const { id, content: bytes } of known) writer.content.remember(id, bytes);
  return { record, known, isSealed: sealed !== revision };
}

/** Of a release that begins nothing is sealed yet; a history that is copied keeps its key. */
function keyOf({ keys, release, head, memory }: RevisionWriter): Promise<SealingKey> {
  return keys.forWriting(release, { isNew: memory.inSequence !== true && head.record.summary === undefined });
}

/** @returns the content that the newest record uses; nothing when it cannot be read, for then the new one must stand alone */
async function basesOf(revision: number, writer: RevisionWriter): Promise<readonly Base<Segment>[]> {
  if (writer.encoding.chunking === false) return [];
  const last = await lastRecord(revision, writer);
  const refinement = await refinementFor(last, writer.encoding);
  const kept = (last?.bases ?? []).filter(({ id }) => !isRenewed(id, revision, last));
  return kept.map(({ id, content }) => ({ id: refinement.get(segmentId(id))?.segment ?? id, content }));
}

async function lastRecord(revision: number, writer: RevisionWriter): Promise<RememberedRecord | undefined> {
  const committed = committedIn(writer.head.record);
  const { last, inSequence } = writer.memory;
  const wanted = Math.min(revision, committed.revision);
  if (inSequence === true || last?.revision === wanted) return last;
  const stored = await readRecord(writer.release, wanted, committed, writer).catch(() => undefined);
  return stored === undefined ? undefined : { revision: wanted, header: stored.header, bases: stored.bases, brought: new Map() };
}

async function filesOf(revision: Revision, { files, filesOf: other }: RevisionContent, writer: RevisionWriter): Promise<FilesSource | undefined> {
  if (writer.encoding.chunking === false || files?.length === 0) return undefined;
  const last = await lastRecord(other ?? revision.revision, writer);
  if (files === undefined) return last?.header.files === undefined ? undefined : again(last.header.files, revision, last, writer);
  const wanted = await encodeFiles(files, secretTexts(revision), () => keyOf(writer));
  // The pack of the revision before, most of the time: then it is there already. What cannot be read is stored anew.
  const stored = last?.header.files === undefined ? undefined : await again(last.header.files, revision, last, writer).catch(() => undefined);
  return stored !== undefined && Buffer.compare(stored.content, wanted.content) === 0 ? stored : wanted;
}

async function again(stored: StoredFiles, { release, revision }: Revision, last: RememberedRecord | undefined, { content, encoding }: RevisionWriter): Promise<FilesSource> {
  const known = knownFiles(stored, await content.read(release, stored.segment, `the pack of ${nameOfRevision(release, revision)}`));
  if (isRenewed(stored.segment, revision, last)) return newFiles(known.content, known.squeezed);
  const refined = (await refinementFor(last, encoding)).get(segmentId(stored.segment));
  return refined === undefined ? known : knownFiles({ ...stored, segment: refined.segment }, known.whole);
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
