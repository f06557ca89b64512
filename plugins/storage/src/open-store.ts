import type {
  Clock, ClusterAccess, Compression, Extensions, JsonObject, ReleaseStores, StorageDriver, StorageDriverFactory,
} from '@sherpack/plugin-api';
import { driverOptions } from './config.ts';
import type { StorageConfig } from './config.ts';
import { createContentStore } from './content/content-store.ts';
import { createReleaseStore } from './release-store.ts';
import { keyEntries } from './sealing/key-entry.ts';
import { defaultKeyFile, keyFile } from './sealing/key-file.ts';
import { createKeyRing } from './sealing/key-ring.ts';
import type { KeyRing, KeyStore } from './sealing/key-ring.ts';
import { checkLevel, encodingOf, settingsOf } from './settings.ts';
import type { StoreParts } from './store-parts.ts';

export interface StorageServices {
  readonly drivers: Extensions<StorageDriverFactory>;
  readonly compressions: Extensions<Compression>;
  readonly clock: Clock;
  readonly config: StorageConfig | undefined;
  /** Told of every driver opened, to close it in the end. */
  readonly opened: (driver: StorageDriver) => void;
}

export interface OpenOptions {
  readonly driver?: string | undefined;
  readonly write?: boolean | undefined;
  /** The block `storage` of Pack.yaml. */
  readonly pack?: JsonObject | undefined;
}

/** The driver is what the caller says, else the configuration, else the pack, else what suits the cluster. */
export function createReleaseStores(services: StorageServices): ReleaseStores {
  return {
    async open(access, { driver, write, pack } = {}) {
      const block = pack?.manifest['storage'] as JsonObject | undefined;
      return createReleaseStore(await openParts(services, access, { driver, write, pack: block }));
    },
  };
}

/** Everything that is needed to read and write releases in one driver. */
export async function openParts(services: StorageServices, access: ClusterAccess, { driver: wanted, write = false, pack }: OpenOptions): Promise<StoreParts> {
  const settings = settingsOf(services.config, pack);
  const driver = await openDriver(services, access, wanted ?? settings.driver ?? await defaultDriver(access), write);
  const encoding = encodingOf(settings, services.compressions, driver);
  await checkLevel(encoding);
  const { clock } = services;
  return { driver, clock, encoding, content: createContentStore({ driver, clock, encoding }), keys: keyRingOf(services, access, write) };
}

export async function openDriver(services: StorageServices, access: ClusterAccess, name: string, write: boolean): Promise<StorageDriver> {
  const factory = await services.drivers.get(name);
  const driver = await factory.open({ access, options: driverOptions(services.config, name), readOnly: !write });
  services.opened(driver);
  return driver;
}

async function defaultDriver(access: ClusterAccess): Promise<string> {
  return (await access.cluster('read')).defaultStorage;
}

/** Opens nothing before there is something to seal or to open. */
function keyRingOf(services: StorageServices, access: ClusterAccess, write: boolean): KeyRing {
  let store: Promise<KeyStore> | undefined;
  let ring: KeyRing | undefined;

  async function keys(): Promise<KeyRing> {
    store ??= keyStoreOf(services, access, write);
    ring ??= createKeyRing(await store);
    return ring;
  }

  return {
    forWriting: async (release) => (await keys()).forWriting(release),
    forReading: async (release, id) => (await keys()).forReading(release, id),
    forget: async (release) => (await keys()).forget(release),
  };
}

async function keyStoreOf(services: StorageServices, access: ClusterAccess, write: boolean): Promise<KeyStore> {
  const place = services.config?.key ?? ((await defaultDriver(access)) === 'secrets' ? 'cluster' : 'file');
  if (place === 'file') return keyFile(defaultKeyFile());
  const driver = openDriver(services, access, 'secrets', write);
  return keyEntries(() => driver);
}
