import type { Release, Revision, StoredValue } from '@sherpack/plugin-api';
import { revisionName } from './entry-names.ts';
import type { Committed } from './editions.ts';
import { errors } from './errors.ts';
import { parseRevision } from './record/canonical.ts';
import { restoreRecord } from './record/restore.ts';
import type { RestoredRecord } from './record/restore.ts';
import { unsealRevision } from './sealing/seal-revision.ts';
import type { SealedRevision } from './sealing/seal-revision.ts';
import { nameOfRevision } from './store-parts.ts';
import type { StoreParts } from './store-parts.ts';

export interface StoredRecord extends RestoredRecord {
  /** The driver's entry. */
  readonly entry: StoredValue;
  /** The revision as it was when it was written: later changes of its status stand in the entry's metadata. */
  readonly revision: Revision;
}

/** The committed record of a revision; undefined when there is none. */
export async function readRecord(release: Release, revision: number, head: Committed, parts: StoreParts): Promise<StoredRecord | undefined> {
  if (revision > head.revision) return undefined;
  const name = revisionName(revision, head.editions.get(revision));
  const entry = await parts.driver.get({ release, name });
  if (entry === undefined) return undefined;
  const what = nameOfRevision(release, revision);
  const restored = await restoreRecord(entry.data, what, (segment) => parts.content.read(release, segment, what), parts.encoding);
  const sealed = parseRevision(restored.json) as SealedRevision;
  if (sealed.revision !== revision || sealed.release.name !== release.name) throw errors.RECORD_DAMAGED(what, `it is that of revision ${sealed.revision} of "${sealed.release.name}"`);
  return { ...restored, entry, revision: await unsealRevision(sealed, (id) => parts.keys.forReading(release, id)) };
}
