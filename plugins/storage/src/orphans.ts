import type { Release, StorageDriver, StorageEntry } from '@sherpack/plugin-api';
import { isStorageConflict } from '@sherpack/plugin-api';
import { isCommitted } from './editions.ts';
import type { Committed } from './editions.ts';
import { BLOB_PREFIX, HEAD, blobName, parseRevisionName } from './entry-names.ts';
import { metadataParts } from './metadata.ts';

/** Name of the list of chunks in the metadata of a record. */
export const CHUNKS = 'chunks';

/** Milliseconds that a chunk nobody refers to is left alone: a slow writer may be about to. */
export const GRACE_MS = 60 * 60_000;

/** Names of the chunks that a record needs, from its metadata. */
export function chunksIn({ metadata }: StorageEntry): readonly string[] {
  return metadataParts(CHUNKS, metadata).flatMap((part) => part.split('.'));
}

export interface Garbage {
  readonly entries: readonly StorageEntry[];
  /** Entries that nobody needs now, but that are too young to be sure. */
  readonly young: readonly StorageEntry[];
}

/**
 * What of a release nobody can reach: records that were never committed or are superseded by a later edition, and
 * chunks to which no committed record refers. True only while the caller holds the release.
 *
 * @param entries all of the release
 * @param now milliseconds since the epoch
 */
export function findGarbage(entries: readonly StorageEntry[], head: Committed, now: number, grace = GRACE_MS): Garbage {
  const records = entries.filter(({ key }) => parseRevisionName(key.name) !== undefined);
  const dead = records.filter(({ key }) => !isReachable(key.name, head));
  const needed = new Set(records.filter((record) => !dead.includes(record)).flatMap(chunksIn).map(blobName));
  const loose = entries.filter(({ key }) => key.name.startsWith(BLOB_PREFIX) && !needed.has(key.name));
  const isOld = ({ metadata }: StorageEntry) => now - Number(metadata['written'] ?? 0) >= grace;
  return { entries: [...dead, ...loose.filter(isOld)], young: loose.filter((entry) => !isOld(entry)) };
}

function isReachable(name: string, head: Committed): boolean {
  const entry = parseRevisionName(name);
  return entry !== undefined && isCommitted(entry, head);
}

/** Chunks that only these records needed. */
export function chunksOnlyOf(gone: readonly StorageEntry[], entries: readonly StorageEntry[]): readonly StorageEntry[] {
  const mine = new Set(gone.flatMap(chunksIn).map(blobName));
  const records = entries.filter((entry) => parseRevisionName(entry.key.name) !== undefined && !gone.includes(entry));
  const needed = new Set(records.flatMap(chunksIn).map(blobName));
  return entries.filter(({ key }) => mine.has(key.name) && !needed.has(key.name));
}

/** Everything of the release but its head. */
export async function entriesOf({ namespace, name }: Release, driver: StorageDriver): Promise<readonly StorageEntry[]> {
  const entries = await driver.list({ namespace, release: name });
  return entries.filter(({ key }) => key.name !== HEAD);
}

/**
 * Deletes entries that are still as they were listed: one that is being written anew at this moment stays.
 *
 * @param fence throws when the lease is lost under which they were found to be unneeded: its next holder may refer to them
 */
export async function deleteEntries(entries: readonly StorageEntry[], driver: StorageDriver, fence?: () => Promise<void>): Promise<number> {
  let count = 0;
  for (const { key, version } of entries) {
    await fence?.();
    if (await unlessChanged(() => driver.delete(key, { version }))) count += 1;
  }
  return count;
}

export async function unlessChanged<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isStorageConflict(error)) return undefined;
    throw error;
  }
}
