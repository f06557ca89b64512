export const HEAD = 'head';
export const REVISION_PREFIX = 'revision/';
export const BLOB_PREFIX = 'blob/';

/**
 * The entry of a revision. Each time it is written it gets a new edition, and the head says which one counts; so what
 * was committed is never written over.
 */
export function revisionName(revision: number, edition = 1): string {
  return edition === 1 ? `${REVISION_PREFIX}${revision}` : `${REVISION_PREFIX}${revision}/${edition}`;
}

export interface RevisionEntry {
  readonly revision: number;
  readonly edition: number;
}

/** @returns undefined for names of other entries */
export function parseRevisionName(name: string): RevisionEntry | undefined {
  const [, revision, edition = '1'] = /^revision\/([1-9]\d{0,14})(?:\/([1-9]\d{0,14}))?$/.exec(name) ?? [];
  return revision === undefined ? undefined : { revision: Number(revision), edition: Number(edition) };
}

export function blobName(digest: string): string {
  return `${BLOB_PREFIX}${digest}`;
}
