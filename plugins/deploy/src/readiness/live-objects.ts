import type { KubernetesObject, ReadCluster, WatchEvent } from '@sherpack/plugin-api';
import { groupOf, refKey, refOf } from '@sherpack/plugin-api';
import type { KindListener, KindScope, Listener, LiveObjects } from './contract.ts';

interface Follower {
  readonly listener: Listener;
  readonly fail: (error: unknown) => void;
}

interface KindFollower {
  readonly listener: KindListener;
  readonly fail: (error: unknown) => void;
}

/** One watch with all that it serves. */
interface Stream {
  readonly all: Set<KindFollower>;
  readonly followers: Map<string, Set<Follower>>;
  readonly objects: Map<string, KubernetesObject>;
  /** Uids of those that went while they were watched. */
  readonly gone: Set<string>;
  /** The first list has come: what is not in it is not there. */
  known: boolean;
  /** It outlives its followers. */
  isKept: boolean;
  readonly end: AbortController;
}

/**
 * Shares watches: however many objects of a kind are followed in a namespace, the server is asked once.
 *
 * @param until a watch of single objects goes on until then, for the next one to be followed; without it, it ends with the
 *   last follower
 */
export function createLiveObjects(cluster: Pick<ReadCluster, 'watch' | 'get'>, until?: AbortSignal): LiveObjects {
  const streams = new Map<string, Stream>();
  until?.addEventListener('abort', () => streams.forEach(({ end }) => end.abort()), { once: true });

  function streamOf(scope: KindScope): { key: string; stream: Stream } {
    const { namespace, labelSelector, fieldSelector } = scope;
    const key = [`${groupOf(scope.apiVersion)}/${scope.kind}`, namespace, labelSelector, fieldSelector].map((part) => part ?? '').join(' ');
    const known = streams.get(key);
    if (known !== undefined) return { key, stream: known };
    const stream: Stream = { all: new Set(), followers: new Map(), objects: new Map(), gone: new Set(), known: false, isKept: false, end: new AbortController() };
    streams.set(key, stream);
    const events = cluster.watch(scope, { namespace, labelSelector, fieldSelector, signal: stream.end.signal });
    pump(events, stream).catch((error: unknown) => {
      streams.delete(key);
      if (!stream.end.signal.aborted) for (const follower of allOf(stream)) follower.fail(error);
    });
    return { key, stream };
  }

  function endIfUnused(key: string, stream: Stream): void {
    if (stream.isKept || stream.followers.size > 0 || stream.all.size > 0) return;
    if (streams.get(key) === stream) streams.delete(key);
    stream.end.abort();
  }

  function leave(key: string, stream: Stream, id: string, follower: Follower): void {
    const set = stream.followers.get(id);
    set?.delete(follower);
    if (set?.size === 0) stream.followers.delete(id);
    endIfUnused(key, stream);
  }

  return {
    async follow(ref, listener, options) {
      if (options.signal.aborted) return;
      const id = refKey(ref);
      const { key, stream } = streamOf({ ...ref, labelSelector: options.labelSelector });
      stream.isKept = until !== undefined;
      await new Promise<void>((resolve, reject) => {
        const follower: Follower = { listener, fail: reject };
        const set = stream.followers.get(id) ?? new Set();
        stream.followers.set(id, set.add(follower));
        options.signal.addEventListener('abort', () => { leave(key, stream, id, follower); resolve(); }, { once: true });
        if (!stream.known) return;
        const known = stream.objects.get(id);
        const isSure = known !== undefined || options.leaving === undefined || stream.gone.has(options.leaving);
        if (isSure) return tell(new Set([follower]), known);
        cluster.get(ref).then((object) => options.signal.aborted || stream.objects.has(id) || tell(new Set([follower]), object), reject);
      });
    },
    async followKind(scope, listener, { signal }) {
      if (signal.aborted) return;
      const { key, stream } = streamOf(scope);
      await new Promise<void>((resolve, reject) => {
        const follower: KindFollower = { listener, fail: reject };
        stream.all.add(follower);
        signal.addEventListener('abort', () => { stream.all.delete(follower); endIfUnused(key, stream); resolve(); }, { once: true });
        if (stream.known) tellKind([follower], [...stream.objects.values()], 'all');
      });
    },
  };
}

function allOf(stream: Stream): readonly (Follower | KindFollower)[] {
  return [...stream.all, ...[...stream.followers.values()].flatMap((set) => [...set])];
}

async function pump(events: AsyncIterable<WatchEvent>, stream: Stream): Promise<void> {
  for await (const event of events) {
    if (event.type === 'bookmark') continue;
    if (event.type === 'reset') reset(event.items, stream);
    else change(event.object, event.type === 'deleted', stream);
  }
  if (!stream.end.signal.aborted) throw new Error('the watch ended');
}

function reset(items: readonly KubernetesObject[], stream: Stream): void {
  stream.known = true;
  stream.objects.clear();
  for (const object of items) stream.objects.set(refKey(refOf(object)), withoutManagers(object));
  tellKind(stream.all, [...stream.objects.values()], 'all');
  for (const [id, followers] of stream.followers) tell(followers, stream.objects.get(id));
}

function change(object: KubernetesObject, isGone: boolean, stream: Stream): void {
  const id = refKey(refOf(object));
  const bare = withoutManagers(object);
  if (isGone) stream.gone.add(object.metadata.uid ?? '');
  if (isGone) stream.objects.delete(id);
  else stream.objects.set(id, bare);
  tellKind(stream.all, [bare], isGone ? 'gone' : 'set');
  tell(stream.followers.get(id) ?? new Set(), isGone ? undefined : bare);
}

/** Field managers are the larger half of most objects, and nobody who follows one asks for them. */
function withoutManagers({ metadata: { managedFields: _left, ...metadata }, ...object }: KubernetesObject): KubernetesObject {
  return { ...object, metadata } as KubernetesObject;
}

function tell(followers: ReadonlySet<Follower>, object: KubernetesObject | undefined): void {
  for (const { listener, fail } of followers) {
    try {
      listener(object);
    } catch (error) {
      fail(error);
    }
  }
}

function tellKind(followers: Iterable<KindFollower>, objects: readonly KubernetesObject[], change: 'all' | 'set' | 'gone'): void {
  for (const { listener, fail } of followers) {
    try {
      listener(objects, change);
    } catch (error) {
      fail(error);
    }
  }
}
