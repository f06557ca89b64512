import { readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { keyFor, type ControllerClient } from './client.ts';
import { byAge, desiredAnnotation, findNewSet, limitsOf, maximumAnnotation, replicasOf, setBucket, sizeAnnotations } from './deployment-sets.ts';
import { recordEvent } from './events.ts';
import { sum } from './rolling-update.ts';


/** Whether the number of replicas was changed since the sets that have pods were sized (isScalingEvent in sync.go). */
export function isScaledElsewhere(deployment: KubeObject, sets: readonly KubeObject[]): boolean {
  return sets.some((set) => {
    const desired = set.metadata.annotations?.[desiredAnnotation];
    return replicasOf(set) > 0 && desired !== undefined && Number(desired) !== replicasOf(deployment);
  });
}

/** Sets a ReplicaSet's size, notes for what size of the Deployment that was, and tells of it. */
export async function scaleSet(key: ObjectKey, replicas: number, deployment: KubeObject, client: ControllerClient): Promise<void> {
  const set = client.get(key);
  if (!set) return;
  const before = replicasOf(set);
  await client.update(key, (live) => ({
    ...live,
    metadata: { ...live.metadata, annotations: { ...live.metadata.annotations, ...sizeAnnotations(deployment) } },
    spec: { ...readObject(live, 'spec'), replicas },
  }) as KubeObject);
  if (before === replicas) return;
  const message = `Scaled ${replicas > before ? 'up' : 'down'} replica set ${key.name} from ${before} to ${replicas}`;
  await recordEvent(client, deployment, { type: 'Normal', reason: 'ScalingReplicaSet', message, component: 'deployment-controller' });
}

/** Shares a new number of replicas out among the sets that have pods (scale in sync.go). */
export async function resizeActiveSets(deployment: KubeObject, client: ControllerClient): Promise<void> {
  const sets = client.owned(setBucket, deployment);
  const fresh = findNewSet(deployment, sets);
  const active = sets.filter((set) => replicasOf(set) > 0);
  const only = active.length > 1 ? undefined : (active[0] ?? fresh ?? sets.toSorted(byAge).at(-1));
  if (only) return replicasOf(only) === replicasOf(deployment) ? undefined : scaleSet(keyFor(setBucket, only), replicasOf(deployment), deployment, client);
  if (fresh && isSaturated(deployment, fresh)) {
    for (const set of active) if (set !== fresh) await scaleSet(keyFor(setBucket, set), 0, deployment, client);
    return;
  }
  if (readString(deployment, 'spec', 'strategy', 'type') === 'Recreate') return;
  for (const [set, replicas] of proportionalSizes(deployment, active)) await scaleSet(keyFor(setBucket, set), replicas, deployment, client);
}

function isSaturated(deployment: KubeObject, fresh: KubeObject): boolean {
  const wanted = replicasOf(deployment);
  return Number(fresh.metadata.annotations?.[desiredAnnotation]) === wanted && replicasOf(fresh) === wanted && readNumber(fresh, 'status', 'availableReplicas') === wanted;
}

/** Each set gets of the change what it has of the whole; what rounding leaves over goes to the largest. */
function proportionalSizes(deployment: KubeObject, active: readonly KubeObject[]): [KubeObject, number][] {
  const wanted = replicasOf(deployment);
  const allowed = wanted > 0 ? wanted + limitsOf(deployment).maxSurge : 0;
  const toAdd = allowed - sum(active.map(replicasOf));
  const sign = toAdd > 0 ? -1 : 1; // Growing, the younger of equal sets goes first; shrinking, the older.
  const sorted = active.toSorted((a, b) => replicasOf(b) - replicasOf(a) || sign * byAge(a, b));
  let added = 0;
  const sizes = sorted.map((set): [KubeObject, number] => {
    const part = toAdd === added ? 0 : within(toAdd - added, fractionOf(deployment, set));
    added += part;
    return [set, replicasOf(set) + part];
  });
  return sizes.map(([set, size], i) => [set, i === 0 ? Math.max(0, size + toAdd - added) : size]);
}

function within(rest: number, part: number): number {
  return rest > 0 ? Math.min(rest, part) : Math.max(rest, part);
}

function fractionOf(deployment: KubeObject, set: KubeObject): number {
  const wanted = replicasOf(deployment);
  if (wanted === 0) return -replicasOf(set);
  const before = Number(set.metadata.annotations?.[maximumAnnotation] ?? 0) || (readNumber(deployment, 'status', 'replicas') ?? 0);
  if (before === 0) return 0;
  return Math.round((replicasOf(set) * (wanted + limitsOf(deployment).maxSurge)) / before) - replicasOf(set);
}
