import { Buffer } from 'node:buffer';
import type { Lease, Release, ReleaseHead, RevisionSummary, StorageMetadata, StoredValue } from '@sherpack/plugin-api';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import { parseEditions } from './editions.ts';
import type { Committed } from './editions.ts';
import { errors } from './errors.ts';
import { isHeld } from './lease.ts';
import { listToMetadata, metadataParts } from './metadata.ts';
import { compressSmall, expandSmall } from './record/dictionary.ts';
import { isAlive } from './process-identity.ts';

const SCHEMA = 1;
const FORM = 2;
const BRACE = 0x7b;
const MAX_HEAD_BYTES = 1024 * 1024;

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

/** One byte for the form, then JSON compressed as what is small in records. */
export function encodeHead(head: HeadRecord): Uint8Array {
  return Buffer.concat([Uint8Array.of(FORM), compressSmall(Buffer.from(stringifyJson(head, { sortKeys: true })))]);
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
  const head = parseHead(jsonOf(value.data, what), what);
  if (head.schema > SCHEMA) throw errors.RECORD_NEWER(what, head.schema, SCHEMA);
  return head;
}

/** Form 1 is the JSON itself. */
function jsonOf(data: Uint8Array, what: string): Uint8Array {
  const form = data[0] ?? 0;
  if (form === BRACE) return data;
  if (form > FORM) throw errors.RECORD_NEWER(what, form, FORM);
  try {
    return expandSmall(data.subarray(1), MAX_HEAD_BYTES);
  } catch (error) {
    throw errors.RECORD_DAMAGED(what, 'its compressed part is broken', error);
  }
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
