import type { ApiResource, KindRef, WatchEvent, WatchOptions } from '@sherpack/plugin-api';
import type { Call } from './call.ts';
import type { Connection } from './connection.ts';
import { isExpired, listAll } from './list.ts';
import { resourcePath } from './resource-path.ts';
import { backOff } from './retry.ts';
import { isTransportError } from './transport.ts';
import { watchOnce } from './watch-stream.ts';

const METADATA_EVENTS = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json';

/** The server ends a watch after five to ten minutes, at another time for each client. Seconds. */
const SHORTEST_WATCH = 300;

/** A watch that lived so long was healthy, whether or not anything happened in it. Milliseconds. */
const HEALTHY = 10_000;

/** Refusals that the next try will not meet. */
const PASSING: ReadonlySet<unknown> = new Set([
  'CLUSTER_UNREACHABLE', 'CLUSTER_TIMEOUT', 'CLUSTER_BUSY', 'CLUSTER_SERVER_ERROR', 'CLUSTER_EXPIRED', 'CLUSTER_BAD_ANSWER',
]);

/** Where a watch stands. */
interface Position {
  /** Undefined: begin with a new list. */
  version: string | undefined;
  /** Attempts without an event, one after another. */
  barren: number;
}

/** List, then watch; goes on after interruptions where it was, and from a new list when that is no longer possible. */
export async function* watchKind(connection: Connection, resource: ApiResource, kind: KindRef, options: WatchOptions): AsyncGenerator<WatchEvent> {
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  const position: Position = { version: options.resourceVersion, barren: 0 };
  try {
    while (!signal.aborted) yield* round(connection, resource, kind, { ...options, signal }, position);
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    stop.abort();
  }
}

/** One request to list or to watch, and the pause after a failure. */
async function* round(
  connection: Connection, resource: ApiResource, kind: KindRef, options: WatchOptions & { readonly signal: AbortSignal }, position: Position,
): AsyncGenerator<WatchEvent> {
  const started = connection.clock.now();
  position.barren += 1;
  try {
    if (position.version === undefined) yield await reset(connection, resource, kind, options, position);
    const call = watchCall(connection, resource, kind, options, position.version ?? '');
    for await (const { event, resourceVersion } of watchOnce(connection, call, kind, options.metadataOnly === true)) {
      position.barren = 0;
      if (resourceVersion !== '') position.version = resourceVersion;
      yield event;
    }
  } catch (error) {
    options.signal.throwIfAborted();
    if (!isPassing(error)) throw error;
    if (isExpired(error)) position.version = undefined;
  }
  if (connection.clock.now() - started >= HEALTHY) position.barren = 0;
  // A server that ends every watch at once is not asked in a tight loop; the first time costs nothing.
  if (position.barren > 1) await connection.clock.sleep(backOff(connection.retry, position.barren - 1, connection.random), options.signal);
}

async function reset(connection: Connection, resource: ApiResource, kind: KindRef, options: WatchOptions, position: Position): Promise<WatchEvent> {
  const { items, resourceVersion } = await listAll(connection, resource, kind, options);
  position.version = resourceVersion;
  return { type: 'reset', items };
}

function watchCall(connection: Connection, resource: ApiResource, kind: KindRef, options: WatchOptions, version: string): Call {
  const { namespace, labelSelector, fieldSelector } = options;
  const timeoutSeconds = Math.round(SHORTEST_WATCH * (1 + connection.random()));
  const query = { labelSelector, fieldSelector, watch: 1, allowWatchBookmarks: true, resourceVersion: version, timeoutSeconds };
  return {
    method: 'GET',
    path: resourcePath(resource, { namespace }, query),
    action: `watch ${kind.kind} objects`,
    repeatable: true,
    accept: options.metadataOnly === true ? METADATA_EVENTS : 'application/json',
    secretive: kind.kind === 'Secret',
    signal: options.signal,
  };
}

function isPassing(error: unknown): boolean {
  return isTransportError(error) || PASSING.has((error as { code?: unknown }).code);
}
