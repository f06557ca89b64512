import { rm } from 'node:fs/promises';
import type { Revision } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { holdRelease } from '../held-release.ts';
import { nameOf } from '../store-parts.ts';
import type { StoreParts } from '../store-parts.ts';
import { readLocalRecord } from './local-record.ts';

/**
 * Stores a record from a file of this machine, then deletes the file.
 *
 * @throws STORAGE_IMPORT_LATE when the release is not where the record expects it
 */
export async function importLocalRecord(path: string, parts: StoreParts): Promise<Revision> {
  const { revision, files } = await readLocalRecord(path);
  const held = await holdRelease({ ...parts, release: revision.release });
  try {
    const found = held.head?.revision ?? 0;
    if (revision.revision !== found && revision.revision !== found + 1) throw errors.IMPORT_LATE(nameOf(revision.release), revision.revision, found);
    await held.write(revision, { files });
  } finally {
    await held.end();
  }
  await rm(path, { force: true });
  return revision;
}
