import { readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { claim, ownersOf, type OwnerKind } from './adoption.ts';
import { keyFor, type ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { availableInMs, isReady, isTerminating, soonest } from './pod-state.ts';
import { templateHash, templateOf } from './pod-template.ts';
import { keepRevision, revisionLabel } from './revisions.ts';
import { createNumberedPod, deleteNumberedPod, ordinalOf } from './stateful-pods.ts';

const statefulSetKind: OwnerKind = { apiVersion: 'apps/v1', kind: 'StatefulSet', bucket: 'statefulsets.apps' };

/** Runs numbered pods in order, each with claims of its own (pkg/controller/statefulset). */
export const statefulSets: Controller = {
  name: 'statefulset-controller',
  watches: [statefulSetKind.bucket, 'pods'],
  affected: ownersOf(statefulSetKind),
  async reconcile(key, client) {
    const set = client.get(key);
    if (!set) return undefined;
    await claim(client, 'pods', set, statefulSetKind);
    if (!isTerminating(set)) {
      const revision = revisionOf(set);
      const live = new Set(podsOf(set, client).flatMap((pod) => pod.metadata.labels?.[revisionLabel] ?? []));
      await keepRevision(client, set, { kind: 'StatefulSet', label: 'controller.kubernetes.io/hash' }, revision, live);
      await step(set, revision, client);
    }
    return report(key, client);
  },
};

function revisionOf(set: KubeObject): string {
  return `${set.metadata.name ?? ''}-${templateHash(templateOf(set))}`;
}

function podsOf(set: KubeObject, client: ControllerClient): KubeObject[] {
  return client.owned('pods', set).toSorted((a, b) => ordinalOf(a) - ordinalOf(b));
}

function isParallel(set: KubeObject): boolean {
  return readString(set, 'spec', 'podManagementPolicy') === 'Parallel';
}

function rangeOf(set: KubeObject): { start: number; end: number } {
  const start = readNumber(set, 'spec', 'ordinals', 'start') ?? 0;
  return { start, end: start + (readNumber(set, 'spec', 'replicas') ?? 1) };
}

/** One thing at a time in order, all at once with `Parallel`: make what is missing, remove what is too much, then replace old ones. */
async function step(set: KubeObject, revision: string, client: ControllerClient): Promise<void> {
  const { start, end } = rangeOf(set);
  for (let ordinal = start; ordinal < end; ordinal += 1) {
    const isDone = await settle(set, ordinal, revision, client);
    if (!isDone && !isParallel(set)) return;
  }
  const surplus = podsOf(set, client).filter((pod) => ordinalOf(pod) >= end || ordinalOf(pod) < start).toReversed();
  for (const pod of surplus) {
    if (!isTerminating(pod)) await deleteNumberedPod(set, pod, client);
    if (!isParallel(set)) return;
  }
  await replaceOld(set, revision, client);
}

/** Sees to it that a pod of this number is there; false while it is not available. */
async function settle(set: KubeObject, ordinal: number, revision: string, client: ControllerClient): Promise<boolean> {
  const pod = podsOf(set, client).find((other) => ordinalOf(other) === ordinal);
  if (pod && hasEnded(pod)) client.delete(keyFor('pods', pod));
  if (!pod || !client.get(keyFor('pods', pod))) await createNumberedPod(set, ordinal, revisionFor(set, ordinal, revision), client);
  const present = podsOf(set, client).find((other) => ordinalOf(other) === ordinal);
  return present !== undefined && !isTerminating(present) && availableInMs(present, set, client.now()) === 0;
}

function hasEnded(pod: KubeObject): boolean {
  const phase = readString(pod, 'status', 'phase');
  return (phase === 'Failed' || phase === 'Succeeded') && !isTerminating(pod);
}

function partitionOf(set: KubeObject): number {
  return readNumber(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
}

/** Below the partition pods keep the revision that is current. */
function revisionFor(set: KubeObject, ordinal: number, revision: string): string {
  const current = readString(set, 'status', 'currentRevision');
  return ordinal < partitionOf(set) && current !== undefined ? current : revision;
}

/** The highest number first, and only while all others are available. */
async function replaceOld(set: KubeObject, revision: string, client: ControllerClient): Promise<void> {
  if (readString(set, 'spec', 'updateStrategy', 'type') === 'OnDelete') return;
  for (const pod of podsOf(set, client).toReversed()) {
    if (ordinalOf(pod) < partitionOf(set)) return;
    if (pod.metadata.labels?.[revisionLabel] !== revision) {
      if (!isTerminating(pod)) await deleteNumberedPod(set, pod, client);
      return;
    }
    if (isTerminating(pod) || availableInMs(pod, set, client.now()) !== 0) return;
  }
}

async function report(key: ObjectKey, client: ControllerClient): Promise<Outcome> {
  const set = client.get(key);
  if (!set) return {};
  const revision = revisionOf(set);
  const all = podsOf(set, client);
  const pods = all.filter((pod) => !isTerminating(pod));
  const waits = pods.map((pod) => availableInMs(pod, set, client.now()));
  const ofRevision = (name: string): number => pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === name).length;
  const wanted = readNumber(set, 'spec', 'replicas') ?? 1;
  const isRolling = readString(set, 'spec', 'updateStrategy', 'type') !== 'OnDelete';
  const isDone = isRolling && ofRevision(revision) === wanted && pods.length === wanted && pods.every(isReady);
  const current = isDone ? revision : (readString(set, 'status', 'currentRevision') ?? revision);
  await client.updateStatus(key, (live) => ({
    ...readObject(live, 'status'),
    observedGeneration: live.metadata.generation,
    replicas: all.length,
    readyReplicas: waits.filter((wait) => wait !== undefined).length,
    availableReplicas: waits.filter((wait) => wait === 0).length,
    updatedReplicas: ofRevision(revision),
    currentReplicas: ofRevision(current),
    currentRevision: current,
    updateRevision: revision,
    collisionCount: 0,
  }));
  const wait = soonest(waits);
  return wait === undefined ? {} : { requeueAfterMs: wait };
}
