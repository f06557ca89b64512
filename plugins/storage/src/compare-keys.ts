import type { StorageEntry } from '@sherpack/plugin-api';

/** The order of lists: namespace, release, name, each by code units. */
export function compareEntries(a: StorageEntry, b: StorageEntry): number {
  return compare(a.key.release.namespace, b.key.release.namespace)
    || compare(a.key.release.name, b.key.release.name)
    || compare(a.key.name, b.key.name);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
