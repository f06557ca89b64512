import type {
  Clock, ClusterAccess, Compression, Extensions, JsonObject, Log, ReleaseStores, StorageDriver, StorageDriverFactory,
} from '@sherpack/plugin-api';
import { driverOptions } from './config.ts';
import type { StorageConfig, StorageSettings } from './config.ts';
import { createContentStore } from './content/content-store.ts';
import { holdResiliently } from './fallback/resilient-hold.ts';
import { createReleaseStore } from './release-store.ts';
import { routingDriver } from './routing-driver.ts';
import type { RoutingDriver } from './routing-driver.ts';
import type { Place } from './signpost.ts';
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
  readonly log: Log;
  /** Told of every driver opened, to close it in the end. */
  readonly opened: (driver: StorageDriver) => void;
}

export interface OpenOptions {
  readonly driver?: string | undefined;
  readonly write?: boolean | undefined;
  /** The block `storage` of Pack.yaml. */
  readonly pack?: JsonObject | undefined;
  /** Where new releases go, whatever else is said. */
  readonly prefer?: Place | undefined;
}

/** The driver is what the caller says, else the configuration, else what suits the cluster; new releases may ask for another one in their pack. */
export function createReleaseStores(services: StorageServices): ReleaseStores {
  return {
    async open(access, { driver, write, pack } = {}) {
      const block = pack?.manifest['storage'] as JsonObject | undefined;
      const parts = await openParts(services, access, { driver, write, pack: block });
      const places = (services.config?.fallback ?? []).map((name) => ({ driver: name, options: {} }));
      const open = (place: Place) => openPlace(services, access, place, true);
      return { ...createReleaseStore(parts), hold: (release) => holdResiliently({ release, parts, places, open, leave: (place, version) => parts.leave(release, place, version), log: services.log }) };
    },
  };
}

type RoutedParts = StoreParts & Pick<RoutingDriver, 'driverOf' | 'leave'>;

/** Everything that is needed to read and write releases, wherever signposts lead. */
export async function openParts(services: StorageServices, access: ClusterAccess, { driver: wanted, write = false, pack, prefer }: OpenOptions): Promise<RoutedParts> {
  const { config } = services;
  const settings = settingsOf(config, pack);
  const named = wanted ?? config?.driver ?? await defaultDriver(access);
  const primary = await openDriver(services, access, { driver: named, options: {} }, write);
  // What the pack asks for counts for new releases only; those that are there are found where they are.
  const elsewhere = wanted === undefined && settings.driver !== undefined && settings.driver !== named;
  const preferred = prefer ?? (elsewhere ? { driver: settings.driver ?? named, options: {} } : undefined);
  const driver = routingDriver({ primary, preferred, open: (place) => openDriver(services, access, place, write) });
  return { ...await partsFor(driver, services, access, { settings, write }), unroute: driver.unroute, driverOf: driver.driverOf, leave: driver.leave };
}

/** The parts of a store in exactly this place. */
export async function openPlace(services: StorageServices, access: ClusterAccess, place: Place, write: boolean): Promise<StoreParts> {
  return partsFor(await openDriver(services, access, place, write), services, access, { settings: settingsOf(services.config, undefined), write });
}

interface PartsOptions {
  readonly settings: StorageSettings;
  readonly write: boolean;
}

async function partsFor(driver: StorageDriver, services: StorageServices, access: ClusterAccess, { settings, write }: PartsOptions): Promise<StoreParts> {
  const { clock, compressions } = services;
  const encoding = encodingOf(settings, compressions, driver);
  await checkLevel(encoding);
  return { driver, clock, encoding, content: createContentStore({ driver, clock, encoding }), keys: keyRingOf(services, access, write) };
}

export async function openDriver(services: StorageServices, access: ClusterAccess, place: Place, write: boolean): Promise<StorageDriver> {
  const factory = await services.drivers.get(place.driver);
  const options = { ...driverOptions(services.config, place.driver), ...place.options };
  const driver = await factory.open({ access, options, readOnly: !write });
  services.opened(driver);
  return driver;
}

export async function defaultDriver(access: ClusterAccess): Promise<string> {
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
    forWriting: async (release, options) => (await keys()).forWriting(release, options),
    forReading: async (release, id) => (await keys()).forReading(release, id),
    forgetter: async (release) => (await keys()).forgetter(release),
  };
}

async function keyStoreOf(services: StorageServices, access: ClusterAccess, write: boolean): Promise<KeyStore> {
  const place = services.config?.key ?? ((await defaultDriver(access)) === 'secrets' ? 'cluster' : 'file');
  if (place === 'file') return keyFile(defaultKeyFile());
  const driver = openDriver(services, access, { driver: 'secrets', options: {} }, write);
  return keyEntries(() => driver);
}
