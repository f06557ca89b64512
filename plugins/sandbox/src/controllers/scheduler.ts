import { read, readList, readObject, readString } from '../schemas/json-path.ts';
import { timestamp } from '../clock.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { keyFor, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';
import { recordEvent } from './events.ts';
import { reasonsAgainst } from './node-fit.ts';
import { conditionOf, isTerminating } from './pod-state.ts';

/** Puts pods on nodes that take them, and says why none does. */
export const scheduler: Controller = {
  name: 'default-scheduler',
  watches: ['pods', 'persistentvolumeclaims', 'nodes'],
  affected: (change, client) => {
    if (change.key.bucket === 'pods') return [change.key];
    const pods = client.list('pods', change.key.namespace).filter(isWaiting);
    const concerned = change.key.bucket === 'nodes' ? pods : pods.filter((pod) => claimsOf(pod).includes(change.key.name));
    return concerned.map((pod) => keyFor('pods', pod));
  },
  async reconcile(key, client) {
    const pod = client.get(key);
    if (!pod || !isWaiting(pod)) return;
    const nodes = client.list('nodes');
    const refusal = claimRefusal(pod, client) ?? nodeRefusal(pod, nodes);
    if (refusal !== undefined) return refuse(key, pod, `0/${nodes.length} nodes are available: ${refusal}`, client);
    const node = nodes.find((candidate) => reasonsAgainst(pod, candidate).length === 0);
    const name = node?.metadata.name ?? '';
    client.bind(key, name);
    await recordEvent(client, pod, { type: 'Normal', reason: 'Scheduled', message: `Successfully assigned ${key.namespace}/${key.name} to ${name}`, action: 'Binding' });
  },
};

function isWaiting(pod: KubeObject): boolean {
  const isOurs = (readString(pod, 'spec', 'schedulerName') ?? 'default-scheduler') === 'default-scheduler';
  return isOurs && !readString(pod, 'spec', 'nodeName') && !isTerminating(pod) && readList(pod, 'spec', 'schedulingGates').length === 0;
}

export function claimsOf(pod: KubeObject): readonly string[] {
  return readList(pod, 'spec', 'volumes').flatMap((volume) => readString(volume, 'persistentVolumeClaim', 'claimName') ?? []);
}

/** Words of the scheduler (plugins/volumebinding); what its own message adds for want of a node stands behind. */
function claimRefusal(pod: KubeObject, client: ControllerClient): string | undefined {
  for (const name of claimsOf(pod)) {
    const claim = client.get({ bucket: 'persistentvolumeclaims', namespace: pod.metadata.namespace ?? '', name });
    if (!claim) return `persistentvolumeclaim ${JSON.stringify(name)} not found. not found`;
    if (isTerminating(claim)) return `persistentvolumeclaim ${JSON.stringify(name)} is being deleted. not found`;
    if (readString(claim, 'status', 'phase') !== 'Bound') return 'pod has unbound immediate PersistentVolumeClaims. not found';
  }
  return undefined;
}

function nodeRefusal(pod: KubeObject, nodes: readonly KubeObject[]): string | undefined {
  const against = nodes.map((node) => reasonsAgainst(pod, node));
  if (against.some((reasons) => reasons.length === 0)) return undefined;
  const counts = new Map<string, number>();
  for (const reason of against.flat()) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const told = [...counts].map(([reason, count]) => `${count} ${reason}`).toSorted().join(', ');
  return `${told}. no new claims to deallocate, preemption: 0/${nodes.length} nodes are available: ${nodes.length} Preemption is not helpful for scheduling.`;
}

async function refuse(key: ObjectKey, pod: KubeObject, message: string, client: ControllerClient): Promise<void> {
  if (read(conditionOf(pod, 'PodScheduled'), 'message') === message) return;
  const { generation } = pod.metadata;
  const condition = { type: 'PodScheduled', status: 'False', lastProbeTime: null, lastTransitionTime: timestamp(client.now()), reason: 'Unschedulable', message, ...(generation === undefined ? {} : { observedGeneration: generation }) };
  await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), conditions: [...readList(live, 'status', 'conditions').filter(({ type }) => type !== 'PodScheduled'), condition] }));
  await recordEvent(client, pod, { type: 'Warning', reason: 'FailedScheduling', message, action: 'Scheduling' });
}
