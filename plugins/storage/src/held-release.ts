import { Buffer } from 'node:buffer';
import type { HeldRelease, Revision, StorageDriver, StorageEntry } from '@sherpack/plugin-api';
import { isStorageConflict } from '@sherpack/plugin-api';
import { HEAD, REVISION_PREFIX, revisionName } from './entry-names.ts';
import { errors } from './errors.ts';
import { toReleaseHead } from './head.ts';
import { mayHaveArrived, takeHead } from './held-head.ts';
import type { HeadOptions, HeldHead } from './held-head.ts';
import { createJournalWriter } from './journal-entry.ts';
import { encodeRevision } from './release-codec.ts';
import { nameOf } from './release-reader.ts';
import { summarize, summaryToMetadata } from './summary.ts';

/** Bytes by which a record may grow between its first write and its last: a UID for each object, and the outcome. */
const GROWTH_PER_OBJECT = 48;
const GROWTH = 2048;

/**
 * Takes the lease of a release and returns the only way to write it. Calls are carried out one after another, for each
 * of them rests on the version of the head that the one before has made.
 */
export async function holdRelease(options: HeadOptions): Promise<HeldRelease> {
  const head = await takeHead(options);
  if (head.fresh) await sweep(options);
  const writeJournal = createJournalWriter(options, nameOf(options.release));
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
    write: (revision) => inTurn(() => writeRevision(revision, head, options)),
    forget: (revision) => inTurn(() => forgetRevision(revision, head, options)),
    writeJournal: (revision, record) => inTurn(async () => { await head.fence(); await writeJournal(revision, record); }),
    fence: () => (head.isSafe() ? Promise.resolve() : inTurn(() => head.fence())),
    renew: () => inTurn(() => head.move({})),
    purge: () => inTurn(() => finish(async () => { await head.remove(); await sweep(options); })),
    end: () => inTurn(() => finish(() => giveBack(head))),
  };
}

async function writeRevision(revision: Revision, head: HeldHead, options: HeadOptions): Promise<void> {
  const data = await encodeRevision(revision);
  refuseIfTooLarge(revision, data.length, options.driver);
  const older = revision.revision < head.record.revision;
  if (older) await head.move({});
  else await head.keep();
  await putRecord(revision, data, options.driver);
  if (older) return;
  const summary = summarize(revision);
  await head.move({ revision: revision.revision, summary });
  // Readers know that only the newest deployed revision is: a failure here must not make a failure of the deployment.
  if (revision.status === 'deployed' || revision.status === 'uninstalled') await supersedeOthers(revision, options.driver).catch(() => undefined);
}

/** @throws STORAGE_RECORD_TOO_LARGE */
export async function checkSize(revision: Revision, driver: StorageDriver): Promise<void> {
  refuseIfTooLarge(revision, (await encodeRevision(revision)).length, driver);
}

function refuseIfTooLarge(revision: Revision, size: number, driver: StorageDriver): void {
  const limit = driver.maxValueBytes;
  if (limit === undefined) return;
  const unseen = revision.inventory.filter((entry) => entry.uid === undefined).length;
  const growth = revision.status.startsWith('pending-') ? GROWTH + unseen * GROWTH_PER_OBJECT : 0;
  if (size + growth > limit) throw errors.RECORD_TOO_LARGE(nameOf(revision.release), revision.revision, size + growth, limit, driver.name);
}

/** What stands under that number already is an older state of it, or what a dead process left behind. */
async function putRecord(revision: Revision, data: Uint8Array, driver: StorageDriver): Promise<void> {
  const key = { release: revision.release, name: revisionName(revision.revision) };
  const metadata = summaryToMetadata(summarize(revision));
  const [present] = await driver.list({ namespace: key.release.namespace, release: key.release.name, prefix: key.name })
    .then((entries) => entries.filter((entry) => entry.key.name === key.name));
  try {
    await driver.put(key, data, metadata, { expect: present === undefined ? 'absent' : { version: present.version } });
  } catch (error) {
    if (!mayHaveArrived(error)) throw error;
    // A request that was sent twice, its first answer being lost, meets its own result.
    const stored = await driver.get(key);
    if (stored === undefined || Buffer.compare(stored.data, data) !== 0) throw error;
  }
}

async function supersedeOthers(revision: Revision, driver: StorageDriver): Promise<void> {
  for (const entry of await recordsOf(revision.release, driver)) {
    const other = entry.key.name !== revisionName(revision.revision);
    if (other && entry.metadata['status'] === 'deployed') await unlessChanged(() => supersede(entry, driver));
  }
}

async function supersede(entry: StorageEntry, driver: StorageDriver): Promise<void> {
  const stored = await driver.get(entry.key);
  if (stored === undefined) return;
  await driver.put(entry.key, stored.data, { ...stored.metadata, status: 'superseded' }, { expect: { version: stored.version } });
}

async function forgetRevision(revision: number, head: HeldHead, { driver, release }: HeadOptions): Promise<void> {
  if (revision === head.record.revision) return;
  await head.keep();
  await driver.delete({ release, name: revisionName(revision) });
}

/** Deletes records without a head: nobody can see them. One that is being written anew at this moment stays. */
async function sweep({ driver, release }: HeadOptions): Promise<void> {
  await deleteAll(await remainsOf(release, driver), driver);
}

/** What a purge leaves that died half-way; records of a release that has a head are not touched. */
export async function sweepOrphans(options: HeadOptions): Promise<number> {
  const records = await remainsOf(options.release, options.driver);
  // A head that appears after the list was made is of a writer whose records have other versions.
  const head = await options.driver.get({ release: options.release, name: HEAD });
  if (head !== undefined) return 0;
  await deleteAll(records, options.driver);
  return records.length;
}

async function deleteAll(records: readonly StorageEntry[], driver: StorageDriver): Promise<void> {
  for (const entry of records) await unlessChanged(() => driver.delete(entry.key, { version: entry.version }));
}

/** Records and journals. */
async function remainsOf(release: Revision['release'], driver: StorageDriver): Promise<readonly StorageEntry[]> {
  const entries = await driver.list({ namespace: release.namespace, release: release.name });
  return entries.filter(({ key }) => key.name !== HEAD);
}

function recordsOf(release: Revision['release'], driver: StorageDriver): Promise<readonly StorageEntry[]> {
  return driver.list({ namespace: release.namespace, release: release.name, prefix: REVISION_PREFIX });
}

async function unlessChanged(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isStorageConflict(error)) throw error;
  }
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
