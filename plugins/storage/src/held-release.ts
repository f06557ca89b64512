import type { HeldRelease, Revision, RevisionContent, StorageEntry } from '@sherpack/plugin-api';
import { isStorageConflict } from '@sherpack/plugin-api';
import { HEAD, parseRevisionName, revisionName } from './entry-names.ts';
import { toReleaseHead } from './head.ts';
import { takeHead } from './held-head.ts';
import type { HeadOptions, HeldHead } from './held-head.ts';
import { createJournalWriter } from './journal-entry.ts';
import { chunksOnlyOf, deleteEntries, entriesOf, unlessChanged } from './orphans.ts';
import { canonicalJson } from './record/canonical.ts';
import { composeRecord } from './record/compose.ts';
import { refuseIfTooLarge } from './record-size.ts';
import { nameOf } from './store-parts.ts';
import type { StoreParts } from './store-parts.ts';
import { SEALED, writeRevision } from './write-revision.ts';
import type { RevisionWriter, Written } from './write-revision.ts';

export type HoldOptions = StoreParts & HeadOptions;

export interface HeldStore extends HeldRelease {
  /** The driver's version of the head, also before anything was committed; undefined when there is no head. */
  headVersion(): string | undefined;
}

/**
 * Takes the lease of a release and returns the only way to write it. Calls are carried out one after another, for each
 * of them rests on the version of the head that the one before has made.
 */
export async function holdRelease(options: HoldOptions): Promise<HeldStore> {
  const head = await takeHead(options);
  if (head.fresh) await sweepBelow(head, options);
  const writeJournal = createJournalWriter(options, nameOf(options.release));
  const writer: RevisionWriter = { ...options, head, memory: { last: undefined } };
  let last: Promise<unknown> = Promise.resolve();
  let ended = false;

  function inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function finish(work: () => Promise<void>): Promise<void> {
    if (ended) return;
    ended = true;
    await work();
  }

  return {
    get head() { return toReleaseHead(options.release, head.record, head.version, options.clock.now()); },
    takenVersion: head.takenVersion,
    headVersion: () => head.version,
    write: (revision, content = {}) => inTurn(() => write(revision, content, writer)),
    forget: (revision) => inTurn(() => forgetRevision(revision, writer)),
    writeJournal: (revision, record) => inTurn(async () => { await head.fence(); await writeJournal(revision, record); }),
    fence: () => (head.isSafe() ? Promise.resolve() : inTurn(() => head.fence())),
    // Not in turn: a large record takes longer to be written than a lease holds.
    renew: async () => { if (!ended) await head.move({}); },
    purge: () => inTurn(() => finish(() => purge(head, options))),
    end: () => inTurn(() => finish(() => giveBack(head))),
  };
}

async function write(revision: Revision, content: RevisionContent, writer: RevisionWriter): Promise<void> {
  const written = await writeRevision(revision, content, writer);
  // All that follows is tidying up: readers know without it, and a failure must not make a failure of the deployment.
  await tidy(revision, written, writer).catch(() => undefined);
}

async function tidy(revision: Revision, { record, before }: Written, { driver, release, head }: RevisionWriter): Promise<void> {
  const isGood = revision.status === 'deployed' || revision.status === 'uninstalled';
  const isNewest = revision.revision === head.record.revision;
  if (before === undefined && !(isGood && isNewest)) return;
  const entries = await entriesOf(release, driver);
  const replaced = entries.filter(({ key }) => before !== undefined && key.name === revisionName(revision.revision, before));
  const needed = new Set(record.references);
  const loose = chunksOnlyOf(replaced, entries).filter(({ key }) => !needed.has(key.name.slice(key.name.indexOf('/') + 1)));
  await deleteEntries([...replaced, ...loose], driver, head.fence);
  if (isGood && isNewest) await supersedeOthers(revision, entries.filter((entry) => !replaced.includes(entry)), driver);
}

/** Whether the record can be stored at all; chunked it always can. @throws STORAGE_RECORD_TOO_LARGE */
export async function checkSize(revision: Revision, parts: StoreParts): Promise<void> {
  if (parts.encoding.chunking !== false || parts.driver.maxValueBytes === undefined) return;
  const { data } = await composeRecord({ json: canonicalJson(revision), bases: [] }, parts.encoding);
  refuseIfTooLarge(revision, data.length, parts);
}

async function supersedeOthers({ revision }: Revision, entries: readonly StorageEntry[], driver: StoreParts['driver']): Promise<void> {
  const others = entries.filter(({ key }) => (parseRevisionName(key.name)?.revision ?? revision) !== revision);
  for (const entry of others) {
    if (entry.metadata['status'] === 'deployed') await unlessChanged(() => supersede(entry, driver));
  }
}

async function supersede(entry: StorageEntry, driver: StoreParts['driver']): Promise<void> {
  const stored = await driver.get(entry.key);
  if (stored === undefined) return;
  await driver.put(entry.key, stored.data, { ...stored.metadata, status: 'superseded' }, { expect: { version: stored.version } });
}

/** The record first: whoever dies between leaves chunks that nobody needs, never a record without its chunks. */
async function forgetRevision(revision: number, { driver, release, head }: RevisionWriter): Promise<void> {
  if (revision === head.record.revision) return;
  await head.keep();
  const entries = await entriesOf(release, driver);
  const gone = entries.filter(({ key }) => parseRevisionName(key.name)?.revision === revision);
  await deleteEntries([...gone, ...chunksOnlyOf(gone, entries)], driver, head.fence);
}

/** What an interrupted purge has left must not become part of a new release. Where that cannot be seen to, there is none. */
async function sweepBelow(head: HeldHead, options: HoldOptions): Promise<void> {
  try {
    await sweep(await below(options), options);
  } catch (error) {
    await head.release().catch(() => undefined);
    throw error;
  }
}

/** What is there is looked at before the head goes: afterwards another process may begin a new release, with a new key. */
async function purge(head: HeldHead, options: HoldOptions): Promise<void> {
  const found = await below(options);
  await head.remove();
  await sweep(found, options);
  await options.unroute?.(options.release);
}

interface Below {
  readonly entries: readonly StorageEntry[];
  /** Undefined when nothing was sealed. */
  readonly forgetKey: (() => Promise<void>) | undefined;
}

async function below({ driver, release, keys }: HoldOptions): Promise<Below> {
  const entries = await entriesOf(release, driver);
  const isSealed = entries.some(({ metadata }) => metadata[SEALED] !== undefined);
  return { entries, forgetKey: isSealed ? await keys.forgetter(release) : undefined };
}

/** Deletes what lies below a head that is not there: nobody can see it. What was written anew meanwhile stays. */
async function sweep({ entries, forgetKey }: Below, { driver }: HoldOptions): Promise<void> {
  await deleteEntries(entries, driver);
  await forgetKey?.();
}

/** What a purge leaves that died half-way; records of a release that has a head are not touched. */
export async function sweepOrphans(options: HoldOptions): Promise<number> {
  const entries = await entriesOf(options.release, options.driver);
  // A head that appears after the list was made is of a writer whose entries have other versions.
  if (await options.driver.get({ release: options.release, name: HEAD }) !== undefined) return 0;
  const count = await deleteEntries(entries, options.driver);
  await options.unroute?.(options.release);
  return count;
}

/** Whoever has taken the release over meanwhile may keep it. */
async function giveBack(head: HeldHead): Promise<void> {
  try {
    await head.release();
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    if (!isStorageConflict(error) && code !== 'STORAGE_LEASE_LOST' && code !== 'STORAGE_RECORD_GONE') throw error;
  }
}
