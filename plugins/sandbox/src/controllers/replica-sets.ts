import { readList, readNumber, readObject } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { claim, ownersOf, type OwnerKind } from './adoption.ts';
import { keyFor, nowText, type ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { recordEvent } from './events.ts';
import { controllerReference } from './owner-reference.ts';
import { availableInMs, conditionOf, isActive, isTerminating, soonest } from './pod-state.ts';
import { podFromTemplate, templateOf } from './pod-template.ts';
import { victims } from './victims.ts';

/** When a pod was refused, for want of its service account say. */
const retryMs = 1000;

/** Keeps as many pods as a ReplicaSet asks for. */
export const replicaSets = keepCount('replicaset-controller', { apiVersion: 'apps/v1', kind: 'ReplicaSet', bucket: 'replicasets.apps' });

/** The same for its forerunner, which works by the same code in Kubernetes too. */
export const replicationControllers = keepCount('replication-controller', { apiVersion: 'v1', kind: 'ReplicationController', bucket: 'replicationcontrollers' });

function keepCount(name: string, kind: OwnerKind): Controller {
  return {
    name,
    watches: [kind.bucket, 'pods'],
    affected: ownersOf(kind),
    async reconcile(key, client) {
      const set = client.get(key);
      if (!set) return undefined;
      const pods = await claim(client, 'pods', set, kind);
      const failure = isTerminating(set) ? undefined : await scale(set, kind, pods.filter(isActive), client);
      const outcome = await report(key, failure, client);
      return failure === undefined ? outcome : { requeueAfterMs: retryMs };
    },
  };
}

/** Answers why a pod could not be made. */
async function scale(set: KubeObject, kind: OwnerKind, active: readonly KubeObject[], client: ControllerClient): Promise<string | undefined> {
  const wanted = readNumber(set, 'spec', 'replicas') ?? 1;
  const owner = controllerReference(set, kind.apiVersion, kind.kind);
  for (let i = active.length; i < wanted; i += 1) {
    const refusal = await createPod(client, set, podFromTemplate(templateOf(set), owner, { generateName: `${set.metadata.name ?? ''}-` }));
    if (refusal !== undefined) return refusal;
  }
  for (const pod of victims(active, active.length - wanted)) {
    client.delete(keyFor('pods', pod));
    await recordEvent(client, set, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name ?? ''}` });
  }
  return undefined;
}

/** Makes a pod for a workload and tells of it, or of what the server said against it. */
export async function createPod(client: ControllerClient, owner: KubeObject, pod: Record<string, unknown>): Promise<string | undefined> {
  const made = await client.tryCreate('pods', owner.metadata.namespace ?? '', pod);
  if (typeof made === 'string') {
    await recordEvent(client, owner, { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${made}` });
    return made;
  }
  await recordEvent(client, owner, { type: 'Normal', reason: 'SuccessfulCreate', message: `Created pod: ${made.metadata.name ?? ''}` });
  return undefined;
}

async function report(key: ObjectKey, failure: string | undefined, client: ControllerClient): Promise<Outcome> {
  const set = client.get(key);
  if (!set) return {};
  const all = client.owned('pods', set);
  const pods = all.filter(isActive);
  const waits = pods.map((pod) => availableInMs(pod, set, client.now()));
  const labels = Object.entries((templateOf(set)['metadata'] as { labels?: Record<string, string> } | undefined)?.labels ?? {});
  const count: Record<string, unknown> = {
    replicas: pods.length,
    fullyLabeledReplicas: pods.filter((pod) => labels.every(([name, value]) => pod.metadata.labels?.[name] === value)).length,
    readyReplicas: waits.filter((wait) => wait !== undefined).length,
    availableReplicas: waits.filter((wait) => wait === 0).length,
    ...(set.kind === 'ReplicaSet' ? { terminatingReplicas: all.filter(isTerminating).length } : {}),
    observedGeneration: set.metadata.generation,
  };
  await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), ...count, ...conditionsOf(live, failure, nowText(client)) }));
  const wait = soonest(waits);
  return wait === undefined ? {} : { requeueAfterMs: wait };
}

function conditionsOf(set: KubeObject, failure: string | undefined, time: string): { conditions?: unknown } {
  const present = conditionOf(set, 'ReplicaFailure');
  const others = readList(set, 'status', 'conditions').filter(({ type }) => type !== 'ReplicaFailure');
  if (failure === undefined) return present ? { conditions: others.length > 0 ? others : undefined } : {};
  if (present) return {}; // A message holds the name of the pod that was refused, which is another one each time.
  return { conditions: [...others, { type: 'ReplicaFailure', status: 'True', lastTransitionTime: time, reason: 'FailedCreate', message: failure }] };
}
