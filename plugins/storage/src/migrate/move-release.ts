import type { Release, StorageDriver } from '@sherpack/plugin-api';
import { HEAD } from '../entry-names.ts';
import { takeHead } from '../held-head.ts';
import { deleteEntries, entriesOf } from '../orphans.ts';
import { signpost } from '../signpost.ts';
import type { Place } from '../signpost.ts';
import { KEY_ENTRY } from '../sealing/key-entry.ts';
import type { StoreParts } from '../store-parts.ts';
import { copyHistory } from './copy-history.ts';
import { pastOfStore } from './past-of-store.ts';

/** Where a release lies, where it goes, and where everybody looks for it first. */
export interface Move {
  readonly source: StoreParts;
  readonly target: StoreParts;
  readonly targetPlace: Place;
  readonly primary: StorageDriver;
  /** The source is where everybody looks first. */
  readonly fromPrimary: boolean;
  readonly toPrimary: boolean;
}

/**
 * Moves a release to another driver. The source is held until the end, so nobody writes meanwhile; one write says where
 * the release is from now on, after all of it has been read back from there; only then the old entries are deleted.
 *
 * @returns how many revisions were moved
 */
export async function moveRelease(release: Release, move: Move): Promise<number> {
  const { source, target } = move;
  const head = await takeHead({ ...source, release });
  try {
    const history = await pastOfStore(release, source);
    await copyHistory(release, history, target);
    if (move.fromPrimary) await pointTo(release, move, head.version);
    else if (!move.toPrimary) await repoint(release, move);
    await clear(release, source);
    if (!move.fromPrimary) await source.driver.delete({ release, name: HEAD });
    return history.length;
  } catch (error) {
    await head.release().catch(() => undefined);
    throw error;
  }
}

/** The head becomes a signpost, if this process still holds it. */
async function pointTo(release: Release, { primary, targetPlace }: Move, version: string): Promise<void> {
  const { data, metadata } = signpost(targetPlace);
  await primary.put({ release, name: HEAD }, data, metadata, { expect: { version } });
}

async function repoint(release: Release, { primary, targetPlace }: Move): Promise<void> {
  const present = await primary.get({ release, name: HEAD });
  const { data, metadata } = signpost(targetPlace);
  await primary.put({ release, name: HEAD }, data, metadata, { expect: present === undefined ? 'absent' : { version: present.version } });
}

/** All but the key, which the release needs wherever it lies. */
async function clear(release: Release, { driver }: StoreParts): Promise<void> {
  const entries = await entriesOf(release, driver);
  await deleteEntries(entries.filter(({ key }) => key.name !== KEY_ENTRY), driver);
}
