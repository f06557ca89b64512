import { read, readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { claim, ownersOf, type OwnerKind } from './adoption.ts';
import { keyFor, type ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { notePause } from './deployment-conditions.ts';
import { reportRollout, reportScaling } from './deployment-status.ts';
import { isScaledElsewhere, resizeActiveSets, scaleSet } from './deployment-scale.ts';
import { byAge, limitsOf, findNewSet, freshSet, replicasOf, revisionOf, setBucket } from './deployment-sets.ts';
import { isActive, isTerminating } from './pod-state.ts';
import { nextRolloutSteps, type Share } from './rolling-update.ts';

export const deploymentKind: OwnerKind = { apiVersion: 'apps/v1', kind: 'Deployment', bucket: 'deployments.apps' };

/** Rolls a Deployment's template out over ReplicaSets (pkg/controller/deployment). */
export const deployments: Controller = {
  name: 'deployment-controller',
  watches: [deploymentKind.bucket, setBucket],
  affected: ownersOf(deploymentKind),
  async reconcile(key, client) {
    const deployment = client.get(key);
    if (!deployment) return undefined;
    const sets = await claim(client, setBucket, deployment, deploymentKind);
    if (isTerminating(deployment)) return reportScaling(key, sets, client);
    await notePause(key, client);
    if (read(deployment, 'spec', 'paused') === true) return adjust(key, sets, client);
    if (isScaledElsewhere(deployment, sets)) return adjust(key, sets, client);
    return readString(deployment, 'spec', 'strategy', 'type') === 'Recreate' ? recreate(key, client) : roll(key, client);
  },
};

function setsOf(key: ObjectKey, client: ControllerClient): { deployment: KubeObject; sets: KubeObject[] } {
  const deployment = client.get(key) as KubeObject;
  return { deployment, sets: client.owned(setBucket, deployment) };
}

/** Paused, or somebody changed the number of replicas in the middle of a rollout: sizes follow, the rollout does not go on. */
async function adjust(key: ObjectKey, sets: readonly KubeObject[], client: ControllerClient): Promise<Outcome> {
  await freshSet(key, client, false);
  const { deployment } = setsOf(key, client);
  await resizeActiveSets(deployment, client);
  if (read(deployment, 'spec', 'paused') === true) cleanUp(deployment, sets, client);
  return reportScaling(key, setsOf(key, client).sets, client);
}

async function roll(key: ObjectKey, client: ControllerClient): Promise<Outcome> {
  const fresh = await freshSet(key, client, true);
  const { deployment, sets } = setsOf(key, client);
  const old = sets.filter((set) => set.metadata.uid !== fresh?.metadata.uid && replicasOf(set) > 0).toSorted(byAge);
  if (!fresh) return reportRollout(key, undefined, sets, client);
  const steps = nextRolloutSteps(replicasOf(deployment), limitsOf(deployment), shareOf(fresh), old.map(shareOf));
  for (const [name, replicas] of steps) await scaleSet({ bucket: setBucket, namespace: key.namespace, name }, replicas, deployment, client);
  return finish(key, fresh, steps.length > 0, client);
}

/** All old pods are gone before the first new one is made. */
async function recreate(key: ObjectKey, client: ControllerClient): Promise<Outcome> {
  const known = await freshSet(key, client, false);
  const { deployment, sets } = setsOf(key, client);
  const old = sets.filter((set) => set.metadata.uid !== known?.metadata.uid);
  const active = old.filter((set) => replicasOf(set) > 0);
  for (const set of active) await scaleSet(keyFor(setBucket, set), 0, deployment, client);
  if (active.length > 0 || old.some((set) => hasPods(set, client))) return reportRollout(key, known, setsOf(key, client).sets, client);
  const fresh = known ?? (await freshSet(key, client, true));
  if (fresh) await scaleSet(keyFor(setBucket, fresh), replicasOf(deployment), deployment, client);
  return finish(key, fresh, false, client);
}

function hasPods(set: KubeObject, client: ControllerClient): boolean {
  return client.owned('pods', set).some((pod) => isActive(pod) || isTerminating(pod));
}

async function finish(key: ObjectKey, fresh: KubeObject | undefined, isMoving: boolean, client: ControllerClient): Promise<Outcome> {
  const { deployment, sets } = setsOf(key, client);
  const present = sets.find((set) => set.metadata.uid === fresh?.metadata.uid);
  if (!isMoving && isComplete(deployment)) cleanUp(deployment, sets, client);
  return reportRollout(key, present, sets, client);
}

function isComplete(deployment: KubeObject): boolean {
  const counts = ['updatedReplicas', 'replicas', 'availableReplicas'].map((field) => readNumber(deployment, 'status', field) ?? 0);
  const isSeen = (readNumber(deployment, 'status', 'observedGeneration') ?? 0) >= (deployment.metadata.generation ?? 0);
  return isSeen && counts.every((count) => count === replicasOf(deployment));
}

function shareOf(set: KubeObject): Share {
  return { name: set.metadata.name ?? '', replicas: replicasOf(set), available: readNumber(set, 'status', 'availableReplicas') ?? 0 };
}

/** Old ReplicaSets without pods go when there are more than the history limit. */
function cleanUp(deployment: KubeObject, sets: readonly KubeObject[], client: ControllerClient): void {
  const fresh = findNewSet(deployment, sets);
  const old = sets.filter((set) => set !== fresh && !isTerminating(set)).toSorted((a, b) => revisionOf(a) - revisionOf(b));
  const surplus = old.slice(0, Math.max(0, old.length - (readNumber(deployment, 'spec', 'revisionHistoryLimit') ?? 10)));
  for (const set of surplus) if (isIdle(set)) client.delete(keyFor(setBucket, set));
}

function isIdle(set: KubeObject): boolean {
  const status = readObject(set, 'status') ?? {};
  return replicasOf(set) === 0 && (readNumber(status, 'replicas') ?? 0) === 0 && (readNumber(status, 'observedGeneration') ?? 0) >= (set.metadata.generation ?? 0);
}
