import { readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { controllerReference, keyFor, type ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { availableInMs, isActive, isTerminating, soonest } from './pod-state.ts';
import { podFromTemplate, templateHash, templateOf } from './pod-template.ts';
import { ownerKeys } from './replica-sets.ts';
import { keepRevision } from './revisions.ts';

const bucket = 'daemonsets.apps';
const revisionLabel = 'controller-revision-hash';

/** Runs one pod on every node that fits. */
export const daemonSets: Controller = {
  name: 'daemonset-controller',
  watches: [bucket, 'pods', 'nodes'],
  affected: (change, client) => (change.key.bucket === 'nodes' ? client.list(bucket).map((set) => keyFor(bucket, set)) : ownerKeys('DaemonSet', bucket)(change)),
  async reconcile(key, client) {
    const set = client.get(key);
    if (!set) return undefined;
    const hash = templateHash(templateOf(set));
    if (!isTerminating(set)) {
      await keepRevision(client, set, 'DaemonSet', `${key.name}-${hash}`);
      for (const node of nodesFor(set, client)) await runOn(set, node.metadata.name ?? '', hash, client);
    }
    return report(key, set, hash, client);
  },
};

function nodesFor(set: KubeObject, client: ControllerClient): KubeObject[] {
  const selector = (readObject(templateOf(set), 'spec', 'nodeSelector') ?? {}) as Record<string, string>;
  return client.list('nodes').filter((node) => Object.entries(selector).every(([key, value]) => node.metadata.labels?.[key] === value));
}

function podsOf(set: KubeObject, client: ControllerClient): KubeObject[] {
  return client.owned('pods', set);
}

async function runOn(set: KubeObject, node: string, hash: string, client: ControllerClient): Promise<void> {
  const here = podsOf(set, client).filter((pod) => readString(pod, 'spec', 'nodeName') === node);
  for (const pod of here) if (!isActive(pod) && !isTerminating(pod)) client.delete(keyFor('pods', pod));
  const old = here.find((pod) => isActive(pod) && pod.metadata.labels?.[revisionLabel] !== hash);
  if (old && readString(set, 'spec', 'updateStrategy', 'type') !== 'OnDelete') client.delete(keyFor('pods', old));
  const left = podsOf(set, client).filter((pod) => readString(pod, 'spec', 'nodeName') === node);
  if (left.length > 0) return;
  const pod = podFromTemplate(templateOf(set), controllerReference(set, 'apps/v1', 'DaemonSet'), { generateName: `${set.metadata.name ?? ''}-`, labels: { [revisionLabel]: hash } });
  await client.create('pods', set.metadata.namespace ?? '', { ...pod, spec: { ...readObject(pod, 'spec'), nodeName: node } });
}

async function report(key: ObjectKey, set: KubeObject, hash: string, client: ControllerClient): Promise<Outcome> {
  const nodes = nodesFor(set, client).length;
  const pods = podsOf(set, client).filter(isActive);
  const waits = pods.map((pod) => availableInMs(pod, set, client.now()));
  const available = waits.filter((wait) => wait === 0).length;
  await client.updateStatus(key, (live) => {
    const { numberUnavailable: _, numberAvailable: __, ...kept } = readObject(live, 'status') ?? {};
    return {
      ...kept,
      observedGeneration: live.metadata.generation,
      desiredNumberScheduled: nodes,
      currentNumberScheduled: pods.length,
      numberMisscheduled: 0,
      numberReady: waits.filter((wait) => wait !== undefined).length,
      updatedNumberScheduled: pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === hash).length,
      numberAvailable: available,
      numberUnavailable: Math.max(0, nodes - available),
    };
  });
  const wait = soonest(waits);
  return wait === undefined || readNumber(set, 'spec', 'minReadySeconds') === undefined ? {} : { requeueAfterMs: wait };
}
