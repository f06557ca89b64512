import type { Release, ReleaseStore } from '@sherpack/plugin-api';
import { findStanding, lastGood, sinceUninstall } from './standing.ts';

/** `upgrade --install`: a release that is missing, uninstalled or never came to be is installed. */
export async function upgradeKind(store: ReleaseStore, release: Release): Promise<'install' | 'upgrade'> {
  const standing = await findStanding(store, release);
  if (standing === undefined || standing.head.summary.status === 'uninstalled') return 'install';
  return lastGood(sinceUninstall(standing.revisions)) === undefined && standing.head.summary.status !== 'uninstalling' ? 'install' : 'upgrade';
}
