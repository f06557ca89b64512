import { readList, readObject, readString, readStrings } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { keyFor, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';
import { dropFinalizer } from './garbage.ts';

const claimProtection = 'kubernetes.io/pvc-protection';
const volumeProtection = 'kubernetes.io/pv-protection';
export const behaviourAnnotation = 'sandbox.sherpack.io/behaviour';

/** Binds claims to volumes made for them; a claim annotated `sandbox.sherpack.io/behaviour: never-bound` stays unbound. */
export const claims: Controller = {
  name: 'persistent-volume-binder',
  watches: ['persistentvolumeclaims', 'pods', 'persistentvolumes'],
  affected: (change, client) => {
    if (change.key.bucket === 'persistentvolumeclaims') return [change.key];
    if (change.key.bucket === 'pods') return claimsOf(change.object).map((name) => ({ bucket: 'persistentvolumeclaims', namespace: change.key.namespace, name }));
    return client.list('persistentvolumeclaims').filter((claim) => readString(claim, 'spec', 'volumeName') === change.key.name).map((claim) => keyFor('persistentvolumeclaims', claim));
  },
  async reconcile(key, client) {
    const claim = client.get(key);
    if (!claim) return;
    if (claim.metadata.deletionTimestamp) {
      if (!isUsed(key, client)) await dropFinalizer(key, claimProtection, client);
      return;
    }
    if (readString(claim, 'status', 'phase') !== 'Bound') await bind(key, claim, client);
    else await grow(key, claim, client);
  },
};

/** Volumes go with their claims when their class says so. */
export const volumes: Controller = {
  name: 'persistent-volume-controller',
  watches: ['persistentvolumes', 'persistentvolumeclaims'],
  affected: (change, client) =>
    change.key.bucket === 'persistentvolumes' ? [change.key] : client.list('persistentvolumes').filter((volume) => readString(volume, 'spec', 'claimRef', 'uid') === change.object.metadata.uid).map((volume) => keyFor('persistentvolumes', volume)),
  async reconcile(key, client) {
    const volume = client.get(key);
    if (!volume) return;
    if (volume.metadata.deletionTimestamp) return dropFinalizer(key, volumeProtection, client);
    const name = readString(volume, 'spec', 'claimRef', 'name');
    const namespace = readString(volume, 'spec', 'claimRef', 'namespace') ?? '';
    const claim = name === undefined ? undefined : client.get({ bucket: 'persistentvolumeclaims', namespace, name });
    if (claim || name === undefined) return setPhase(key, name === undefined ? 'Available' : 'Bound', client);
    if (readString(volume, 'spec', 'persistentVolumeReclaimPolicy') === 'Delete') client.delete(key);
    else await setPhase(key, 'Released', client);
  },
};

async function setPhase(key: ObjectKey, phase: string, client: ControllerClient): Promise<void> {
  if (readString(client.get(key), 'status', 'phase') !== phase) await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), phase }));
}

function claimsOf(pod: KubeObject): string[] {
  return readList(pod, 'spec', 'volumes').flatMap((volume) => readString(volume, 'persistentVolumeClaim', 'claimName') ?? []);
}

function isUsed(key: ObjectKey, client: ControllerClient): boolean {
  return client.list('pods', key.namespace).some((pod) => claimsOf(pod).includes(key.name));
}

async function bind(key: ObjectKey, claim: KubeObject, client: ControllerClient): Promise<void> {
  if (claim.metadata.annotations?.[behaviourAnnotation] === 'never-bound') return;
  const className = readString(claim, 'spec', 'storageClassName') ?? '';
  const storageClass = client.get({ bucket: 'storageclasses.storage.k8s.io', namespace: '', name: className });
  const given = readString(claim, 'spec', 'volumeName');
  if (!given && className !== '' && !storageClass) return;
  const name = given ?? `pvc-${claim.metadata.uid ?? ''}`;
  const reclaimPolicy = String(storageClass?.['reclaimPolicy'] ?? 'Delete');
  if (!client.get({ bucket: 'persistentvolumes', namespace: '', name })) await client.create('persistentvolumes', '', volumeFor(name, claim, className, reclaimPolicy));
  const annotations = bindingNotes(typeof storageClass?.['provisioner'] === 'string' ? storageClass['provisioner'] : undefined);
  await client.update(key, (live) => ({
    ...live,
    metadata: { ...live.metadata, annotations: { ...live.metadata.annotations, ...annotations } },
    spec: { ...readObject(live, 'spec'), volumeName: name },
  }) as KubeObject);
  await client.updateStatus(key, (live) => boundStatus(live));
}

/** What the volume controller notes on a claim: `pkg/controller/volume/persistentvolume/pv_controller.go`. */
function bindingNotes(provisioner: string | undefined): Readonly<Record<string, string>> {
  const bound = { 'pv.kubernetes.io/bind-completed': 'yes', 'pv.kubernetes.io/bound-by-controller': 'yes' };
  if (provisioner === undefined) return bound;
  return { ...bound, 'volume.kubernetes.io/storage-provisioner': provisioner, 'volume.beta.kubernetes.io/storage-provisioner': provisioner };
}

function volumeFor(name: string, claim: KubeObject, storageClassName: string, persistentVolumeReclaimPolicy: string): Record<string, unknown> {
  const { name: claimName, namespace, uid } = claim.metadata;
  return {
    metadata: { name },
    spec: {
      capacity: readObject(claim, 'spec', 'resources', 'requests'),
      accessModes: readStrings(claim, 'spec', 'accessModes'),
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: claimName, namespace, uid },
      persistentVolumeReclaimPolicy,
      ...(storageClassName === '' ? {} : { storageClassName }),
      hostPath: { path: `/sandbox/${name}` },
    },
  };
}

function boundStatus(claim: KubeObject): Record<string, unknown> {
  return { ...readObject(claim, 'status'), phase: 'Bound', accessModes: readStrings(claim, 'spec', 'accessModes'), capacity: { storage: readString(claim, 'spec', 'resources', 'requests', 'storage') } };
}

async function grow(key: ObjectKey, claim: KubeObject, client: ControllerClient): Promise<void> {
  const wanted = readString(claim, 'spec', 'resources', 'requests', 'storage');
  if (wanted !== undefined && wanted !== readString(claim, 'status', 'capacity', 'storage')) await client.updateStatus(key, (live) => boundStatus(live));
}
