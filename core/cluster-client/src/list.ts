import type { ApiResource, JsonObject, KindRef, KubernetesObject, ListOptions, ObjectList } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { objectIn } from './answer-object.ts';
import type { Call } from './call.ts';
import type { Connection } from './connection.ts';
import { resourcePath } from './resource-path.ts';
import type { Query } from './resource-path.ts';

/** Objects per page, as kubectl asks. */
export const PAGE_SIZE = 500;

/** New beginnings in pages before the whole list is asked for at once, which cannot expire between pages. */
const RESTARTS = 2;

const METADATA_LIST = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json';

interface Page {
  readonly items: readonly KubernetesObject[];
  readonly resourceVersion: string;
  readonly next: string | undefined;
}

/** All pages of one consistent list: when the server no longer keeps the list's version, it is begun anew. */
export async function listAll(connection: Connection, resource: ApiResource, kind: KindRef, options: ListOptions): Promise<ObjectList> {
  for (let restarts = 0; ; restarts += 1) {
    const limit = restarts > RESTARTS ? undefined : PAGE_SIZE;
    const list = await pages(connection, resource, kind, options, limit);
    if (list !== undefined) return list;
  }
}

async function pages(
  connection: Connection, resource: ApiResource, kind: KindRef, options: ListOptions, limit: number | undefined,
): Promise<ObjectList | undefined> {
  const items: KubernetesObject[] = [];
  let next: string | undefined;
  for (;;) {
    const page = await fetchPage(connection, listCall(resource, kind, options, { limit, continue: next }), kind, next !== undefined);
    if (page === undefined) return undefined;
    for (const item of page.items) items.push(options.metadataOnly === true ? onlyMetadata(item) : item);
    next = page.next;
    if (next === undefined) return { items, resourceVersion: page.resourceVersion };
  }
}

/** @returns undefined when the version of the pages before has expired */
async function fetchPage(connection: Connection, call: Call, kind: KindRef, further: boolean): Promise<Page | undefined> {
  try {
    return pageOf(objectIn(await connection.send(call), call, connection.server), kind);
  } catch (error) {
    if (further && isExpired(error)) return undefined;
    throw error;
  }
}

export function isExpired(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === 'CLUSTER_EXPIRED';
}

function listCall(resource: ApiResource, kind: KindRef, options: ListOptions, query: Query): Call {
  const { namespace, labelSelector, fieldSelector } = options;
  const where = resource.namespaced && namespace !== undefined ? ` in namespace ${namespace}` : '';
  return {
    method: 'GET',
    path: resourcePath(resource, { namespace }, { labelSelector, fieldSelector, ...query }),
    action: `list ${kind.kind} objects${where}`,
    repeatable: true,
    accept: options.metadataOnly === true ? METADATA_LIST : 'application/json',
    secretive: kind.kind === 'Secret',
    signal: options.signal,
  };
}

function pageOf(document: JsonObject, kind: KindRef): Page {
  const metadata = isObject(document['metadata']) ? document['metadata'] : {};
  const next = metadata['continue'];
  const items = Array.isArray(document['items']) ? (document['items'] as JsonObject[]) : [];
  return {
    items: items.map((item) => asKind(item, kind)),
    resourceVersion: String(metadata['resourceVersion'] ?? ''),
    next: typeof next === 'string' && next !== '' ? next : undefined,
  };
}

/** Lists of built-in kinds leave apiVersion and kind out of their items, and metadata lists put their own there. */
export function asKind(item: JsonObject, kind: KindRef): KubernetesObject {
  const { apiVersion: _apiVersion, kind: _kind, ...rest } = item;
  return { apiVersion: kind.apiVersion, kind: kind.kind, ...rest } as KubernetesObject;
}

/** Servers that cannot cut objects down send them whole. */
export function onlyMetadata({ apiVersion, kind, metadata }: KubernetesObject): KubernetesObject {
  return { apiVersion, kind, metadata };
}
