import { qualifiedName, type Resource } from '../schemas/resource.ts';
import type { Change, ObjectStore } from '../store/object-store.ts';
import { jsonText } from '../store/json-text.ts';
import type { KubeObject } from './api-types.ts';
import { inVersion, zeroObject } from './codec.ts';
import type { ServerContext } from './context.ts';
import { LineQueue } from './line-queue.ts';
import { listOptions, type ListOptions } from './list-options.ts';
import { matcherOf, refuseFuture, refuseUnreadable } from './read.ts';
import { gone, StatusError } from './status-error.ts';

export interface WatchRequest {
  readonly resource: Resource;
  readonly namespace: string;
  readonly query: URLSearchParams;
  /** Gives an object the form that was asked for (whole, metadata, table). */
  readonly render: (object: KubeObject) => unknown;
  /** Equal for requests that render alike: then they share the work. */
  readonly form: string;
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds between two bookmarks, and before the end of a watch. */
const bookmarkPeriod = 60_000;
const bookmarkBeforeEnd = 2000;

/**
 * Changes of a kind as lines of JSON, until the client goes, lags too far behind, or its `timeoutSeconds` pass. The
 * subscription begins with this call, not with the first line that is read.
 */
export function watchObjects(ctx: ServerContext, request: WatchRequest): AsyncIterable<string> {
  const { query, signal } = request;
  const options = listOptions(query, true);
  refuseUnreadable(options.resourceVersion);
  const watch = new Watch(ctx, request);
  const start = startOf(ctx, options);
  if (start instanceof StatusError) return linesOnce(`${jsonText({ type: 'ERROR', object: start.body })}\n`);
  const queue = new LineQueue([...watch.initial(start), ...(start.endMark ? [() => watch.bookmark(ctx.store.revision, true)] : [])]);
  const unsubscribe = ctx.store.subscribe((change) => {
    const line = watch.line(change);
    if (line !== undefined) queue.push(line);
  });
  queue.onEnd(unsubscribe);
  endLater(ctx, options, queue, signal);
  if (options.bookmarks) markLater(ctx, options, queue, () => watch.bookmark(ctx.store.revision, false));
  return queue;
}

interface Start {
  /** Go on after this revision; else begin with what is there, if `whole`. */
  readonly revision?: number;
  readonly whole: boolean;
  readonly endMark: boolean;
}

/** A start that is not possible is told as an event, because the real server has begun its answer by then. */
function startOf(ctx: ServerContext, options: ListOptions): Start | StatusError {
  const revision = Number(options.resourceVersion);
  const isInitial = options.sendInitialEvents;
  if (isInitial === true) {
    try {
      refuseFuture(ctx, revision);
    } catch (error) {
      return error as StatusError;
    }
    return { whole: true, endMark: options.bookmarks };
  }
  if (revision === 0) return { whole: isInitial === undefined, endMark: false };
  const isLost = ctx.store.changesSince(revision) === undefined;
  return isLost ? gone(`too old resource version: ${revision} (${ctx.store.revision})`) : { revision, whole: false, endMark: false };
}

class Watch {
  readonly #ctx: ServerContext;
  readonly #request: WatchRequest;
  readonly #bucket: string;
  readonly #inScope: (object: KubeObject) => boolean;

  constructor(ctx: ServerContext, request: WatchRequest) {
    const { resource, namespace, query } = request;
    const matches = matcherOf(resource, query);
    this.#ctx = ctx;
    this.#request = request;
    this.#bucket = qualifiedName(resource);
    this.#inScope = (object) => (namespace === '' || object.metadata.namespace === namespace) && matches(object);
  }

  /** Written when they are read: many watches may begin with many objects. */
  initial({ revision, whole }: Start): (() => string)[] {
    const { store } = this.#ctx;
    if (revision !== undefined) return (store.changesSince(revision) ?? []).flatMap((change) => {
      const event = this.#eventOf(change);
      return event ? [() => this.#lineOf(event.type, event.object)] : [];
    });
    if (!whole) return [];
    return store.list(this.#bucket, this.#request.namespace).filter(this.#inScope).map((object) => () => this.#lineOf('ADDED', object));
  }

  line(change: Change): string | undefined {
    const event = this.#eventOf(change);
    if (!event) return undefined;
    return sharedLine(this.#ctx.store, change, `${this.#request.form} ${event.type}`, () => this.#lineOf(event.type, event.object));
  }

  /** Says up to where the client has seen everything, so that it can go on from there. */
  bookmark(revision: number, endsInitial: boolean): string {
    const annotations = endsInitial ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {};
    return this.#lineOf('BOOKMARK', { ...zeroObject(this.#request.resource), metadata: { resourceVersion: String(revision), ...annotations } });
  }

  #lineOf(type: string, object: KubeObject): string {
    const { render, resource } = this.#request;
    return `{"type":${jsonText(type)},"object":${jsonText(render(inVersion(object, resource)))}}\n`;
  }

  /** An object that enters or leaves the selection is added or deleted as far as the watcher is concerned. */
  #eventOf(change: Change): { type: string; object: KubeObject } | undefined {
    if (change.key.bucket !== this.#bucket) return undefined;
    const isIn = this.#inScope(change.object);
    if (change.type === 'DELETED') return isIn ? { type: 'DELETED', object: change.object } : undefined;
    const wasIn = change.previous !== undefined && this.#inScope(change.previous);
    if (isIn) return { type: wasIn ? 'MODIFIED' : 'ADDED', object: change.object };
    if (!wasIn || !change.previous) return undefined;
    const metadata = { ...change.previous.metadata, resourceVersion: String(change.revision) };
    return { type: 'DELETED', object: { ...change.previous, metadata } };
  }
}

interface Shared {
  readonly change: Change;
  readonly lines: Map<string, string>;
}

/** The lines of the newest change: all watches are told of it before the next one comes. */
const newest = new WeakMap<ObjectStore, Shared>();

function sharedLine(store: ObjectStore, change: Change, key: string, make: () => string): string {
  let shared = newest.get(store);
  if (shared?.change !== change) {
    shared = { change, lines: new Map() };
    newest.set(store, shared);
  }
  const line = shared.lines.get(key) ?? make();
  shared.lines.set(key, line);
  return line;
}

async function* linesOnce(line: string): AsyncIterable<string> {
  yield line;
}

function endLater(ctx: ServerContext, { timeoutSeconds }: ListOptions, queue: LineQueue, signal: AbortSignal | undefined): void {
  const end = (): void => queue.end();
  ctx.watches.add(end);
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  if (timeoutSeconds > 0) queue.onEnd(ctx.clock.setTimeout(end, Math.min(timeoutSeconds * 1000, 2 ** 31 - 1)));
  queue.onEnd(() => {
    ctx.watches.delete(end);
    signal?.removeEventListener('abort', end);
  });
}

function markLater(ctx: ServerContext, { timeoutSeconds }: ListOptions, queue: LineQueue, mark: () => string): void {
  let cancel = (): void => undefined;
  function again(ms: number): void {
    cancel = ctx.clock.setTimeout(() => {
      queue.push(mark());
      again(bookmarkPeriod);
    }, ms);
  }
  const untilEnd = timeoutSeconds > 0 ? timeoutSeconds * 1000 - bookmarkBeforeEnd : bookmarkPeriod;
  if (untilEnd > 0) again(Math.min(bookmarkPeriod, untilEnd));
  queue.onEnd(() => cancel());
}
