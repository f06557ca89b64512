import { Buffer } from 'node:buffer';
import type { JsonObject, Release, StorageDriver, StorageEntry, StorageQuery, StoredValue } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { compareEntries } from './compare-keys.ts';
import { HEAD } from './entry-names.ts';
import { errors } from './errors.ts';
import { mayHaveArrived } from './lost-answer.ts';

/** Where the records of a release lie when they do not lie where one looks for them first. */
export interface Place {
  readonly driver: string;
  /** Options on top of those of the configuration; never a password. */
  readonly options: JsonObject;
}

export interface RoutingOptions {
  readonly primary: StorageDriver;
  open(place: Place): Promise<StorageDriver>;
  /** Where releases go that are new. */
  readonly preferred: Place | undefined;
}

const MOVED = 'moved';

interface Route {
  readonly driver: StorageDriver;
  /** Nothing is known of the release yet. */
  readonly isNew: boolean;
  /** Undefined when the release lies where one looks first. */
  readonly signpost: StoredValue | undefined;
}

export interface RoutingDriver extends StorageDriver {
  /** Takes the signpost of a release away that is gone, unless somebody has begun to use it again. */
  unroute(release: Release): Promise<void>;
}

/** A signpost is a head that says where the real one is; to put it there is the one write that moves a release. */
export function signpost(place: Place): { readonly data: Uint8Array; readonly metadata: Readonly<Record<string, string>> } {
  return { data: Buffer.from(JSON.stringify(place)), metadata: { [MOVED]: place.driver } };
}

function signpostTo(place: Place | undefined): ReturnType<typeof signpost> | undefined {
  return place === undefined ? undefined : signpost(place);
}

/** Then somebody else has just put it there, or taken it away. */
function unlessThere(error: unknown): void {
  if (!mayHaveArrived(error)) throw error;
}

export function isSignpost(entry: StorageEntry): boolean {
  return entry.key.name === HEAD && entry.metadata[MOVED] !== undefined;
}

/**
 * One driver over several: a release whose head is a signpost is read and written where that points. So releases are
 * found without their pack and without a change of the configuration.
 */
export function routingDriver({ primary, open, preferred }: RoutingOptions): RoutingDriver {
  const routes = new Map<string, Promise<Route>>();

  function findRoute(release: Release): Promise<Route> {
    const id = idOf(release);
    const known = routes.get(id) ?? primary.get({ release, name: HEAD }).then((head) => followed(head));
    routes.set(id, known);
    known.catch(() => routes.delete(id));
    return known;
  }

  async function followed(head: StoredValue | undefined): Promise<Route> {
    const away = head !== undefined && isSignpost(head);
    return { driver: away ? await open(placeOf(head)) : primary, isNew: head === undefined, signpost: away ? head : undefined };
  }

  async function routeOf(release: Release): Promise<StorageDriver> {
    return (await findRoute(release)).driver;
  }

  async function get(key: { readonly release: Release; readonly name: string }): Promise<StoredValue | undefined> {
    if (key.name !== HEAD) return (await routeOf(key.release)).get(key);
    const head = await primary.get(key);
    const route = followed(head);
    routes.set(idOf(key.release), route);
    const { driver } = await route;
    return driver === primary ? head : driver.get(key);
  }

  /** Lists once for all releases, and once more for each that lies elsewhere. */
  async function listAll(query: StorageQuery): Promise<readonly StorageEntry[]> {
    const own = await primary.list({ namespace: query.namespace });
    const signposts = own.filter(isSignpost);
    const moved = await Promise.all(signposts.map(async ({ key }) => (await routeOf(key.release)).list({ namespace: key.release.namespace, release: key.release.name })));
    const away = new Set(signposts.map(({ key }) => idOf(key.release)));
    const here = own.filter(({ key }) => !away.has(idOf(key.release)));
    const all = [...here, ...moved.flat()].filter(({ key }) => query.release === undefined || key.release.name === query.release);
    return all.filter(({ key }) => key.name.startsWith(query.prefix ?? '')).toSorted(compareEntries);
  }

  /**
   * The first write of a release. A signpost that leads to nothing is written anew before it is used: whoever purges the
   * release at this moment must not take it away.
   */
  async function settle(release: Release): Promise<StorageDriver> {
    const { isNew, signpost: found } = await findRoute(release);
    const post = found === undefined ? signpostTo(preferred) : { data: found.data, metadata: found.metadata };
    if (post === undefined || (found === undefined && !isNew)) return routeOf(release);
    await primary.put({ release, name: HEAD }, post.data, post.metadata, { expect: found === undefined ? 'absent' : { version: found.version } }).catch(unlessThere);
    routes.delete(idOf(release));
    return routeOf(release);
  }

  async function unroute(release: Release): Promise<void> {
    const { signpost: found } = await findRoute(release);
    routes.delete(idOf(release));
    if (found !== undefined) await primary.delete({ release, name: HEAD }, { version: found.version }).catch(unlessThere);
  }

  return {
    name: primary.name,
    maxValueBytes: primary.maxValueBytes,
    serverLimit: primary.serverLimit,
    get,
    async list(query) {
      const { release: name, namespace } = query;
      if (name === undefined || namespace === undefined) return listAll(query);
      return (await routeOf({ name, namespace })).list(query);
    },
    async put(key, data, metadata, condition) {
      const isFirst = condition.expect === 'absent' && (key.name === HEAD || (await findRoute(key.release)).isNew);
      const driver = isFirst ? await settle(key.release) : await routeOf(key.release);
      return driver.put(key, data, metadata, condition);
    },
    delete: async (key, condition) => (await routeOf(key.release)).delete(key, condition),
    unroute,
    close: () => primary.close(),
  };
}

export function placeOf({ key, data }: StoredValue): Place {
  const place: unknown = JSON.parse(new TextDecoder().decode(data));
  if (!isObject(place) || typeof place['driver'] !== 'string') throw errors.RECORD_DAMAGED(`the signpost of release "${key.release.name}"`, 'it names no driver');
  return { driver: place['driver'], options: isObject(place['options']) ? place['options'] : {} };
}

function idOf({ namespace, name }: Release): string {
  return JSON.stringify([namespace, name]);
}
