import type { Clock, Lease, Release, StorageDriver, StoredValue } from '@sherpack/plugin-api';
import { HEAD } from './entry-names.ts';
import { errors } from './errors.ts';
import { EMPTY_HEAD, decodeHead, encodeHead, headMetadata } from './head.ts';
import type { HeadRecord } from './head.ts';
import { LEASE_MS, RENEW_BEFORE_MS, SAFETY_MS, isHeld, secondsLeft } from './lease.ts';
import { mayHaveArrived } from './lost-answer.ts';
import { describeIdentity, newIdentity } from './process-identity.ts';
import { nameOf } from './store-parts.ts';

const ATTEMPTS = 10;

export interface HeadOptions {
  readonly driver: StorageDriver;
  readonly clock: Clock;
  readonly release: Release;
}

/** The head of a release while this process holds its lease. */
export interface HeldHead {
  readonly record: HeadRecord;
  /** The driver's version of the head. */
  readonly version: string;
  /** True when the release had no head before. */
  readonly fresh: boolean;
  /** The version that the head had before; undefined when nothing was committed. */
  readonly takenVersion: string | undefined;
  /**
   * Writes the head and prolongs the lease.
   *
   * @throws STORAGE_LEASE_LOST, STORAGE_RECORD_GONE
   */
  move(change: Partial<Pick<HeadRecord, 'revision' | 'summary' | 'editions'>>): Promise<void>;
  /** Prolongs the lease if it ends soon. */
  keep(): Promise<void>;
  /** Whether nobody else can have taken the lease yet. Asks nobody. */
  isSafe(): boolean;
  /**
   * Makes sure that the lease is still ours, asking before anything is written when it may have ended.
   *
   * @throws STORAGE_LEASE_LOST, STORAGE_RECORD_GONE
   */
  fence(): Promise<void>;
  /** Gives the lease back; of a release without revisions nothing stays. */
  release(): Promise<void>;
  /** Deletes the head; one that is gone already is no failure. */
  remove(): Promise<void>;
}

/** @throws STORAGE_RELEASE_BUSY */
export async function takeHead(options: HeadOptions): Promise<HeldHead> {
  const holder = newIdentity();
  for (let attempt = 1; ; attempt++) {
    const stored = await options.driver.get({ release: options.release, name: HEAD });
    const record = stored === undefined ? EMPTY_HEAD : decodeHead(stored);
    // The answer to our own write was lost: the release is held already.
    const isOurs = record.lease?.holder === holder;
    if (!isOurs) refuseIfHeld(record.lease, options);
    const epoch = isOurs ? record.epoch : record.epoch + 1;
    const taken = { ...record, epoch, lease: { holder, epoch, until: options.clock.now() + LEASE_MS } };
    try {
      const version = await putHead(options, taken, stored?.version);
      return heldHead(options, taken, version, stored);
    } catch (error) {
      if (!mayHaveArrived(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

function refuseIfHeld(lease: Lease | undefined, { clock, release }: HeadOptions): void {
  const now = clock.now();
  if (isHeld(lease, now)) throw errors.RELEASE_BUSY(nameOf(release), describeIdentity(lease.holder), secondsLeft(lease, now));
}

async function putHead({ driver, release }: HeadOptions, record: HeadRecord, version: string | undefined): Promise<string> {
  const expect = version === undefined ? 'absent' : { version };
  return driver.put({ release, name: HEAD }, encodeHead(record), headMetadata(record), { expect });
}

function heldHead(options: HeadOptions, taken: HeadRecord, takenVersion: string, before: StoredValue | undefined): HeldHead {
  const key = { release: options.release, name: HEAD };
  let record = taken;
  let version = takenVersion;

  let last: Promise<unknown> = Promise.resolve();

  /** A renewal comes at any time; each write rests on the version that the one before has made. */
  function inTurn(work: () => Promise<void>): Promise<void> {
    const turn = last.then(work, work);
    last = turn.catch(() => undefined);
    return turn;
  }

  async function write(change: () => Partial<HeadRecord>): Promise<void> {
    // A process that was stopped for long must not even try: the one that has the release now is to be left alone.
    if (!holds()) await refresh(undefined);
    for (let attempt = 1; ; attempt++) {
      const next = { ...record, ...change() };
      try {
        version = await putHead(options, next, version);
        record = next;
        return;
      } catch (error) {
        if (!mayHaveArrived(error) || attempt === ATTEMPTS) throw error;
        await refresh(error);
      }
    }
  }

  /** A write whose answer was lost has changed the version, and perhaps the record. Only another epoch means another holder. */
  async function refresh(cause: unknown): Promise<void> {
    const stored = await options.driver.get(key);
    if (stored === undefined) throw errors.RECORD_GONE(nameOf(options.release), cause);
    const present = decodeHead(stored);
    if (present.epoch !== record.epoch) throw errors.LEASE_LOST(nameOf(options.release), cause);
    record = present;
    version = stored.version;
  }

  function holds(margin = 0): boolean {
    return (taken.lease === undefined ? 0 : record.lease?.until ?? 0) - options.clock.now() > margin;
  }

  function prolonged(): Pick<HeadRecord, 'lease'> {
    return { lease: taken.lease === undefined ? undefined : { ...taken.lease, until: options.clock.now() + LEASE_MS } };
  }

  async function remove(): Promise<void> {
    if (!holds()) await refresh(undefined);
    for (let attempt = 1; ; attempt++) {
      try {
        await options.driver.delete(key, { version });
        return;
      } catch (error) {
        if (!mayHaveArrived(error) || attempt === ATTEMPTS) throw error;
        if (await options.driver.get(key) === undefined) return;
        await refresh(error);
      }
    }
  }

  return {
    get record() { return record; },
    get version() { return version; },
    fresh: before === undefined,
    takenVersion: taken.summary === undefined ? undefined : before?.version,
    move: (change) => inTurn(() => write(() => ({ ...change, ...prolonged() }))),
    async keep() {
      if ((record.lease?.until ?? 0) - options.clock.now() < RENEW_BEFORE_MS) await inTurn(() => write(prolonged));
    },
    isSafe: () => holds(SAFETY_MS),
    async fence() {
      if (!holds(SAFETY_MS)) await inTurn(() => write(prolonged));
    },
    release: () => inTurn(() => (record.summary === undefined ? remove() : write(() => ({ lease: undefined })))),
    remove: () => inTurn(remove),
  };
}
