import { copyJson, read, readList, readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { controllerReference, keyFor, type ControllerClient } from './client.ts';
import type { Controller, Outcome } from './controller.ts';
import { availableInMs, isReady, isTerminating, soonest } from './pod-state.ts';
import { podFromTemplate, templateHash, templateOf } from './pod-template.ts';
import { ownerKeys } from './replica-sets.ts';
import { keepRevision } from './revisions.ts';

const bucket = 'statefulsets.apps';
const revisionLabel = 'controller-revision-hash';

/** Runs numbered pods in order, each with claims of its own. */
export const statefulSets: Controller = {
  name: 'statefulset-controller',
  watches: [bucket, 'pods'],
  affected: ownerKeys('StatefulSet', bucket),
  async reconcile(key, client) {
    const set = client.get(key);
    if (!set) return undefined;
    if (!isTerminating(set)) {
      const revision = `${key.name}-${templateHash(templateOf(set))}`;
      await keepRevision(client, set, 'StatefulSet', revision);
      await step(set, revision, client);
    }
    return report(key, client);
  },
};

function podsOf(set: KubeObject, client: ControllerClient): KubeObject[] {
  return client.owned('pods', set).toSorted((a, b) => ordinalOf(a) - ordinalOf(b));
}

function ordinalOf(pod: KubeObject): number {
  return Number(pod.metadata.name?.split('-').at(-1) ?? 0);
}

function isParallel(set: KubeObject): boolean {
  return readString(set, 'spec', 'podManagementPolicy') === 'Parallel';
}

/** One thing at a time in order, all at once with `Parallel`: make what is missing, remove what is too much, then replace old ones. */
async function step(set: KubeObject, revision: string, client: ControllerClient): Promise<void> {
  const start = readNumber(set, 'spec', 'ordinals', 'start') ?? 0;
  const end = start + (readNumber(set, 'spec', 'replicas') ?? 1);
  for (let ordinal = start; ordinal < end; ordinal += 1) {
    const pod = podsOf(set, client).find((other) => ordinalOf(other) === ordinal);
    if (pod && hasEnded(pod)) client.delete(keyFor('pods', pod));
    const isMissing = !pod || !client.get(keyFor('pods', pod));
    if (isMissing) await createPod(set, ordinal, revisionFor(set, ordinal, revision), client);
    const present = podsOf(set, client).find((other) => ordinalOf(other) === ordinal);
    if (!isParallel(set) && (!present || !isReady(present))) return;
  }
  const surplus = podsOf(set, client).filter((pod) => ordinalOf(pod) >= end || ordinalOf(pod) < start).toReversed();
  for (const pod of surplus) {
    if (!isTerminating(pod)) client.delete(keyFor('pods', pod));
    if (!isParallel(set)) return;
  }
  replaceOld(set, revision, client);
}

function hasEnded(pod: KubeObject): boolean {
  const phase = readString(pod, 'status', 'phase');
  return (phase === 'Failed' || phase === 'Succeeded') && !isTerminating(pod);
}

/** Below the partition pods keep the revision that is current. */
function revisionFor(set: KubeObject, ordinal: number, revision: string): string {
  const partition = readNumber(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  const current = readString(set, 'status', 'currentRevision');
  return ordinal < partition && current !== undefined ? current : revision;
}

/** The highest number first, and only while all others are ready. */
function replaceOld(set: KubeObject, revision: string, client: ControllerClient): void {
  if (readString(set, 'spec', 'updateStrategy', 'type') === 'OnDelete') return;
  const partition = readNumber(set, 'spec', 'updateStrategy', 'rollingUpdate', 'partition') ?? 0;
  for (const pod of podsOf(set, client).toReversed()) {
    if (ordinalOf(pod) < partition) return;
    if (pod.metadata.labels?.[revisionLabel] !== revision) {
      if (!isTerminating(pod)) client.delete(keyFor('pods', pod));
      return;
    }
    if (!isReady(pod)) return;
  }
}

async function createPod(set: KubeObject, ordinal: number, revision: string, client: ControllerClient): Promise<void> {
  const name = `${set.metadata.name ?? ''}-${ordinal}`;
  const namespace = set.metadata.namespace ?? '';
  const labels = { 'apps.kubernetes.io/pod-index': String(ordinal), [revisionLabel]: revision, 'statefulset.kubernetes.io/pod-name': name };
  const pod = podFromTemplate(templateOf(set), controllerReference(set, 'apps/v1', 'StatefulSet'), { name, labels });
  const spec = readObject(pod, 'spec') ?? {};
  const claims = readList(set, 'spec', 'volumeClaimTemplates');
  for (const claim of claims) await createClaim(claim, name, set, client);
  const volumes = claims.map((claim) => ({ name: readString(claim, 'metadata', 'name'), persistentVolumeClaim: { claimName: `${readString(claim, 'metadata', 'name') ?? ''}-${name}` } }));
  const own = readList(spec, 'volumes').filter((volume) => !volumes.some((other) => other.name === volume['name']));
  const serviceName = readString(set, 'spec', 'serviceName');
  await client.create('pods', namespace, { ...pod, spec: { ...spec, hostname: name, ...(serviceName ? { subdomain: serviceName } : {}), ...(volumes.length + own.length > 0 ? { volumes: [...own, ...volumes] } : {}) } });
}

async function createClaim(template: Record<string, unknown>, pod: string, set: KubeObject, client: ControllerClient): Promise<void> {
  const name = `${readString(template, 'metadata', 'name') ?? ''}-${pod}`;
  const namespace = set.metadata.namespace ?? '';
  if (client.get({ bucket: 'persistentvolumeclaims', namespace, name })) return;
  const metadata = readObject(template, 'metadata') ?? {};
  const labels = { ...readObject(metadata, 'labels'), ...readObject(set, 'spec', 'selector', 'matchLabels') };
  const isDeletedAlong = read(set, 'spec', 'persistentVolumeClaimRetentionPolicy', 'whenDeleted') === 'Delete';
  const { blockOwnerDeletion: _, controller: __, ...owner } = controllerReference(set, 'apps/v1', 'StatefulSet');
  await client.create('persistentvolumeclaims', namespace, { metadata: { ...copyJson(metadata), name, labels, ...(isDeletedAlong ? { ownerReferences: [owner] } : {}) }, spec: copyJson(readObject(template, 'spec')) });
}

async function report(key: ObjectKey, client: ControllerClient): Promise<Outcome> {
  const set = client.get(key);
  if (!set) return {};
  const revision = `${key.name}-${templateHash(templateOf(set))}`;
  const pods = podsOf(set, client).filter((pod) => !isTerminating(pod));
  const waits = pods.map((pod) => availableInMs(pod, set, client.now()));
  const updated = pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === revision);
  const wanted = readNumber(set, 'spec', 'replicas') ?? 1;
  const isDone = updated.length === wanted && pods.length === wanted && updated.every(isReady);
  const current = isDone ? revision : (readString(set, 'status', 'currentRevision') ?? revision);
  await client.updateStatus(key, (live) => ({
    ...readObject(live, 'status'),
    observedGeneration: live.metadata.generation,
    replicas: pods.length,
    readyReplicas: waits.filter((wait) => wait !== undefined).length,
    availableReplicas: waits.filter((wait) => wait === 0).length,
    updatedReplicas: updated.length,
    currentReplicas: pods.filter((pod) => pod.metadata.labels?.[revisionLabel] === current).length,
    currentRevision: current,
    updateRevision: revision,
    collisionCount: 0,
  }));
  const wait = soonest(waits);
  return wait === undefined ? {} : { requeueAfterMs: wait };
}
