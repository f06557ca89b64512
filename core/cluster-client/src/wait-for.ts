import type { Clock, KubernetesObject, ObjectRef, ReadCluster, WaitOptions, WatchEvent } from '@sherpack/plugin-api';
import { formatRef } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

type Condition = (object: KubernetesObject | undefined) => boolean;
type Reading = Pick<ReadCluster, 'get' | 'watch'>;

/** Between two looks where watching is not permitted. Milliseconds. */
const POLL = 1000;

/** Looks at once and then watches until the condition holds. @throws CLUSTER_WAIT_TIMEOUT */
export async function waitFor(
  cluster: Reading, clock: Clock, ref: ObjectRef, condition: Condition, options: WaitOptions,
): Promise<KubernetesObject | undefined> {
  const stop = new AbortController();
  const signal = options.signal === undefined ? stop.signal : AbortSignal.any([options.signal, stop.signal]);
  clock.sleep(options.timeout, stop.signal).then(() => stop.abort(), () => undefined);
  const seen: Seen = { object: undefined };
  try {
    if (await holds(cluster, ref, condition, signal, seen)) return seen.object;
    await follow(cluster, clock, ref, condition, signal, seen);
    return seen.object;
  } catch (error) {
    options.signal?.throwIfAborted();
    if (!stop.signal.aborted) throw error;
    throw errors.WAIT_TIMEOUT(formatRef(ref), Math.round(options.timeout / 1000), stateOf(seen.object));
  } finally {
    stop.abort();
  }
}

interface Seen {
  object: KubernetesObject | undefined;
}

async function holds(cluster: Reading, ref: ObjectRef, condition: Condition, signal: AbortSignal, seen: Seen): Promise<boolean> {
  seen.object = await cluster.get(ref, { signal });
  return condition(seen.object);
}

async function follow(cluster: Reading, clock: Clock, ref: ObjectRef, condition: Condition, signal: AbortSignal, seen: Seen): Promise<void> {
  try {
    await watchUntil(cluster, ref, condition, signal, seen);
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'CLUSTER_FORBIDDEN') throw error;
    do {
      await clock.sleep(POLL, signal);
    } while (!(await holds(cluster, ref, condition, signal, seen)));
  }
}

async function watchUntil(cluster: Reading, ref: ObjectRef, condition: Condition, signal: AbortSignal, seen: Seen): Promise<void> {
  const fieldSelector = `metadata.name=${ref.name}`;
  for await (const event of cluster.watch(ref, { namespace: ref.namespace, fieldSelector, signal })) {
    if (event.type === 'bookmark' || !isAbout(event, ref)) continue;
    if (event.type === 'reset') seen.object = event.items.find((item) => item.metadata.name === ref.name);
    else seen.object = event.type === 'deleted' ? undefined : event.object;
    if (condition(seen.object)) return;
  }
  signal.throwIfAborted();
}

function isAbout(event: WatchEvent, ref: ObjectRef): boolean {
  return !('object' in event) || event.object.metadata.name === ref.name;
}

function stateOf(object: KubernetesObject | undefined): string {
  if (object === undefined) return 'it is not there';
  if (object.metadata.deletionTimestamp === undefined) return 'it is there, but not as it should be';
  return `it is being deleted and waits for its finalizers: ${(object.metadata.finalizers ?? []).join(', ') || 'none'}`;
}
