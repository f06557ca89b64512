import type { Release } from '@sherpack/plugin-api';
import { HEAD } from '../entry-names.ts';
import { committedIn, decodeHead } from '../head.ts';
import { filesOfRecord, listSummaries } from '../release-reader.ts';
import type { StoreParts } from '../store-parts.ts';
import { readRecord } from '../stored-record.ts';
import type { PastRevision } from './history.ts';

/** All that is committed of a release, the oldest first, with the status that lists show. */
export async function pastOfStore(release: Release, parts: StoreParts): Promise<readonly PastRevision[]> {
  const value = await parts.driver.get({ release, name: HEAD });
  if (value === undefined) return [];
  const head = committedIn(decodeHead(value));
  const past: PastRevision[] = [];
  for (const { revision, status } of await listSummaries(parts.driver, release)) {
    const stored = await readRecord(release, revision, head, parts);
    if (stored === undefined) continue;
    past.push({ revision: { ...stored.revision, status }, files: await filesOfRecord(stored, parts) });
  }
  return past;
}
