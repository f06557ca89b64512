import type { JsonObject, OperationRequest, Release, ReleaseStore } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { isPending, lastGood, readStanding, sinceUninstall } from './standing.ts';

export interface RecoveryOptions {
  readonly undo: boolean;
  readonly flags: JsonObject;
}

/** What will be done, in words, and as a request. */
export interface Recovery {
  readonly says: string;
  readonly request: OperationRequest;
}

/**
 * Decides what becomes of a revision that a dead process left behind. Whether that process is dead is checked when the
 * lease is taken, before anything is written.
 *
 * @throws RELEASE_NOT_FOUND, RELEASE_NOTHING_TO_RECOVER, RELEASE_NOTHING_TO_UNDO
 */
export async function recoveryOf(store: ReleaseStore, release: Release, { undo, flags }: RecoveryOptions): Promise<Recovery> {
  const { head, revisions } = await readStanding(store, release);
  const { status } = head.summary;
  if (!isPending(status) && status !== 'uninstalling') throw errors.NOTHING_TO_RECOVER(release.name, status);
  const good = lastGood(sinceUninstall(revisions), head.revision);
  if (!undo) return finish(release, head.revision, status, flags);
  if (status === 'uninstalling') {
    return { says: `deploying revision ${head.revision} again, which was half uninstalled`, request: { kind: 'rollback', release, revision: head.revision, flags } };
  }
  if (good !== undefined) return { says: `going back to revision ${good.revision}`, request: { kind: 'rollback', release, revision: good.revision, flags } };
  if (status !== 'pending-install') throw errors.NOTHING_TO_UNDO(release.name);
  return { says: 'removing what the interrupted install has made', request: { kind: 'uninstall', release, flags } };
}

function finish(release: Release, revision: number, status: string, flags: JsonObject): Recovery {
  if (status === 'uninstalling') return { says: 'finishing the uninstallation', request: { kind: 'uninstall', release, flags } };
  return { says: `finishing revision ${revision}, which is ${status}`, request: { kind: 'recover', release, revision, flags } };
}
