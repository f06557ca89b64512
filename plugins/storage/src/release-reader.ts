import type {
  Release, ReleaseHead, Revision, RevisionQuery, RevisionSummary, StorageDriver, StorageEntry, StoredValue,
} from '@sherpack/plugin-api';
import { HEAD, REVISION_PREFIX, revisionName, revisionOf } from './entry-names.ts';
import { errors } from './errors.ts';
import { decodeHead, toReleaseHead } from './head.ts';
import { decodeRevision } from './release-codec.ts';
import { metadataToSummary } from './summary.ts';

export function nameOf(release: Release): string {
  return `"${release.name}" in namespace "${release.namespace}"`;
}

/** @param now milliseconds since the epoch, by which leases are judged */
export async function readHead(driver: StorageDriver, release: Release, now: number): Promise<ReleaseHead | undefined> {
  const value = await driver.get({ release, name: HEAD });
  return value === undefined ? undefined : toReleaseHead(release, decodeHead(value), value.version, now);
}

/**
 * A revision above the head is a write that never came to its end: it does not exist. The words of the status stand in
 * the metadata, which changes without the record being rewritten; for the newest revision the head decides.
 *
 * @throws STORAGE_REVISION_NOT_FOUND
 */
export async function readRevision(driver: StorageDriver, release: Release, revision: number): Promise<Revision> {
  const [head, value] = await Promise.all([readHead(driver, release, 0), driver.get({ release, name: revisionName(revision) })]);
  if (head === undefined || value === undefined || revision > head.revision) {
    throw errors.REVISION_NOT_FOUND(nameOf(release), revision, await revisionsOf(driver, release, head));
  }
  const record = await decodeRevision(value.data, `revision ${revision} of release ${nameOf(release)}`);
  const { status, description } = revision === head.revision ? head.summary : statusOf(value, record);
  return { ...record, status, description };
}

function statusOf(value: StoredValue, record: Revision): Pick<Revision, 'status' | 'description'> {
  const { status } = metadataToSummary(record.release, record.revision, value.metadata);
  return { status, description: record.description };
}

async function revisionsOf(driver: StorageDriver, release: Release, head: ReleaseHead | undefined): Promise<readonly number[]> {
  if (head === undefined) return [];
  const entries = await driver.list({ namespace: release.namespace, release: release.name, prefix: REVISION_PREFIX });
  const numbers = entries.map((entry) => revisionOf(entry.key.name) ?? Infinity);
  return numbers.filter((number) => number <= head.revision).toSorted((a, b) => a - b);
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
  const newest = Number(head?.['revision'] ?? 0);
  const stored = entries.flatMap((entry) => {
    const revision = revisionOf(entry.key.name);
    return revision === undefined || revision > newest ? [] : [metadataToSummary(entry.key.release, revision, entry.metadata)];
  });
  return withOneDeployed(stored.toSorted((a, b) => a.revision - b.revision).map((summary) => headFirst(summary, newest, head)));
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
