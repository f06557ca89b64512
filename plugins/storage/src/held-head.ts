import type { Clock, Lease, Release, StorageDriver } from '@sherpack/plugin-api';
import { isStorageConflict } from '@sherpack/plugin-api';
import { HEAD } from './entry-names.ts';
import { errors } from './errors.ts';
import { EMPTY_HEAD, decodeHead, encodeHead, headMetadata } from './head.ts';
import type { HeadRecord } from './head.ts';
import { LEASE_MS, RENEW_BEFORE_MS, isHeld, secondsLeft } from './lease.ts';
import { describeIdentity, newIdentity } from './process-identity.ts';
import { nameOf } from './release-reader.ts';

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
  /**
   * Writes the head and prolongs the lease.
   *
   * @throws STORAGE_LEASE_LOST
   */
  move(change: Partial<Pick<HeadRecord, 'revision' | 'summary'>>): Promise<void>;
  /** Prolongs the lease if it ends soon. */
  keep(): Promise<void>;
  /** Gives the lease back; of a release without revisions nothing stays. */
  release(): Promise<void>;
  /** Deletes the head. */
  remove(): Promise<void>;
}

/** @throws STORAGE_RELEASE_BUSY */
export async function takeHead(options: HeadOptions): Promise<HeldHead> {
  for (let attempt = 1; ; attempt++) {
    const stored = await options.driver.get({ release: options.release, name: HEAD });
    const record = stored === undefined ? EMPTY_HEAD : decodeHead(stored);
    refuseIfHeld(record.lease, options);
    const taken = { ...record, epoch: record.epoch + 1, lease: newLease(record.epoch + 1, options.clock) };
    try {
      const version = await putHead(options, taken, stored?.version);
      return heldHead(options, taken, version, stored === undefined);
    } catch (error) {
      if (!isStorageConflict(error) || attempt === ATTEMPTS) throw error;
    }
  }
}

function refuseIfHeld(lease: Lease | undefined, { clock, release }: HeadOptions): void {
  const now = clock.now();
  if (isHeld(lease, now)) throw errors.RELEASE_BUSY(nameOf(release), describeIdentity(lease.holder), secondsLeft(lease, now));
}

function newLease(epoch: number, clock: Clock): Lease {
  return { holder: newIdentity(), epoch, until: clock.now() + LEASE_MS };
}

async function putHead({ driver, release }: HeadOptions, record: HeadRecord, version: string | undefined): Promise<string> {
  const expect = version === undefined ? 'absent' : { version };
  return driver.put({ release, name: HEAD }, encodeHead(record), headMetadata(record), { expect });
}

function heldHead(options: HeadOptions, taken: HeadRecord, takenVersion: string, fresh: boolean): HeldHead {
  let record = taken;
  let version = takenVersion;

  async function write(next: HeadRecord): Promise<void> {
    version = await putHead(options, next, version).catch((error: unknown) => {
      throw isStorageConflict(error) ? errors.LEASE_LOST(nameOf(options.release), error) : error;
    });
    record = next;
  }

  function prolonged(): Lease | undefined {
    return record.lease === undefined ? undefined : { ...record.lease, until: options.clock.now() + LEASE_MS };
  }

  return {
    get record() { return record; },
    get version() { return version; },
    fresh,
    move: (change) => write({ ...record, ...change, lease: prolonged() }),
    async keep() {
      if ((record.lease?.until ?? 0) - options.clock.now() < RENEW_BEFORE_MS) await write({ ...record, lease: prolonged() });
    },
    async release() {
      if (record.summary !== undefined) await write({ ...record, lease: undefined });
      else await this.remove();
    },
    async remove() {
      await options.driver.delete({ release: options.release, name: HEAD }, { version });
    },
  };
}
