import { readObject, readString } from '../schemas/json-path.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { keyFor, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';
import { dropFinalizer } from './garbage.ts';

const volumeProtection = 'kubernetes.io/pv-protection';

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
