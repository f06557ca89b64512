import type { Clock, Release, StorageDriver } from '@sherpack/plugin-api';
import type { ContentStore } from './content/content-store.ts';
import type { Encoding } from './record/encoding.ts';
import type { KeyRing } from './sealing/key-ring.ts';

/** What reading and writing releases needs. */
export interface StoreParts {
  readonly driver: StorageDriver;
  readonly clock: Clock;
  readonly encoding: Encoding;
  readonly content: ContentStore;
  readonly keys: KeyRing;
  /** Run when a release is gone altogether. */
  readonly unroute?: ((release: Release) => Promise<void>) | undefined;
}

export function nameOf(release: Release): string {
  return `"${release.name}" in namespace "${release.namespace}"`;
}

export function nameOfRevision(release: Release, revision: number): string {
  return `revision ${revision} of release ${nameOf(release)}`;
}
