import type { ApiResource, Discovery, JsonObject, KindRef, ReadOptions } from '@sherpack/plugin-api';
import { groupOf, isSherpackError, versionOf } from '@sherpack/plugin-api';
import { abortable } from './abortable.ts';
import { objectIn } from './answer-object.ts';
import { wellKnownKind } from './builtin-kinds.ts';
import type { Connection } from './connection.ts';
import { AGGREGATED, aggregatedResources, aggregatedVersions, isAggregated, plainResources, plainVersions } from './discovery-documents.ts';
import { unknownKind } from './unknown-kind.ts';

/** What the server serves, asked once per connection. */
export interface DiscoveryCache {
  get(options?: ReadOptions & { readonly refresh?: boolean }): Promise<Discovery>;
  /** Looked up anew once if it is unknown. */
  find(kind: KindRef, options?: ReadOptions): Promise<ApiResource | undefined>;
  /** For a path; kinds that every server has need no discovery. @throws CLUSTER_UNKNOWN_KIND */
  need(kind: KindRef, options?: ReadOptions): Promise<ApiResource>;
}

export function createDiscovery(connection: Connection): DiscoveryCache {
  let cached: Promise<Discovery> | undefined;

  function get(options: ReadOptions & { readonly refresh?: boolean } = {}): Promise<Discovery> {
    const current = cached === undefined || options.refresh === true ? load() : cached;
    return abortable(current, options.signal);
  }

  // Shared by all who wait, so no single caller's signal may end it.
  function load(): Promise<Discovery> {
    const loading = discover(connection);
    cached = loading;
    loading.catch(() => {
      if (cached === loading) cached = undefined;
    });
    return loading;
  }

  async function find(kind: KindRef, options: ReadOptions = {}): Promise<ApiResource | undefined> {
    const before = cached;
    const known = findKind(await get(options), kind);
    if (known !== undefined || before === undefined) return known;
    // Many may miss their kind at once; one of them asks anew, the others wait for its answer.
    return findKind(await get({ ...options, refresh: cached === before }), kind);
  }

  async function need(kind: KindRef, options: ReadOptions = {}): Promise<ApiResource> {
    const resource = wellKnownKind(kind.apiVersion, kind.kind) ?? (await find(kind, options));
    if (resource === undefined) throw unknownKind(kind, await get(options));
    return resource;
  }

  return { get, find, need };
}

const kinds = new WeakMap<Discovery, ReadonlyMap<string, ApiResource>>();

function findKind(discovery: Discovery, { apiVersion, kind }: KindRef): ApiResource | undefined {
  const known = kinds.get(discovery) ?? indexKinds(discovery);
  return known.get(`${groupOf(apiVersion)}/${versionOf(apiVersion)}/${kind}`);
}

/** Of resources that share a kind the first counts. */
function indexKinds(discovery: Discovery): ReadonlyMap<string, ApiResource> {
  const index = new Map(discovery.resources.toReversed().map((resource) => [`${resource.group}/${resource.version}/${resource.kind}`, resource]));
  kinds.set(discovery, index);
  return index;
}

async function discover(connection: Connection): Promise<Discovery> {
  const parts = await Promise.all([discoverRoot(connection, '/api'), discoverRoot(connection, '/apis')]);
  return {
    resources: parts.flatMap((part) => part.resources),
    apiVersions: parts.flatMap((part) => part.apiVersions),
  };
}

async function discoverRoot(connection: Connection, path: '/api' | '/apis'): Promise<Discovery> {
  const document = await fetchDocument(connection, path, AGGREGATED);
  if (isAggregated(document)) return { resources: aggregatedResources(document), apiVersions: aggregatedVersions(document) };
  const apiVersions = plainVersions(document);
  const lists = await Promise.all(apiVersions.map((apiVersion) => plainList(connection, path, apiVersion)));
  return { resources: lists.flat(), apiVersions };
}

/** An aggregated API whose server is down must not stop everything else: its kinds are missing. */
async function plainList(connection: Connection, path: string, apiVersion: string): Promise<readonly ApiResource[]> {
  try {
    return plainResources(await fetchDocument(connection, `${path}/${apiVersion}`, 'application/json'), apiVersion);
  } catch (error) {
    if (isSherpackError(error) && (error.code === 'CLUSTER_SERVER_ERROR' || error.code === 'CLUSTER_NOT_FOUND')) return [];
    throw error;
  }
}

async function fetchDocument(connection: Connection, path: string, accept: string): Promise<JsonObject> {
  const call = { method: 'GET', path, accept, action: 'learn which kinds the server knows', repeatable: true } as const;
  return objectIn(await connection.send(call), call, connection.server);
}
