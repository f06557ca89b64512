import type { ClusterAccess, Release, ReleaseHead, ReleaseStore, ReleaseStores, Revision, RevisionStatus, RevisionSummary } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

export type Stores = () => Promise<ReleaseStores>;

/** Opens the store for reading. */
export async function openStore(stores: Stores, access: ClusterAccess): Promise<ReleaseStore> {
  return (await stores()).open(access);
}

/** Where a release stands, without a record having been read. */
export interface Standing {
  readonly store: ReleaseStore;
  readonly head: ReleaseHead;
  /** All revisions, the oldest first. */
  readonly revisions: readonly RevisionSummary[];
}

/** @returns undefined when nothing is known of the release */
export async function findStanding(store: ReleaseStore, release: Release): Promise<Standing | undefined> {
  const head = await store.head(release);
  if (head === undefined) return undefined;
  return { store, head, revisions: await store.summaries(release) };
}

/** @throws RELEASE_NOT_FOUND */
export async function readStanding(store: ReleaseStore, release: Release): Promise<Standing> {
  const standing = await findStanding(store, release);
  if (standing === undefined) throw errors.NOT_FOUND(release.name, release.namespace);
  return standing;
}

export function isPending(status: RevisionStatus): boolean {
  return status.startsWith('pending-');
}

/** The newest revision that was deployed once, be it superseded meanwhile. */
export function lastGood(revisions: readonly RevisionSummary[], below = Infinity): RevisionSummary | undefined {
  const good = revisions.filter(({ status, revision }) => revision < below && (status === 'deployed' || status === 'superseded'));
  return good.findLast(({ status }) => status === 'deployed') ?? good.at(-1);
}

/** The present life of a release: what came after it was last uninstalled with its history kept. */
export function sinceUninstall(revisions: readonly RevisionSummary[]): readonly RevisionSummary[] {
  return revisions.slice(revisions.findLastIndex(({ status }) => status === 'uninstalled') + 1);
}

/**
 * The revision whose values an upgrade starts from: the one that is deployed, else the newest that is not a leftover
 * of a dead process.
 */
export async function currentRevision({ store, head, revisions }: Standing): Promise<Revision> {
  const finished = revisions.filter(({ status }) => !isPending(status));
  const current = revisions.findLast(({ status }) => status === 'deployed') ?? finished.at(-1);
  return store.read(head.release, current?.revision ?? head.revision);
}

/**
 * The revision that the user means: a number, or nothing for the newest.
 *
 * @throws RELEASE_NOT_FOUND, RELEASE_NO_REVISION
 */
export async function readRevision(store: ReleaseStore, release: Release, revision?: number): Promise<Revision> {
  const { head, revisions } = await readStanding(store, release);
  const wanted = revision === undefined || revision === 0 ? head.revision : revision;
  const known = revisions.map((summary) => summary.revision);
  if (!known.includes(wanted)) throw errors.NO_REVISION(release.name, wanted, known);
  return store.read(release, wanted);
}
