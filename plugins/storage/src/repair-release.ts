import type { Release } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { takeHead } from './held-head.ts';
import { readRevision } from './release-reader.ts';
import { nameOf } from './store-parts.ts';
import type { StoreParts } from './store-parts.ts';
import { summarize } from './summary.ts';
import { verifyRelease } from './verify-records.ts';

export interface Repaired {
  readonly release: Release;
  /** Revisions that were given up, the newest last; none when the newest can be read. */
  readonly lost: readonly number[];
  /** The one that is the newest now. */
  readonly newest: number;
}

/**
 * Every operation begins with the newest record: while that cannot be read, nothing can be done with the release. This
 * gives up what cannot be read above the newest record that can, which counts as failed from then on.
 *
 * @throws STORAGE_RELEASE_BUSY, STORAGE_REPAIR_HOPELESS
 */
export async function repairRelease(release: Release, parts: StoreParts): Promise<Repaired> {
  const head = await takeHead({ ...parts, release });
  try {
    const { revision, summary } = head.record;
    if (summary === undefined) throw errors.RELEASE_UNKNOWN(nameOf(release), `driver "${parts.driver.name}"`);
    const verdicts = await verifyRelease(release, parts);
    const newest = verdicts.findLast(({ sound }) => sound)?.revision;
    if (newest === undefined) throw errors.REPAIR_HOPELESS(nameOf(release));
    if (newest === revision) return { release, lost: [], newest };
    const found = await readRevision(parts, release, newest);
    const description = `Revision ${revision} could not be read and was given up`;
    await head.move({ revision: newest, summary: { ...summarize(found), status: 'failed', description } });
    return { release, lost: Array.from({ length: revision - newest }, (_, index) => newest + index + 1), newest };
  } finally {
    await head.release();
  }
}
