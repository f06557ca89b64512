import type { Lease, Release, ReleaseHead, RevisionSummary, StorageMetadata, StoredValue } from '@sherpack/plugin-api';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import { parseEditions } from './editions.ts';
import type { Committed } from './editions.ts';
import { errors } from './errors.ts';
import { isHeld } from './lease.ts';
import { listToMetadata, metadataParts } from './metadata.ts';
import { isAlive } from './process-identity.ts';

const SCHEMA = 1;

/** The content of the entry `head`. Without a summary nothing has been stored of the release yet. */
export interface HeadRecord {
  readonly schema: typeof SCHEMA;
  readonly revision: number;
  readonly summary: RevisionSummary | undefined;
  readonly lease: Lease | undefined;
  /** The epoch of the last lease, so that the next one is greater even after this one ended. */
  readonly epoch: number;
  /** Which editions of the revisions were committed; missing: the first ones. */
  readonly editions?: string | undefined;
}

export const EMPTY_HEAD: HeadRecord = Object.freeze({ schema: SCHEMA, revision: 0, summary: undefined, lease: undefined, epoch: 0 });

export function encodeHead(head: HeadRecord): Uint8Array {
  return new TextEncoder().encode(stringifyJson(head, { sortKeys: true }));
}

/** Enough for lists: which revision is the newest, and what it is now. */
export function headMetadata(head: HeadRecord): StorageMetadata {
  const editions = listToMetadata('editions', (head.editions ?? '').split(',').filter(Boolean), ',');
  return { revision: String(head.revision), ...(head.summary === undefined ? {} : { status: head.summary.status }), ...editions };
}

/** Which entries count, from the metadata of the head. */
export function committedOf(metadata: StorageMetadata | undefined): Committed {
  if (metadata === undefined) return { revision: 0, editions: new Map() };
  return { revision: Number(metadata['revision'] ?? 0), editions: parseEditions(metadataParts('editions', metadata).join(',')) };
}

export function committedIn({ revision, editions = '' }: HeadRecord): Committed {
  return { revision, editions: parseEditions(editions) };
}

export function decodeHead(value: StoredValue): HeadRecord {
  const what = `the head of release ${value.key.release.namespace}/${value.key.release.name}`;
  const head = parseHead(value.data, what);
  if (head.schema > SCHEMA) throw errors.RECORD_NEWER(what, head.schema, SCHEMA);
  return head;
}

function parseHead(data: Uint8Array, what: string): HeadRecord {
  try {
    return parseJson(new TextDecoder().decode(data)) as HeadRecord;
  } catch (error) {
    throw errors.RECORD_DAMAGED(what, 'it is no JSON', error);
  }
}

/** Undefined while nothing was committed: a release whose first write never happened does not exist. */
export function toReleaseHead(release: Release, head: HeadRecord, version: string, now: number): ReleaseHead | undefined {
  if (head.summary === undefined) return undefined;
  const lease = isHeld(head.lease, now) ? { ...head.lease, isAlive: isAlive(head.lease.holder) } : undefined;
  return { release, revision: head.revision, summary: head.summary, lease, version };
}
