import type { Release, ReleaseStore } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { checkReleaseName } from './release-name.ts';
import { lastGood, readStanding } from './standing.ts';

/**
 * The revision to go back to: the one that is named, else the newest below the head that was deployed once.
 *
 * @throws RELEASE_NOT_FOUND, RELEASE_NO_REVISION
 */
export async function rollbackTarget(store: ReleaseStore, release: Release, wanted: number | undefined): Promise<number> {
  checkReleaseName(release.name);
  const { head, revisions } = await readStanding(store, release);
  const known = revisions.map(({ revision }) => revision);
  if (wanted !== undefined) {
    if (!known.includes(wanted)) throw errors.NO_REVISION(release.name, wanted, known);
    return wanted;
  }
  const previous = lastGood(revisions, head.revision);
  if (previous === undefined) throw errors.NO_REVISION(release.name, undefined, known);
  return previous.revision;
}
