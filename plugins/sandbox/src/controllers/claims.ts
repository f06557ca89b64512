import { readObject, readString, readStrings } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { findVolume } from './volume-match.ts';
import { keyFor, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';
import { recordEvent, type EventText } from './events.ts';
import { dropFinalizer } from './garbage.ts';
import { claimsOf } from './scheduler.ts';

const bucket = 'persistentvolumeclaims';
const claimProtection = 'kubernetes.io/pvc-protection';
export const behaviourAnnotation = 'sandbox.sherpack.io/behaviour';
const provisionerNotes = ['volume.kubernetes.io/storage-provisioner', 'volume.beta.kubernetes.io/storage-provisioner'];

/**
 * Binds claims to volumes that fit, or to volumes made for them where their class has a provisioner; a claim annotated
 * `sandbox.sherpack.io/behaviour: never-bound` gets none (pkg/controller/volume/persistentvolume).
 */
export const claims: Controller = {
  name: 'persistent-volume-binder',
  watches: [bucket, 'pods', 'persistentvolumes', 'storageclasses.storage.k8s.io'],
  affected: (change, client) => {
    if (change.key.bucket === bucket) return [change.key];
    if (change.key.bucket === 'pods') return claimsOf(change.object).map((name) => ({ bucket, namespace: change.key.namespace, name }));
    return client.list(bucket).filter(isOpen).map((claim) => keyFor(bucket, claim));
  },
  async reconcile(key, client) {
    const claim = client.get(key);
    if (!claim) return;
    if (claim.metadata.deletionTimestamp) {
      if (!isUsed(key, client)) await dropFinalizer(key, claimProtection, client);
      return;
    }
    if (isOpen(claim)) await bind(key, claim, client);
    else await grow(key, claim, client);
  },
};

function isOpen(claim: KubeObject): boolean {
  return readString(claim, 'status', 'phase') !== 'Bound';
}

function isUsed(key: ObjectKey, client: ControllerClient): boolean {
  return client.list('pods', key.namespace).some((pod) => claimsOf(pod).includes(key.name));
}

async function bind(key: ObjectKey, claim: KubeObject, client: ControllerClient): Promise<void> {
  const given = readString(claim, 'spec', 'volumeName');
  const volume = given === undefined ? findVolume(claim, client.list('persistentvolumes')) : client.get({ bucket: 'persistentvolumes', namespace: '', name: given });
  if (volume) return bindTo(key, claim, volume, given !== undefined, client);
  if (given !== undefined) return;
  const className = readString(claim, 'spec', 'storageClassName') ?? '';
  const storageClass = client.get({ bucket: 'storageclasses.storage.k8s.io', namespace: '', name: className });
  const waiting = reasonToWait(key, className, storageClass, client);
  if (waiting) return tellOnce(claim, waiting, client);
  await askProvisioner(key, claim, readString(storageClass, 'provisioner') ?? '', client);
  if (claim.metadata.annotations?.[behaviourAnnotation] === 'never-bound') return;
  const made = await client.create('persistentvolumes', '', volumeFor(claim, className, storageClass));
  if (made) await bindTo(key, claim, made, false, client);
}

function reasonToWait(key: ObjectKey, className: string, storageClass: KubeObject | undefined, client: ControllerClient): EventText | undefined {
  if (className === '') return { type: 'Normal', reason: 'FailedBinding', message: 'no persistent volumes available for this claim and no storage class is set' };
  if (!storageClass) return { type: 'Warning', reason: 'ProvisioningFailed', message: `storageclass.storage.k8s.io ${JSON.stringify(className)} not found` };
  const isLate = readString(storageClass, 'volumeBindingMode') === 'WaitForFirstConsumer' && !isUsed(key, client);
  return isLate ? { type: 'Normal', reason: 'WaitForFirstConsumer', message: 'waiting for first consumer to be created before binding' } : undefined;
}

async function tellOnce(claim: KubeObject, event: EventText, client: ControllerClient): Promise<void> {
  await recordEvent(client, claim, { ...event, component: 'persistentvolume-controller' });
}

/** Says which provisioner the claim waits for. */
async function askProvisioner(key: ObjectKey, claim: KubeObject, provisioner: string, client: ControllerClient): Promise<void> {
  if (claim.metadata.annotations?.[provisionerNotes[0] ?? ''] === provisioner) return;
  const notes = Object.fromEntries(provisionerNotes.map((name) => [name, provisioner]));
  await client.update(key, (live) => ({ ...live, metadata: { ...live.metadata, annotations: { ...live.metadata.annotations, ...notes } } }));
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  await tellOnce(claim, { type: 'Normal', reason: 'ExternalProvisioning', message }, client);
}

async function bindTo(key: ObjectKey, claim: KubeObject, volume: KubeObject, isChosen: boolean, client: ControllerClient): Promise<void> {
  const { name: claimName, namespace, uid } = claim.metadata;
  const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: claimName, namespace, uid, resourceVersion: claim.metadata.resourceVersion };
  if (readString(volume, 'spec', 'claimRef', 'uid') !== uid) {
    await client.update(keyFor('persistentvolumes', volume), (live) => ({ ...live, spec: { ...readObject(live, 'spec'), claimRef } }) as KubeObject);
  }
  const notes = { 'pv.kubernetes.io/bind-completed': 'yes', ...(isChosen ? {} : { 'pv.kubernetes.io/bound-by-controller': 'yes' }) };
  await client.update(key, (live) => ({
    ...live,
    metadata: { ...live.metadata, annotations: { ...live.metadata.annotations, ...notes } },
    spec: { ...readObject(live, 'spec'), volumeName: volume.metadata.name },
  }) as KubeObject);
  const capacity = readObject(client.get(keyFor('persistentvolumes', volume)), 'spec', 'capacity');
  await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), phase: 'Bound', accessModes: readStrings(volume, 'spec', 'accessModes'), capacity }));
}

function volumeFor(claim: KubeObject, storageClassName: string, storageClass: KubeObject | undefined): Record<string, unknown> {
  const { name: claimName, namespace, uid } = claim.metadata;
  return {
    metadata: { name: `pvc-${uid ?? ''}`, annotations: { 'pv.kubernetes.io/provisioned-by': readString(storageClass, 'provisioner') } },
    spec: {
      capacity: readObject(claim, 'spec', 'resources', 'requests'),
      accessModes: readStrings(claim, 'spec', 'accessModes'),
      volumeMode: readString(claim, 'spec', 'volumeMode'),
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: claimName, namespace, uid },
      persistentVolumeReclaimPolicy: readString(storageClass, 'reclaimPolicy') ?? 'Delete',
      storageClassName,
      hostPath: { path: `/nonexistent/${uid ?? ''}` },
    },
  };
}

async function grow(key: ObjectKey, claim: KubeObject, client: ControllerClient): Promise<void> {
  const wanted = readString(claim, 'spec', 'resources', 'requests', 'storage');
  if (wanted === undefined || wanted === readString(claim, 'status', 'capacity', 'storage') || readString(claim, 'spec', 'storageClassName') === '') return;
  const capacity = { storage: wanted };
  await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), capacity }));
  const volume = { bucket: 'persistentvolumes', namespace: '', name: readString(claim, 'spec', 'volumeName') ?? '' };
  if (client.get(volume)) await client.update(volume, (live) => ({ ...live, spec: { ...readObject(live, 'spec'), capacity } }) as KubeObject);
}
