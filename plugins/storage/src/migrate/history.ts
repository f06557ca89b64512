import type { PackFile, Release, Revision } from '@sherpack/plugin-api';

/** A revision of another store, with the files of its pack. */
export interface PastRevision {
  readonly revision: Revision;
  readonly files: readonly PackFile[];
}

/** Releases as another tool, another version or another driver keeps them. */
export interface HistorySource {
  /** For people: `Helm`, `driver "file"`. */
  readonly name: string;
  releases(namespace: string | undefined): Promise<readonly Release[]>;
  /** The oldest first; empty when there is no such release. */
  history(release: Release): Promise<readonly PastRevision[]>;
  /**
   * The records have been read back from where they are now, and are the same: gives up the old ones.
   *
   * @returns what was done, in words
   */
  retire(release: Release): Promise<string>;
}
