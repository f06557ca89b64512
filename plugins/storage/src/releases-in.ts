import type { Release, StorageDriver } from '@sherpack/plugin-api';

/** Every release that has any entry, also those that nobody can see any more. */
export async function releasesIn(driver: StorageDriver, namespace: string | undefined): Promise<readonly Release[]> {
  const entries = await driver.list({ namespace });
  const found = new Map(entries.map(({ key: { release } }) => [`${release.namespace}/${release.name}`, release]));
  return [...found.values()];
}
