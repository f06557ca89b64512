import type {
  PackFile, Release, ReleaseHead, Revision, RevisionQuery, RevisionSummary, StorageDriver, StorageEntry,
} from '@sherpack/plugin-api';
import { isCommitted } from './editions.ts';
import { HEAD, parseRevisionName } from './entry-names.ts';
import { errors } from './errors.ts';
import { committedIn, committedOf, decodeHead, toReleaseHead } from './head.ts';
import type { HeadRecord } from './head.ts';
import { decodeFiles, knownFiles } from './record/pack-files.ts';
import { nameOf, nameOfRevision } from './store-parts.ts';
import type { StoreParts } from './store-parts.ts';
import { readRecord } from './stored-record.ts';
import type { StoredRecord } from './stored-record.ts';
import { metadataToSummary } from './summary.ts';

/** @param now milliseconds since the epoch, by which leases are judged */
export async function readHead(driver: StorageDriver, release: Release, now: number): Promise<ReleaseHead | undefined> {
  const value = await driver.get({ release, name: HEAD });
  return value === undefined ? undefined : toReleaseHead(release, decodeHead(value), value.version, now);
}

/**
 * The words of the status stand in the metadata, which changes without the record being rewritten; for the newest
 * revision the head decides.
 *
 * @throws STORAGE_REVISION_NOT_FOUND
 */
export async function readRevision(parts: StoreParts, release: Release, revision: number): Promise<Revision> {
  const head = await headRecord(parts.driver, release);
  const stored = head === undefined ? undefined : await readRecord(release, revision, committedIn(head), parts);
  if (head === undefined || stored === undefined) {
    throw errors.REVISION_NOT_FOUND(nameOf(release), revision, await revisionsOf(parts.driver, release));
  }
  const { status, description } = revision === head.revision && head.summary !== undefined ? head.summary : statusOf(stored);
  return { ...stored.revision, status, description };
}

/** The files of the revision's pack; none where they were not stored. */
export async function readFiles(parts: StoreParts, release: Release, revision: number): Promise<readonly PackFile[]> {
  const head = await headRecord(parts.driver, release);
  const stored = head === undefined ? undefined : await readRecord(release, revision, committedIn(head), parts);
  if (stored === undefined) throw errors.REVISION_NOT_FOUND(nameOf(release), revision, await revisionsOf(parts.driver, release));
  return filesOfRecord(stored, parts);
}

export async function filesOfRecord({ header: { files }, entry: { key: { release } }, revision: { revision } }: StoredRecord, parts: StoreParts): Promise<readonly PackFile[]> {
  if (files === undefined) return [];
  const what = `the pack of ${nameOfRevision(release, revision)}`;
  return decodeFiles(knownFiles(files, await parts.content.read(release, files.segment, what)), (id) => parts.keys.forReading(release, id));
}

async function headRecord(driver: StorageDriver, release: Release): Promise<HeadRecord | undefined> {
  const value = await driver.get({ release, name: HEAD });
  return value === undefined ? undefined : decodeHead(value);
}

function statusOf({ entry, revision }: StoredRecord): Pick<Revision, 'status' | 'description'> {
  const { status } = metadataToSummary(revision.release, revision.revision, entry.metadata);
  return { status, description: revision.description };
}

async function revisionsOf(driver: StorageDriver, release: Release): Promise<readonly number[]> {
  const summaries = await listSummaries(driver, release);
  return summaries.map(({ revision }) => revision);
}

/** Sorted by namespace, name and revision; read from metadata alone. */
export async function listSummaries(driver: StorageDriver, query: RevisionQuery): Promise<readonly RevisionSummary[]> {
  const entries = await driver.list({ namespace: query.namespace, release: query.name });
  const groups = new Map<string, StorageEntry[]>();
  for (const entry of entries) {
    const id = JSON.stringify([entry.key.release.namespace, entry.key.release.name]);
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [entry]);
    else group.push(entry);
  }
  return [...groups.values()].flatMap(summariesOfRelease);
}

function summariesOfRelease(entries: readonly StorageEntry[]): readonly RevisionSummary[] {
  const head = entries.find((entry) => entry.key.name === HEAD)?.metadata;
  const committed = committedOf(head);
  const stored = entries.flatMap(({ key, metadata }) => {
    const entry = parseRevisionName(key.name);
    return entry === undefined || !isCommitted(entry, committed) ? [] : [metadataToSummary(key.release, entry.revision, metadata)];
  });
  const sorted = stored.toSorted((a, b) => a.revision - b.revision);
  return withOneDeployed(sorted.map((summary) => headFirst(summary, committed.revision, head)));
}

/** While a final record is there and the head has not moved yet, the head is right. */
function headFirst(summary: RevisionSummary, newest: number, head: Readonly<Record<string, string>> | undefined): RevisionSummary {
  const status = head?.['status'];
  return summary.revision !== newest || status === undefined ? summary : { ...summary, status: status as RevisionSummary['status'] };
}

/** A process may have died after the new revision was committed and before the one below was marked. */
function withOneDeployed(summaries: readonly RevisionSummary[]): readonly RevisionSummary[] {
  const deployed = summaries.findLast((summary) => summary.status === 'deployed');
  return summaries.map((summary) => (summary.status === 'deployed' && summary !== deployed ? { ...summary, status: 'superseded' } : summary));
}
