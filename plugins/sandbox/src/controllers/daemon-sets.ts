import { readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { claim, ownersOf, type OwnerKind } from './adoption.ts';
import { keyFor, type ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { daemonPod, targetNode } from './daemon-pods.ts';
import { recordEvent } from './events.ts';
import { belongsOn } from './node-fit.ts';
import { availableInMs, isActive, isTerminating, soonest } from './pod-state.ts';
import { templateHash, templateOf } from './pod-template.ts';
import { createPod } from './replica-sets.ts';
import { keepRevision, revisionLabel } from './revisions.ts';
import { rolloutLimits } from './rolling-update.ts';

const daemonSetKind: OwnerKind = { apiVersion: 'apps/v1', kind: 'DaemonSet', bucket: 'daemonsets.apps' };

/** Runs one pod on every node that fits (pkg/controller/daemon). */
export const daemonSets: Controller = {
  name: 'daemonset-controller',
  watches: [daemonSetKind.bucket, 'pods', 'nodes'],
  affected: (change, client) => (change.key.bucket === 'nodes' ? client.list(daemonSetKind.bucket).map((set) => keyFor(daemonSetKind.bucket, set)) : ownersOf(daemonSetKind)(change, client)),
  async reconcile(key, client) {
    const set = client.get(key);
    if (!set) return undefined;
    const hash = templateHash(templateOf(set));
    await claim(client, 'pods', set, daemonSetKind);
    if (!isTerminating(set)) {
      await keepRevision(client, set, { kind: 'DaemonSet', label: revisionLabel }, `${key.name}-${hash}`, new Set());
      for (const node of client.list('nodes')) await manage(set, node, hash, client);
      await roll(set, hash, client);
    }
    return report(key, set, hash, client);
  },
};

function podsOn(set: KubeObject, node: KubeObject, client: ControllerClient): KubeObject[] {
  return client.owned('pods', set).filter((pod) => targetNode(pod) === node.metadata.name);
}

function belongs(set: KubeObject, node: KubeObject): boolean {
  return belongsOn(daemonPod(set, '', '') as KubeObject, node);
}

/** One running pod where one belongs, none where it does not; ended ones go. */
async function manage(set: KubeObject, node: KubeObject, hash: string, client: ControllerClient): Promise<void> {
  const here = podsOn(set, node, client);
  if (!belongs(set, node)) {
    for (const pod of here) if (!isTerminating(pod)) await remove(set, pod, client);
    return;
  }
  for (const pod of here) {
    if (isActive(pod) || isTerminating(pod)) continue;
    await recordEvent(client, set, { type: 'Warning', reason: 'FailedDaemonPod', message: `Found failed daemon pod ${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''} on node ${node.metadata.name ?? ''}, will try to kill it` });
    await remove(set, pod, client);
  }
  if (podsOn(set, node, client).length === 0) await createPod(client, set, daemonPod(set, node.metadata.name ?? '', hash));
}

async function remove(set: KubeObject, pod: KubeObject, client: ControllerClient): Promise<void> {
  client.delete(keyFor('pods', pod));
  await recordEvent(client, set, { type: 'Normal', reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name ?? ''}` });
}

/** Old pods go as far as enough nodes keep an available one; those that are not available go at once. */
async function roll(set: KubeObject, hash: string, client: ControllerClient): Promise<void> {
  if (readString(set, 'spec', 'updateStrategy', 'type') === 'OnDelete') return;
  const pods = client.owned('pods', set);
  const isAvailable = (pod: KubeObject): boolean => !isTerminating(pod) && availableInMs(pod, set, client.now()) === 0;
  const nodes = client.list('nodes').filter((node) => belongs(set, node)).length;
  const { maxUnavailable } = rolloutLimits(nodes, 0, readObject(set, 'spec', 'updateStrategy', 'rollingUpdate')?.['maxUnavailable'] ?? 1);
  let spare = Math.max(1, maxUnavailable) - (nodes - pods.filter(isAvailable).length);
  for (const pod of pods.filter((old) => isActive(old) && old.metadata.labels?.[revisionLabel] !== hash)) {
    if (isAvailable(pod) && spare <= 0) continue;
    if (isAvailable(pod)) spare -= 1;
    await remove(set, pod, client);
  }
}

async function report(key: ObjectKey, set: KubeObject, hash: string, client: ControllerClient): Promise<Outcome> {
  const nodes = client.list('nodes');
  const pods = client.owned('pods', set).filter(isActive);
  const fitting = new Set(nodes.filter((node) => belongs(set, node)).map((node) => node.metadata.name));
  const placed = pods.filter((pod) => fitting.has(targetNode(pod) ?? ''));
  const waits = placed.map((pod) => availableInMs(pod, set, client.now()));
  const available = waits.filter((wait) => wait === 0).length;
  await client.updateStatus(key, (live) => {
    const { numberUnavailable: _, numberAvailable: __, ...kept } = readObject(live, 'status') ?? {};
    return {
      ...kept,
      observedGeneration: live.metadata.generation,
      desiredNumberScheduled: fitting.size,
      currentNumberScheduled: new Set(placed.map(targetNode)).size,
      numberMisscheduled: pods.length - placed.length,
      numberReady: waits.filter((wait) => wait !== undefined).length,
      updatedNumberScheduled: placed.filter((pod) => pod.metadata.labels?.[revisionLabel] === hash).length,
      ...(available > 0 ? { numberAvailable: available } : {}),
      ...(fitting.size > available ? { numberUnavailable: fitting.size - available } : {}),
    };
  });
  const wait = soonest(waits);
  return wait === undefined ? {} : { requeueAfterMs: wait };
}
