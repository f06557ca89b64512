import type { Operation, Release, RevisionStatus, StageContext } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { checkReleaseName } from './release-name.ts';
import { findStanding, isPending, openStore, sinceUninstall } from './standing.ts';
import type { Standing, Stores } from './standing.ts';

/**
 * Whether the operation may begin, asked before anything is rendered. Without a cluster only the name is looked at.
 *
 * @throws RELEASE_NAME_INVALID, RELEASE_NAME_TAKEN, RELEASE_NOT_FOUND, RELEASE_UNINSTALLED, RELEASE_UNINSTALLING
 */
export async function checkRelease({ operation, ...access }: StageContext, stores: Stores): Promise<Standing | undefined> {
  const { release } = operation;
  if (release === undefined) return undefined;
  checkReleaseName(release.name);
  if (operation.dryRun === 'client' || operation.kind === 'template') return undefined;
  const standing = await findStanding(await openStore(stores, access), release);
  const status = standing?.head.summary.status ?? 'unknown';
  if (operation.flags['resume'] === true && !isPending(status) && status !== 'failed') throw errors.NOTHING_TO_RECOVER(release.name, status);
  if (operation.kind === 'install') refuseInstall(operation, release, standing);
  else refuseUpgrade(release, standing);
  return standing;
}

/** What a failed or killed first install left behind is continued; a release that was ever deployed is not. */
function refuseInstall({ flags }: Operation, { name, namespace }: Release, standing: Standing | undefined): void {
  if (standing === undefined) return;
  const { status } = standing.head.summary;
  if (status === 'uninstalled' && flags.replace === true) return;
  const everDeployed = sinceUninstall(standing.revisions).some((revision) => revision.status === 'deployed' || revision.status === 'superseded');
  if (isLeftover(status) && !everDeployed) return;
  if (flags.replace === true && status === 'failed') return;
  throw errors.NAME_TAKEN(name, namespace, status);
}

function isLeftover(status: RevisionStatus): boolean {
  return status === 'failed' || isPending(status);
}

function refuseUpgrade({ name, namespace }: Release, standing: Standing | undefined): void {
  if (standing === undefined) throw errors.NOT_FOUND(name, namespace);
  const { status } = standing.head.summary;
  if (status === 'uninstalled') throw errors.UNINSTALLED(name);
  if (status === 'uninstalling') throw errors.UNINSTALLING(name);
}
