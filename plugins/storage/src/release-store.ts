import type { Clock, ClusterAccess, Extensions, ReleaseStore, ReleaseStores, StorageDriver, StorageDriverFactory } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import type { StorageConfig } from './config.ts';
import { checkSize, holdRelease, sweepOrphans } from './held-release.ts';
import { readJournal } from './journal-entry.ts';
import { listSummaries, readHead, readRevision } from './release-reader.ts';

/** The releases behind one driver. */
export function createReleaseStore(driver: StorageDriver, clock: Clock): ReleaseStore {
  return {
    driver: driver.name,
    summaries: (query = {}) => listSummaries(driver, query),
    head: (release) => readHead(driver, release, clock.now()),
    read: (release, revision) => readRevision(driver, release, revision),
    journal: (release, revision) => readJournal(driver, release, revision),
    sweep: (release) => sweepOrphans({ driver, clock, release }),
    check: (revision) => checkSize(revision, driver),
    hold: (release) => holdRelease({ driver, clock, release }),
  };
}

export interface ReleaseStoresOptions {
  readonly drivers: Extensions<StorageDriverFactory>;
  readonly clock: Clock;
  readonly config: StorageConfig | undefined;
  /** Told of every driver opened, to close it in the end. */
  readonly opened: (driver: StorageDriver) => void;
}

/** The driver is what the caller says, else the configuration, else what suits the cluster. */
export function createReleaseStores({ drivers, clock, config, opened }: ReleaseStoresOptions): ReleaseStores {
  return {
    async open(access, { driver: wanted, write = false } = {}) {
      const name = wanted ?? config?.driver ?? await defaultDriver(access);
      const factory = await drivers.get(name);
      const section = config?.[name];
      const driver = await factory.open({ access, options: isObject(section) ? section : {}, readOnly: !write });
      opened(driver);
      return createReleaseStore(driver, clock);
    },
  };
}

async function defaultDriver(access: ClusterAccess): Promise<string> {
  return (await access.cluster('read')).defaultStorage;
}
