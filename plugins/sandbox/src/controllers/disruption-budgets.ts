import { read, readNumber, readObject } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { matchesLabelSelector } from '../server/selectors.ts';
import { keyFor, nowText, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';
import { recordEvent } from './events.ts';
import { controllerOf } from './owner-reference.ts';
import { conditionOf, isActive, isReady, isTerminating } from './pod-state.ts';
import { share } from './rolling-update.ts';

const bucket = 'poddisruptionbudgets.policy';

/** Counts how many pods of a budget may be disrupted (pkg/controller/disruption). */
export const disruptionBudgets: Controller = {
  name: 'disruption-controller',
  watches: [bucket, 'pods'],
  affected: (change, client) => {
    if (change.key.bucket === bucket) return [change.key];
    const selects = client.list(bucket, change.key.namespace).filter((budget) => matchesLabelSelector(read(budget, 'spec', 'selector'), change.object.metadata.labels));
    return selects.map((budget) => keyFor(bucket, budget));
  },
  async reconcile(key, client) {
    const budget = client.get(key);
    if (!budget || isTerminating(budget)) return;
    const pods = client.list('pods', key.namespace).filter((pod) => isActive(pod) && matchesLabelSelector(read(budget, 'spec', 'selector'), pod.metadata.labels));
    if (pods.length === 0) await recordEvent(client, budget, { type: 'Normal', reason: 'NoPods', message: 'No matching pods found', component: 'controllermanager' });
    const healthy = pods.filter(isReady).length;
    const { expected, desired } = demand(budget, pods, client);
    const allowed = expected === 0 ? 0 : Math.max(0, healthy - desired);
    await client.updateStatus(key, (live) => ({
      ...readObject(live, 'status'),
      observedGeneration: readNumber(live, 'metadata', 'generation'),
      expectedPods: expected,
      currentHealthy: healthy,
      desiredHealthy: desired,
      disruptionsAllowed: allowed,
      conditions: [conditionFor(live, allowed, nowText(client))],
    }));
  },
};

/** A share is of what the pods' owners want, not of what is there. */
function demand(budget: KubeObject, pods: readonly KubeObject[], client: ControllerClient): { expected: number; desired: number } {
  const minimum = read(budget, 'spec', 'minAvailable');
  const maximum = read(budget, 'spec', 'maxUnavailable');
  if (typeof minimum === 'number' || typeof minimum === 'bigint') return { expected: pods.length, desired: Number(minimum) };
  const expected = scaleOf(pods, client);
  if (minimum !== undefined) return { expected, desired: share(minimum, expected, Math.ceil) };
  return { expected, desired: Math.max(0, expected - share(maximum ?? 0, expected, Math.ceil)) };
}

const ownerBuckets: Readonly<Record<string, string>> = { ReplicaSet: 'replicasets.apps', StatefulSet: 'statefulsets.apps', ReplicationController: 'replicationcontrollers', Deployment: 'deployments.apps' };

function scaleOf(pods: readonly KubeObject[], client: ControllerClient): number {
  const owners = new Map<string, number>();
  for (const pod of pods) {
    const owner = topOwner(pod, client);
    if (owner) owners.set(owner.metadata.uid ?? '', readNumber(owner, 'spec', 'replicas') ?? 1);
  }
  return [...owners.values()].reduce((sum, replicas) => sum + replicas, 0);
}

function topOwner(object: KubeObject, client: ControllerClient): KubeObject | undefined {
  const reference = controllerOf(object);
  const kind = reference && ownerBuckets[reference.kind];
  const owner = kind === undefined ? undefined : client.get({ bucket: kind, namespace: object.metadata.namespace ?? '', name: reference?.name ?? '' });
  return owner && (topOwner(owner, client) ?? owner);
}

function conditionFor(budget: KubeObject, allowed: number, time: string): Record<string, unknown> {
  const verdict = allowed > 0 ? { status: 'True', reason: 'SufficientPods' } : { status: 'False', reason: 'InsufficientPods' };
  const present = conditionOf(budget, 'DisruptionAllowed');
  const lastTransitionTime = present?.['status'] === verdict.status ? present['lastTransitionTime'] : time;
  return { type: 'DisruptionAllowed', ...verdict, observedGeneration: budget.metadata.generation, lastTransitionTime, message: '' };
}
