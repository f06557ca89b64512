import type { KubernetesObject, ObjectRef } from '@sherpack/plugin-api';
import type { Case, Stage } from './case.ts';
import { claim, deployment, statefulSet } from './objects.ts';
import { eventually } from './run-case.ts';

const POD = { apiVersion: 'v1', kind: 'Pod' };

/** What looks like a failure and is none. */
export const LOOK_ALIKES: readonly Case[] = [
  {
    ...fine('crashes for 60 s while a dependency starts', deployment('patient', { behaviour: 'crash-until:60s' }), 62_000),
    needsAreStarting: ({ elapsed }) => elapsed() < 58_000,
  },
  {
    ...fine('claim that waits for its first consumer', claim('later', 'lazy', 'never-bound'), 1000),
    before: async ({ cluster }) => {
      await cluster.apply({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'lazy' }, provisioner: 'none', volumeBindingMode: 'WaitForFirstConsumer' } as KubernetesObject, { fieldManager: 'test', force: true });
    },
  },
  { ...fine('paused Deployment', deployment('paused', { behaviour: 'crash-loop' }, { paused: true }), 1000), notice: 'is paused' },
  fine('no replicas', deployment('none', { behaviour: 'invalid-image' }, { replicas: 0 }), 3000),
  {
    ...fine('StatefulSet that is updated on deletion', statefulSet('manual', { behaviour: 'invalid-image' }, { updateStrategy: { type: 'OnDelete' } }), 3000),
    notice: 'keeps 2 pods of the old revision',
    before: (stage) => install(stage, statefulSet('manual', {}, { updateStrategy: { type: 'OnDelete' } }), ({ status }) => status['readyReplicas'] === 2),
  },
  {
    ...fine('pods of the old revision crash', deployment('recovers', { behaviour: 'slow:20s' }), 25_000),
    before: (stage) => install(stage, deployment('recovers', { behaviour: 'crash-loop' }), async () => isCrashing(stage, 'recovers')),
  },
  {
    ...fine('an autoscaler scales in the middle of the rollout', deployment('scaled', { behaviour: 'slow:4s' }), 14_000),
    during: async ({ cluster, namespace, clock }) => {
      await clock.sleep(2000);
      const ref = { apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'scaled' };
      await cluster.patch(ref, 'merge', { spec: { replicas: 4 } }, { subresource: 'scale', fieldManager: 'kube-controller-manager' });
    },
  },
  { ...fine('a node is drained in the middle of the rollout', deployment('drained', { behaviour: 'slow:3s' }, { replicas: 2 }), 14_000), during: drain },
];

function fine(name: string, object: Case['object'], within: number): Case {
  return { name, expected: 'ready', object, within };
}

type Live = KubernetesObject & { readonly status: Readonly<Record<string, unknown>> };

async function install(stage: Stage, object: KubernetesObject, isThere: (live: Live) => boolean | Promise<boolean>): Promise<void> {
  const { cluster, namespace } = stage;
  const placed = { ...object, metadata: { ...object.metadata, namespace } };
  const ref: ObjectRef = { apiVersion: object.apiVersion, kind: object.kind, namespace, name: object.metadata.name ?? '' };
  await cluster.apply(placed, { fieldManager: 'sherpack/readiness-test', force: true });
  await eventually(stage, `${ref.name} of before`, async () => {
    const live = await cluster.get(ref);
    return live?.['status'] !== undefined && isThere(live as Live);
  });
}

async function isCrashing({ cluster, namespace }: Stage, app: string): Promise<boolean> {
  const { items } = await cluster.list(POD, { namespace, labelSelector: `app=${app}` });
  return items.some((pod) => JSON.stringify(pod['status'] ?? {}).includes('"restartCount":3'));
}

/** Evicts what is there now, as `kubectl drain` does, while the new pods are on their way. */
async function drain(stage: Stage): Promise<void> {
  const { cluster, namespace, clock } = stage;
  const of = { namespace, labelSelector: 'app=drained' };
  await eventually(stage, 'the pods', async () => (await cluster.list(POD, of)).items.length === 2);
  await clock.sleep(1500);
  for (const pod of (await cluster.list(POD, of)).items) {
    await cluster.delete({ ...POD, namespace, name: pod.metadata.name ?? '' }, { gracePeriodSeconds: 1 });
  }
}
