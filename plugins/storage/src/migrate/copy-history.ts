import { Buffer } from 'node:buffer';
import type { PackFile, Release, Revision, StoredValue } from '@sherpack/plugin-api';
import { createContentStore } from '../content/content-store.ts';
import { HEAD } from '../entry-names.ts';
import { errors } from '../errors.ts';
import { EMPTY_HEAD, committedIn, decodeHead, encodeHead, headMetadata } from '../head.ts';
import type { HeadRecord } from '../head.ts';
import { canonicalJson } from '../record/canonical.ts';
import { isSameFile } from '../record/pack-files.ts';
import { filesOfRecord } from '../release-reader.ts';
import { isSignpost } from '../signpost.ts';
import { nameOf } from '../store-parts.ts';
import type { StoreParts } from '../store-parts.ts';
import { readRecord } from '../stored-record.ts';
import { summarize } from '../summary.ts';
import { putRevision } from '../write-revision.ts';
import type { RevisionWriter } from '../write-revision.ts';
import type { PastRevision } from './history.ts';

const NO_FILE: PackFile = Object.freeze({ path: '', content: new Uint8Array() });
/** Members that are not compared. The word of the status changes without the record being rewritten. */
const EXACT: Partial<Revision> = Object.freeze({ status: 'unknown' });
const LOOSE: Partial<Revision> = Object.freeze({ ...EXACT, description: '', inventory: [] });

/**
 * Writes a whole history to where nobody looks yet, reads it back, and shows it with one write of the head. Begun again
 * after it was interrupted it goes on: what is there is the same bytes under the same names. The caller sees to it that
 * nobody else writes the release meanwhile.
 *
 * @param tellsLess the other store does not keep all that a revision has, or marks what was taken over: then what it keeps
 * of the content must be the same, and the release may have gone on
 * @throws STORAGE_RELEASE_EXISTS when there is a release of that name with another history; STORAGE_COPY_DIFFERS
 */
export async function copyHistory(release: Release, history: readonly PastRevision[], parts: StoreParts, { tellsLess = false } = {}): Promise<void> {
  const newest = history.at(-1)?.revision;
  if (newest === undefined) return;
  const present = await parts.driver.get({ release, name: HEAD });
  const record = headOf(release, newest);
  if (present !== undefined && !isSignpost(present)) return expectSame(release, history, decodeHead(present), parts, tellsLess);
  const writer: RevisionWriter = { ...parts, release, head: { record: EMPTY_HEAD, move: noLease, keep: noLease, fence: noLease }, memory: { last: undefined, inSequence: true } };
  for (const { revision, files } of history) await putRevision(revision, { files }, 1, writer);
  await verify(release, history, record, parts);
  await putHead(release, record, present, parts);
}

/** Nobody looks there yet. */
async function noLease(): Promise<void> {}

function headOf(release: Release, newest: Revision): HeadRecord {
  return { ...EMPTY_HEAD, revision: newest.revision, summary: summarize({ ...newest, release }) };
}

async function putHead(release: Release, record: HeadRecord, present: StoredValue | undefined, { driver }: StoreParts): Promise<void> {
  const expect = present === undefined ? 'absent' : { version: present.version };
  await driver.put({ release, name: HEAD }, encodeHead(record), headMetadata(record), { expect });
}

async function expectSame(release: Release, history: readonly PastRevision[], head: HeadRecord, parts: StoreParts, tellsLess: boolean): Promise<void> {
  const newest = history.at(-1)?.revision.revision ?? 0;
  const reaches = tellsLess ? head.revision >= newest : head.revision === newest;
  const same = reaches && await verify(release, history, head, parts, tellsLess ? LOOSE : EXACT).then(() => true, () => false);
  if (!same) throw errors.RELEASE_EXISTS(nameOf(release), parts.driver.name);
}

/** By what the store holds, not by what this process remembers: the digests of record and chunks are checked on the way. */
async function verify(release: Release, history: readonly PastRevision[], head: HeadRecord, written: StoreParts, aside = EXACT): Promise<void> {
  const parts = { ...written, content: createContentStore(written) };
  for (const { revision, files } of history) {
    const stored = await readRecord(release, revision.revision, committedIn(head), parts);
    const read = stored === undefined ? [] : await filesOfRecord(stored, parts);
    const same = stored !== undefined && isSame(stored.revision, revision, aside) && (parts.encoding.chunking === false || areSameFiles(read, files));
    if (!same) throw errors.COPY_DIFFERS(nameOf(release), revision.revision);
  }
}

function areSameFiles(read: readonly PackFile[], files: readonly PackFile[]): boolean {
  const found = new Map(read.map((file) => [file.path, file]));
  return read.length === files.length && files.every((file) => isSameFile(found.get(file.path) ?? NO_FILE, file));
}

function isSame(a: Revision, b: Revision, aside: Partial<Revision>): boolean {
  return Buffer.compare(canonicalJson({ ...a, ...aside }), canonicalJson({ ...b, ...aside })) === 0;
}
