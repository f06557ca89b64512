import type { Release, StorageDriver, StorageEntry, StorageQuery, StoredValue } from '@sherpack/plugin-api';
import { compareEntries } from './compare-keys.ts';
import { HEAD } from './entry-names.ts';
import { errors } from './errors.ts';
import { mayHaveArrived } from './lost-answer.ts';
import { deleteEntries, entriesOf } from './orphans.ts';
import { KEY_ENTRY } from './sealing/key-entry.ts';
import { isSignpost, placeOf, signpost } from './signpost.ts';
import type { Place } from './signpost.ts';

export interface RoutingOptions {
  readonly primary: StorageDriver;
  open(place: Place): Promise<StorageDriver>;
  /** Where releases go that are new. */
  readonly preferred: Place | undefined;
}

/** A release is moved again before the first move was forgotten; more than this is a circle. */
const MAX_SIGNPOSTS = 8;

interface Signpost {
  /** Where it stands. */
  readonly driver: StorageDriver;
  readonly post: StoredValue;
}

interface Route {
  readonly driver: StorageDriver;
  /** Nothing is known of the release yet. */
  readonly isNew: boolean;
  /** The one where one looks first comes first; none when the release lies there. */
  readonly signposts: readonly Signpost[];
  /** The real head, as it was when the route was found. */
  readonly head: StoredValue | undefined;
}

export interface RoutingDriver extends StorageDriver {
  /** Name of the driver in which the release lies. */
  driverOf(release: Release): Promise<string>;
  /** Takes the signposts of a release away that is gone, unless somebody has begun to use them again. */
  unroute(release: Release): Promise<void>;
  /**
   * The release is in another place from now on, whole: says so where it was, and deletes what is there of it.
   *
   * @param version that the head must have
   */
  leave(release: Release, place: Place, version: string): Promise<void>;
}

function signpostTo(place: Place | undefined): ReturnType<typeof signpost> | undefined {
  return place === undefined ? undefined : signpost(place);
}

/** Then somebody else has just put it there, or taken it away. */
function unlessThere(error: unknown): void {
  if (!mayHaveArrived(error)) throw error;
}

/**
 * One driver over several: a release whose head is a signpost is read and written where that points. So releases are
 * found without their pack and without a change of the configuration.
 */
export function routingDriver({ primary, open, preferred }: RoutingOptions): RoutingDriver {
  const routes = new Map<string, Promise<Route>>();
  const opened = new Map<string, Promise<StorageDriver>>();

  function findRoute(release: Release): Promise<Route> {
    return routes.get(idOf(release)) ?? findAnew(release);
  }

  function findAnew(release: Release): Promise<Route> {
    const id = idOf(release);
    const route = follow(release);
    routes.set(id, route);
    route.catch(() => routes.delete(id));
    return route;
  }

  async function follow(release: Release): Promise<Route> {
    const key = { release, name: HEAD };
    const signposts: Signpost[] = [];
    let driver = primary;
    let head = await primary.get(key);
    const isNew = head === undefined;
    while (head !== undefined && isSignpost(head)) {
      if (signposts.length === MAX_SIGNPOSTS) throw errors.RECORD_DAMAGED(`the head of release "${release.name}"`, 'its signposts lead in a circle');
      signposts.push({ driver, post: head });
      driver = await openOnce(placeOf(head));
      head = await driver.get(key);
    }
    return { driver, isNew, signposts, head };
  }

  /** A database is not connected to for every look at a head. */
  function openOnce(place: Place): Promise<StorageDriver> {
    const id = JSON.stringify(place);
    const driver = opened.get(id) ?? open(place);
    opened.set(id, driver);
    driver.catch(() => opened.delete(id));
    return driver;
  }

  async function routeOf(release: Release): Promise<StorageDriver> {
    return (await findRoute(release)).driver;
  }

  async function get(key: { readonly release: Release; readonly name: string }): Promise<StoredValue | undefined> {
    return key.name === HEAD ? (await findAnew(key.release)).head : (await routeOf(key.release)).get(key);
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
   * The first write of a release. Signposts that lead to nothing are written anew before they are used: whoever purges
   * the release at this moment must not take them away.
   */
  async function settle(release: Release): Promise<StorageDriver> {
    const { isNew, signposts } = await findRoute(release);
    const first = isNew ? signpostTo(preferred) : undefined;
    if (first === undefined && signposts.length === 0) return routeOf(release);
    const key = { release, name: HEAD };
    if (first !== undefined) await primary.put(key, first.data, first.metadata, { expect: 'absent' }).catch(unlessThere);
    for (const { driver, post } of signposts) await driver.put(key, post.data, post.metadata, { expect: { version: post.version } }).catch(unlessThere);
    return (await findAnew(release)).driver;
  }

  async function unroute(release: Release): Promise<void> {
    const { signposts } = await findRoute(release);
    routes.delete(idOf(release));
    for (const { driver, post } of signposts.toReversed()) await driver.delete({ release, name: HEAD }, { version: post.version }).catch(unlessThere);
  }

  async function leave(release: Release, place: Place, version: string): Promise<void> {
    const { driver } = await findRoute(release);
    const left = (await entriesOf(release, driver)).filter(({ key }) => key.name !== KEY_ENTRY);
    const { data, metadata } = signpost(place);
    await driver.put({ release, name: HEAD }, data, metadata, { expect: { version } });
    routes.delete(idOf(release));
    // It is found where it is now; what stays here is in nobody's way.
    await deleteEntries(left, driver).catch(() => undefined);
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
    driverOf: async (release) => (await routeOf(release)).name,
    unroute,
    leave,
    close: () => primary.close(),
  };
}

function idOf({ namespace, name }: Release): string {
  return JSON.stringify([namespace, name]);
}
