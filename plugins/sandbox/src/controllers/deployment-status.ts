import { readList, readNumber, readObject } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { nowText, type ControllerClient } from './client.ts';
import type { Outcome } from './controller.ts';
import { hasDeadline, withCondition, withoutCondition, withRenewedCondition, type Verdict } from './deployment-conditions.ts';
import { limitsOf, replicasOf } from './deployment-sets.ts';
import { conditionOf } from './pod-state.ts';
import { sum } from './rolling-update.ts';

type Json = Record<string, unknown>;

/** Counts only: what a paused, scaled or deleted Deployment reports. */
export async function reportScaling(key: ObjectKey, sets: readonly KubeObject[], client: ControllerClient): Promise<Outcome> {
  const deployment = client.get(key);
  if (deployment) await client.updateStatus(key, () => countedStatus(deployment, undefined, sets, client));
  return {};
}

/** Counts and conditions of a rollout; asks for another look when its deadline comes (progress.go). */
export async function reportRollout(key: ObjectKey, fresh: KubeObject | undefined, sets: readonly KubeObject[], client: ControllerClient): Promise<Outcome> {
  const deployment = client.get(key);
  if (!deployment) return {};
  const status = withFailures(withProgress(deployment, fresh, countedStatus(deployment, fresh, sets, client), client), sets, fresh, client);
  await client.updateStatus(key, () => status);
  const wait = deadlineInMs(deployment, status, client.now());
  return wait === undefined ? {} : { requeueAfterMs: wait };
}

function countedStatus(deployment: KubeObject, fresh: KubeObject | undefined, sets: readonly KubeObject[], client: ControllerClient): Json {
  const counted = (field: string, of: readonly KubeObject[]): number => sum(of.map((set) => readNumber(set, 'status', field) ?? 0));
  const available = counted('availableReplicas', sets);
  const unavailable = Math.max(0, sum(sets.map(replicasOf)) - available);
  const { unavailableReplicas: _, ...kept } = readObject(deployment, 'status') ?? {};
  const isAvailable = available >= replicasOf(deployment) - limitsOf(deployment).maxUnavailable;
  return {
    ...kept,
    observedGeneration: deployment.metadata.generation,
    replicas: counted('replicas', sets),
    updatedReplicas: counted('replicas', fresh ? [fresh] : []),
    readyReplicas: counted('readyReplicas', sets),
    availableReplicas: available,
    terminatingReplicas: counted('terminatingReplicas', sets),
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
    conditions: withCondition(readList(kept, 'conditions'), isAvailable ? enough : tooFew, nowText(client)),
  };
}

const enough: Verdict = { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' };
const tooFew: Verdict = { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', message: 'Deployment does not have minimum availability.' };

function withProgress(deployment: KubeObject, fresh: KubeObject | undefined, status: Json, client: ControllerClient): Json {
  const conditions = readList(status, 'conditions');
  if (!hasDeadline(deployment)) return { ...status, conditions: withoutCondition(conditions, 'Progressing') };
  const present = conditionOf(deployment, 'Progressing');
  if (status['replicas'] === status['updatedReplicas'] && present?.['reason'] === 'NewReplicaSetAvailable') return status;
  const name = fresh === undefined ? `Deployment "${deployment.metadata.name ?? ''}"` : `ReplicaSet "${fresh.metadata.name ?? ''}"`;
  const time = nowText(client);
  const verdict = (value: string, reason: string, words: string): Verdict => ({ type: 'Progressing', status: value, reason, message: `${name} ${words}` });
  if (isComplete(deployment, status)) return { ...status, conditions: withCondition(conditions, verdict('True', 'NewReplicaSetAvailable', 'has successfully progressed.'), time) };
  if (hasProgressed(deployment, status)) return { ...status, conditions: withRenewedCondition(conditions, verdict('True', 'ReplicaSetUpdated', 'is progressing.'), time) };
  if (isTooLate(deployment, client.now())) return { ...status, conditions: withCondition(conditions, verdict('False', 'ProgressDeadlineExceeded', 'has timed out progressing.'), time) };
  return status;
}

/** What keeps pods from being made is told by the Deployment too. */
function withFailures(status: Json, sets: readonly KubeObject[], fresh: KubeObject | undefined, client: ControllerClient): Json {
  const conditions = readList(status, 'conditions');
  const failures = [...(fresh ? [fresh] : []), ...sets].flatMap((set) => conditionOf(set, 'ReplicaFailure') ?? []);
  if (failures[0] === undefined) return { ...status, conditions: withoutCondition(conditions, 'ReplicaFailure') };
  return { ...status, conditions: withCondition(conditions, failures[0] as unknown as Verdict, nowText(client)) };
}

function isComplete(deployment: KubeObject, status: Json): boolean {
  const wanted = replicasOf(deployment);
  return status['updatedReplicas'] === wanted && status['replicas'] === wanted && status['availableReplicas'] === wanted;
}

/** More new pods, fewer old ones, more ready or more available ones than the status said before. */
function hasProgressed(deployment: KubeObject, status: Json): boolean {
  const before = (field: string): number => readNumber(deployment, 'status', field) ?? 0;
  const now = (field: string): number => readNumber(status, field) ?? 0;
  return (
    now('updatedReplicas') > before('updatedReplicas') ||
    now('replicas') - now('updatedReplicas') < before('replicas') - before('updatedReplicas') ||
    now('readyReplicas') > before('readyReplicas') ||
    now('availableReplicas') > before('availableReplicas')
  );
}

function isTooLate(deployment: KubeObject, now: number): boolean {
  const condition = conditionOf(deployment, 'Progressing');
  if (!condition || condition['reason'] === 'NewReplicaSetAvailable') return false;
  return condition['reason'] === 'ProgressDeadlineExceeded' || deadlineOf(deployment, condition) < now;
}

function deadlineOf(deployment: KubeObject, condition: Json): number {
  return Date.parse(String(condition['lastUpdateTime'] ?? '')) + (readNumber(deployment, 'spec', 'progressDeadlineSeconds') ?? 0) * 1000;
}

/** Milliseconds until a rollout without progress counts as failed; undefined when it already does, or never will. */
function deadlineInMs(deployment: KubeObject, status: Json, now: number): number | undefined {
  const condition = readList(status, 'conditions').find(({ type }) => type === 'Progressing');
  if (!condition || !hasDeadline(deployment) || isComplete(deployment, status) || condition['reason'] === 'ProgressDeadlineExceeded') return undefined;
  const left = deadlineOf(deployment, condition) - now;
  return Number.isNaN(left) ? undefined : Math.max(0, left) + 1000;
}
