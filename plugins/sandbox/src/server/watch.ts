import { stringifyJson } from '@sherpack/yaml/json';
import { qualifiedName, type Resource } from '../schemas/resource.ts';
import { apiVersionOf } from '../schemas/resource.ts';
import type { Change } from '../store/object-store.ts';
import type { KubeObject } from './api-types.ts';
import { inVersion } from './codec.ts';
import type { ServerContext } from './context.ts';
import { matcherOf, startOfWatch } from './read.ts';

interface WatchEvent {
  readonly type: string;
  readonly object: unknown;
}

/**
 * Changes of a kind as lines of JSON, until the client goes or its `timeoutSeconds` pass. `render` gives an object the
 * form that was asked for (whole, metadata, table). The subscription begins with this call, not with the first line that is read.
 */
export function watchObjects(ctx: ServerContext, resource: Resource, namespace: string, query: URLSearchParams, render: (object: KubeObject) => unknown, signal?: AbortSignal): AsyncIterable<string> {
  const matches = matcherOf(resource, query);
  const bucket = qualifiedName(resource);
  const queue = new LineQueue();
  const push = (event: WatchEvent): void => queue.push(`${stringifyJson(event)}\n`);
  const start = startOfWatch(ctx, query);
  const inScope = (object: KubeObject): boolean => (namespace === '' || object.metadata.namespace === namespace) && matches(object);
  const publish = (change: Change): void => {
    if (change.key.bucket !== bucket) return;
    const event = eventOf(change, inScope);
    if (event) push({ type: event.type, object: render(inVersion(event.object, resource)) });
  };
  if (start === undefined) for (const object of ctx.store.list(bucket, namespace).filter(inScope)) push({ type: 'ADDED', object: render(inVersion(object, resource)) });
  else for (const change of ctx.store.changesSince(start) ?? []) publish(change);
  if (query.get('sendInitialEvents') === 'true') push(initialEventsEnd(ctx, resource));
  const unsubscribe = ctx.store.subscribe(publish);
  endLater(ctx, query, queue, signal);
  queue.onEnd(unsubscribe);
  return queue;
}

/** An object that enters or leaves the selection is added or deleted as far as the watcher is concerned. */
function eventOf(change: Change, inScope: (object: KubeObject) => boolean): { type: string; object: KubeObject } | undefined {
  const isIn = inScope(change.object);
  if (change.type === 'DELETED') return isIn ? { type: 'DELETED', object: change.object } : undefined;
  const wasIn = change.previous !== undefined && inScope(change.previous);
  if (isIn) return { type: wasIn ? 'MODIFIED' : 'ADDED', object: change.object };
  if (!wasIn || !change.previous) return undefined;
  const metadata = { ...change.previous.metadata, resourceVersion: String(change.revision) };
  return { type: 'DELETED', object: { ...change.previous, metadata } };
}

function initialEventsEnd(ctx: ServerContext, resource: Resource): WatchEvent {
  const metadata = { resourceVersion: String(ctx.store.revision), annotations: { 'k8s.io/initial-events-end': 'true' } };
  return { type: 'BOOKMARK', object: { kind: resource.kind, apiVersion: apiVersionOf(resource), metadata } };
}

function endLater(ctx: ServerContext, query: URLSearchParams, queue: LineQueue, signal: AbortSignal | undefined): void {
  const end = (): void => queue.end();
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  if (seconds > 0) queue.onEnd(ctx.clock.setTimeout(end, seconds * 1000));
  queue.onEnd(() => signal?.removeEventListener('abort', end));
}

/** Lines between the store, which pushes, and a reader, which pulls. */
class LineQueue implements AsyncIterable<string> {
  readonly #lines: string[] = [];
  readonly #cleanups: (() => void)[] = [];
  #wake: (() => void) | undefined;
  #ended = false;

  push(line: string): void {
    if (this.#ended) return;
    this.#lines.push(line);
    this.#wake?.();
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    for (const cleanup of this.#cleanups) cleanup();
    this.#wake?.();
  }

  onEnd(cleanup: () => void): void {
    if (this.#ended) cleanup();
    else this.#cleanups.push(cleanup);
  }

  async *[Symbol.asyncIterator](): AsyncIterator<string> {
    try {
      for (;;) {
        const line = this.#lines.shift();
        if (line !== undefined) yield line;
        else if (this.#ended) return;
        else await new Promise<void>((resolve) => (this.#wake = resolve));
      }
    } finally {
      this.end();
    }
  }
}
