import type { Release } from '@sherpack/plugin-api';
import { HEAD } from './entry-names.ts';
import { committedOf } from './head.ts';
import { takeHead } from './held-head.ts';
import { sweepOrphans } from './held-release.ts';
import { GRACE_MS, deleteEntries, entriesOf, findGarbage } from './orphans.ts';
import type { StoreParts } from './store-parts.ts';

export interface Collected {
  readonly release: Release;
  /** Names of the entries that were deleted, or would be. */
  readonly names: readonly string[];
  /** Entries that are too young to be sure that nobody is about to use them. */
  readonly young: number;
}

export interface CollectOptions {
  readonly dryRun: boolean;
  /** Milliseconds that a chunk must have been without use. */
  readonly grace?: number | undefined;
}

/**
 * Deletes what nobody can reach. The release is held meanwhile: what is unreachable while nobody writes stays so.
 *
 * @throws STORAGE_RELEASE_BUSY
 */
export async function collectGarbage(release: Release, { dryRun, grace = GRACE_MS }: CollectOptions, parts: StoreParts): Promise<Collected> {
  if (dryRun) return look(release, grace, parts);
  const { driver } = parts;
  if (await driver.get({ release, name: HEAD }) === undefined) return sweep(release, grace, parts);
  const head = await takeHead({ ...parts, release });
  try {
    const found = await look(release, grace, parts);
    const entries = (await entriesOf(release, driver)).filter(({ key }) => found.names.includes(key.name));
    await deleteEntries(entries, driver, head.fence);
    return found;
  } finally {
    await head.release();
  }
}

async function look(release: Release, grace: number, { driver, clock }: StoreParts): Promise<Collected> {
  const all = await driver.list({ namespace: release.namespace, release: release.name });
  const head = committedOf(all.find(({ key }) => key.name === HEAD)?.metadata);
  const { entries, young } = findGarbage(all.filter(({ key }) => key.name !== HEAD), head, clock.now(), grace);
  return { release, names: entries.map(({ key }) => key.name), young: young.length };
}

/** Without a head nothing of the release can be reached; a first writer takes the head before he writes anything. */
async function sweep(release: Release, grace: number, parts: StoreParts): Promise<Collected> {
  const found = await look(release, grace, parts);
  await sweepOrphans({ ...parts, release });
  return found;
}
