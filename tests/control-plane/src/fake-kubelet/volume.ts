import { behaviourAnnotation } from '@sherpack/pod-behaviour/behaviour';
import type { Connection } from '../connection.ts';
import { follow, type ApiObject } from '../follow.ts';

const provisioner = 'sandbox.sherpack.io/made-up';

interface Claim extends ApiObject {
  readonly spec: { readonly storageClassName?: string; readonly volumeName?: string; readonly accessModes?: readonly string[]; readonly volumeMode?: string; readonly resources?: { readonly requests?: { readonly storage?: string } } };
  readonly status?: { readonly phase?: string };
}

interface Volume extends ApiObject {
  readonly status?: { readonly phase?: string };
}

/**
 * Makes the default class `standard`, and a volume for each claim that has a class and no volume. The volume names
 * the claim; the binding itself is left to the real controller. A claim with the behaviour `never-bound` stays
 * Pending; one with an empty class is the user's own affair, as in a real cluster.
 */
export async function bindVolumes(connection: Connection, signal: AbortSignal): Promise<void> {
  await connection.request('POST', '/apis/storage.k8s.io/v1/storageclasses', { body: {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
    provisioner,
    allowVolumeExpansion: true,
  } });
  void follow<Volume>(connection, '/api/v1/persistentvolumes', { changed: (volume) => void reclaim(connection, volume) }, signal);
  await follow<Claim>(connection, '/api/v1/persistentvolumeclaims', { changed: (claim) => void provision(connection, claim) }, signal);
}

async function provision(connection: Connection, claim: Claim): Promise<void> {
  const { metadata, spec, status } = claim;
  if (!spec.storageClassName || spec.volumeName || status?.phase === 'Bound' || metadata.deletionTimestamp) return;
  if (metadata.annotations?.[behaviourAnnotation] === 'never-bound') return;
  if (metadata.annotations?.['volume.kubernetes.io/storage-provisioner'] !== provisioner) return; // A provisioner waits until the controller asks it.
  await connection.request('POST', '/api/v1/persistentvolumes', { body: {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    // The annotation tells the controller that deleting the volume is the provisioner's work, hence ours.
    metadata: { name: `pvc-${metadata.uid}`, annotations: { 'pv.kubernetes.io/provisioned-by': provisioner } },
    spec: {
      storageClassName: spec.storageClassName,
      accessModes: spec.accessModes ?? ['ReadWriteOnce'],
      volumeMode: spec.volumeMode ?? 'Filesystem',
      capacity: { storage: spec.resources?.requests?.storage ?? '1Gi' },
      persistentVolumeReclaimPolicy: 'Delete',
      claimRef: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
      hostPath: { path: `/nonexistent/${metadata.uid}` },
    },
  } });
}

async function reclaim(connection: Connection, volume: Volume): Promise<void> {
  if (volume.metadata.annotations?.['pv.kubernetes.io/provisioned-by'] !== provisioner) return;
  if (volume.status?.phase !== 'Released' || volume.metadata.deletionTimestamp) return;
  await connection.request('DELETE', `/api/v1/persistentvolumes/${volume.metadata.name}`);
}
