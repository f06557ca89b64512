import type { KubernetesObject, Release } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { pastOfStore } from '../migrate/past-of-store.ts';
import { nameOf } from '../store-parts.ts';
import type { StoreParts } from '../store-parts.ts';
import { toHelmSecret } from './to-helm.ts';

/** Bytes of data that the API server takes in one Secret; Helm has no chunks. */
const LIMIT = 1_048_576;

/**
 * Every revision as Helm's record of it, the oldest first.
 *
 * @throws STORAGE_RELEASE_UNKNOWN, STORAGE_EXPORT_TOO_LARGE
 */
export async function exportToHelm(release: Release, parts: StoreParts): Promise<readonly KubernetesObject[]> {
  const history = await pastOfStore(release, parts);
  if (history.length === 0) throw errors.RELEASE_UNKNOWN(nameOf(release), `driver "${parts.driver.name}"`);
  return Promise.all(history.map(async ({ revision, files }) => {
    const secret = await toHelmSecret(revision, files, parts.clock.now());
    const size = Math.floor(((secret['data'] as { release: string }).release.length * 3) / 4);
    if (size > LIMIT) throw errors.EXPORT_TOO_LARGE(nameOf(release), revision.revision, size, LIMIT);
    return secret;
  }));
}
