import { read, readList, readNumber, readObject } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { nowText, type ControllerClient } from './client.ts';
import type { Outcome } from './controller.ts';
import { conditionOf, soonest } from './pod-state.ts';
import { rolloutLimits } from './rolling-update.ts';

type Json = Record<string, unknown>;

interface Counts {
  readonly replicas: number;
  readonly updated: number;
  readonly ready: number;
  readonly available: number;
  readonly terminating: number;
  readonly wanted: number;
}

/** Writes a Deployment's counts and conditions; asks for another look when its deadline comes. */
export async function reportDeployment(key: ObjectKey, fresh: KubeObject | undefined, sets: readonly KubeObject[], client: ControllerClient): Promise<Outcome> {
  const deployment = client.get(key);
  if (!deployment) return {};
  const counts = countsOf(deployment, fresh, sets);
  await client.updateStatus(key, (live) => statusOf(live, fresh, counts, client));
  const now = client.get(key);
  const wait = now === undefined || isComplete(counts) ? undefined : soonest([deadlineInMs(now, client.now())]);
  return wait === undefined ? {} : { requeueAfterMs: wait };
}

function countsOf(deployment: KubeObject, fresh: KubeObject | undefined, sets: readonly KubeObject[]): Counts {
  const total = (field: string): number => sets.reduce((sum, set) => sum + (readNumber(set, 'status', field) ?? 0), 0);
  return {
    replicas: total('replicas'),
    updated: fresh ? (readNumber(fresh, 'status', 'replicas') ?? 0) : 0,
    ready: total('readyReplicas'),
    available: total('availableReplicas'),
    terminating: total('terminatingReplicas'),
    wanted: readNumber(deployment, 'spec', 'replicas') ?? 1,
  };
}

function isComplete(counts: Counts): boolean {
  return counts.updated === counts.wanted && counts.replicas === counts.wanted && counts.available === counts.wanted;
}

function statusOf(deployment: KubeObject, fresh: KubeObject | undefined, counts: Counts, client: ControllerClient): Json {
  const unavailable = Math.max(0, counts.wanted - counts.available);
  return {
    ...keptFields(deployment),
    observedGeneration: deployment.metadata.generation,
    replicas: counts.replicas,
    updatedReplicas: counts.updated,
    readyReplicas: counts.ready,
    availableReplicas: counts.available,
    terminatingReplicas: counts.terminating,
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
    conditions: conditionsOf(deployment, fresh, counts, client),
  };
}

function keptFields(deployment: KubeObject): Json {
  const { unavailableReplicas: _, ...kept } = readObject(deployment, 'status') ?? {};
  return kept;
}

function conditionsOf(deployment: KubeObject, fresh: KubeObject | undefined, counts: Counts, client: ControllerClient): Json[] {
  const time = nowText(client);
  const progressing = progressCondition(deployment, fresh, counts, client);
  const available = availableCondition(deployment, counts);
  const own = [available, ...(progressing ? [progressing] : [])].map((condition) => withTimes(condition, deployment, counts, time));
  const names = new Set(own.map((condition) => condition['type']));
  const others = readList(deployment, 'status', 'conditions').filter((condition) => !names.has(condition['type']) && condition['type'] !== 'Progressing');
  return [...others, ...own];
}

function availableCondition(deployment: KubeObject, counts: Counts): Json {
  const update = readObject(deployment, 'spec', 'strategy', 'rollingUpdate');
  const limits = rolloutLimits(counts.wanted, update?.['maxSurge'] ?? 0, update?.['maxUnavailable'] ?? 0);
  const floor = counts.wanted - (update ? limits.maxUnavailable : 0);
  return counts.available >= floor
    ? { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
    : { type: 'Available', status: 'False', reason: 'MinimumReplicasUnavailable', message: 'Deployment does not have minimum availability.' };
}

function progressCondition(deployment: KubeObject, fresh: KubeObject | undefined, counts: Counts, client: ControllerClient): Json | undefined {
  if (read(deployment, 'spec', 'paused') === true) return { type: 'Progressing', status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' };
  const name = fresh?.metadata.name ?? '';
  if (isComplete(counts)) return { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', message: `ReplicaSet "${name}" has successfully progressed.` };
  const hasMoved = hasProgressed(deployment, counts);
  const wait = deadlineInMs(deployment, client.now());
  if (!hasMoved && wait !== undefined && wait <= 0) {
    return { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: `ReplicaSet "${name}" has timed out progressing.` };
  }
  const before = conditionOf(deployment, 'Progressing');
  if (!hasMoved && before && before['reason'] !== 'NewReplicaSetAvailable') return plain(before);
  return { type: 'Progressing', status: 'True', reason: 'ReplicaSetUpdated', message: `ReplicaSet "${name}" is progressing.` };
}

function plain(condition: Json): Json {
  const { lastUpdateTime: _, lastTransitionTime: __, ...rest } = condition;
  return rest;
}

/** A new generation, more new pods, fewer old ones or more available ones. */
function hasProgressed(deployment: KubeObject, counts: Counts): boolean {
  const before = (field: string): number => readNumber(deployment, 'status', field) ?? 0;
  const oldBefore = before('replicas') - before('updatedReplicas');
  return (
    before('observedGeneration') !== deployment.metadata.generation ||
    counts.updated > before('updatedReplicas') ||
    counts.replicas - counts.updated < oldBefore ||
    counts.ready > before('readyReplicas') ||
    counts.available > before('availableReplicas')
  );
}

function withTimes(condition: Json, deployment: KubeObject, counts: Counts, time: string): Json {
  const before = conditionOf(deployment, String(condition['type']));
  const isSame = before !== undefined && before['status'] === condition['status'] && before['reason'] === condition['reason'] && before['message'] === condition['message'];
  const hasMoved = condition['type'] === 'Progressing' && hasProgressed(deployment, counts);
  if (isSame && !hasMoved) return before;
  const lastTransitionTime = before?.['status'] === condition['status'] ? before?.['lastTransitionTime'] : time;
  return { ...condition, lastUpdateTime: time, lastTransitionTime };
}

/** Milliseconds until a rollout without progress counts as failed; 0 when it already does, undefined when it never will. */
function deadlineInMs(deployment: KubeObject, now: number): number | undefined {
  const seconds = readNumber(deployment, 'spec', 'progressDeadlineSeconds');
  const condition = conditionOf(deployment, 'Progressing');
  const since = Date.parse(String(condition?.['lastUpdateTime'] ?? ''));
  if (seconds === undefined || seconds >= 2_147_483_647 || Number.isNaN(since)) return undefined;
  if (condition?.['reason'] === 'NewReplicaSetAvailable') return undefined;
  return condition?.['reason'] === 'ProgressDeadlineExceeded' ? 0 : since + seconds * 1000 - now;
}
