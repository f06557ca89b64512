import type { Release } from '@sherpack/plugin-api';
import { formatEditions } from '../editions.ts';
import { committedIn } from '../head.ts';
import { HEAD } from '../entry-names.ts';
import { takeHead } from '../held-head.ts';
import { deleteEntries, entriesOf, findGarbage } from '../orphans.ts';
import type { StoreParts } from '../store-parts.ts';
import { putRevision } from '../write-revision.ts';
import type { RevisionWriter } from '../write-revision.ts';
import { pastOfStore } from './past-of-store.ts';

/**
 * Writes every record of a release anew with the present encoding, each over the one before, and commits all of them by
 * one write of the head.
 *
 * @returns how many revisions were rewritten
 */
export async function rewriteRelease(release: Release, parts: StoreParts): Promise<number> {
  const head = await takeHead({ ...parts, release });
  try {
    const history = await pastOfStore(release, parts);
    const { editions } = committedIn(head.record);
    const writer: RevisionWriter = { ...parts, release, head, memory: { last: undefined, inSequence: true } };
    const renewed = new Map(history.map(({ revision: { revision } }) => [revision, (editions.get(revision) ?? 1) + 1]));
    for (const { revision, files } of history) {
      await head.keep();
      await putRevision(revision, { files }, renewed.get(revision.revision) ?? 1, writer);
    }
    await head.move({ editions: formatEditions(renewed).join(',') });
    const entries = (await entriesOf(release, parts.driver)).filter(({ key }) => key.name !== HEAD);
    await deleteEntries(findGarbage(entries, committedIn(head.record), parts.clock.now(), 0).entries, parts.driver, head.fence);
    return history.length;
  } finally {
    await head.release();
  }
}
