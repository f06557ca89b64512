import { readNumber } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { Change, ObjectKey } from '../store/object-store.ts';
import { controllerOf, controllerReference, keyFor, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';
import { availableInMs, isActive, isReady, isTerminating, soonest } from './pod-state.ts';
import { podFromTemplate, templateOf } from './pod-template.ts';
import { recordEvent } from './events.ts';

const bucket = 'replicasets.apps';

/** When a pod was refused, for want of its service account say. */
const retryMs = 1000;

/** Keeps as many pods as a ReplicaSet asks for. */
export const replicaSets: Controller = {
  name: 'replicaset-controller',
  watches: [bucket, 'pods'],
  affected: ownerKeys('ReplicaSet', bucket),
  async reconcile(key, client) {
    const set = client.get(key);
    if (!set) return undefined;
    const pods = client.owned('pods', set);
    const isStuck = !isTerminating(set) && !(await scale(set, pods.filter(isActive), client));
    const outcome = await report(key, set, client);
    return isStuck ? { requeueAfterMs: retryMs } : outcome;
  },
};

/** The changed object itself, or for a pod the workload that controls it. */
export function ownerKeys(kind: string, bucket: string): (change: Change) => readonly ObjectKey[] {
  return (change) => {
    if (change.key.bucket === bucket) return [change.key];
    return [change.object, change.previous].flatMap((object) => {
      const owner = object && controllerOf(object);
      return owner?.kind === kind ? [{ bucket, namespace: change.key.namespace, name: owner.name }] : [];
    });
  };
}

/** False when a pod could not be made. */
async function scale(set: KubeObject, active: readonly KubeObject[], client: ControllerClient): Promise<boolean> {
  const wanted = readNumber(set, 'spec', 'replicas') ?? 1;
  const owner = controllerReference(set, 'apps/v1', 'ReplicaSet');
  for (let i = active.length; i < wanted; i += 1) {
    const pod = await client.create('pods', set.metadata.namespace ?? '', podFromTemplate(templateOf(set), owner, { generateName: `${set.metadata.name ?? ''}-` }));
    if (!pod) return false;
    await recordEvent(client, set, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${pod.metadata.name ?? ''}` });
  }
  for (const pod of victims(active, active.length - wanted)) {
    client.delete(keyFor('pods', pod));
    await recordEvent(client, set, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name ?? ''}` });
  }
  return true;
}

/** Pods that are not ready go first, then the youngest. */
function victims(pods: readonly KubeObject[], count: number): readonly KubeObject[] {
  if (count <= 0) return [];
  const rank = (pod: KubeObject): number => Number(isReady(pod));
  return pods.toSorted((a, b) => rank(a) - rank(b) || compareAge(b, a)).slice(0, count);
}

function compareAge(left: KubeObject, right: KubeObject): number {
  const [a = '', b = ''] = [left.metadata.creationTimestamp, right.metadata.creationTimestamp];
  if (a !== b) return a < b ? -1 : 1;
  return Number(left.metadata.resourceVersion ?? 0) - Number(right.metadata.resourceVersion ?? 0);
}

async function report(key: ObjectKey, set: KubeObject, client: ControllerClient): Promise<{ requeueAfterMs?: number }> {
  const all = client.owned('pods', set);
  const pods = all.filter(isActive);
  const waits = pods.map((pod) => availableInMs(pod, set, client.now()));
  const labels = Object.entries((templateOf(set)['metadata'] as { labels?: Record<string, string> } | undefined)?.labels ?? {});
  const count = {
    replicas: pods.length,
    fullyLabeledReplicas: pods.filter((pod) => labels.every(([name, value]) => pod.metadata.labels?.[name] === value)).length,
    readyReplicas: waits.filter((wait) => wait !== undefined).length,
    availableReplicas: waits.filter((wait) => wait === 0).length,
    terminatingReplicas: all.filter(isTerminating).length,
  };
  await client.updateStatus(key, (live) => ({ ...(live['status'] as object), ...count, observedGeneration: live.metadata.generation }));
  const wait = soonest(waits);
  return wait === undefined ? {} : { requeueAfterMs: wait };
}
