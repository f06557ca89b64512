import type { KindRef, KubernetesObject, ObjectRef } from '@sherpack/plugin-api';
import type { Family } from '../failure/family.ts';
import type { LiveObjects } from './contract.ts';
import { kindKey } from './object-status.ts';
import { createStore } from './relatives-store.ts';
import type { RelativesStore } from './relatives-store.ts';

const POD: KindRef = { apiVersion: 'v1', kind: 'Pod' };
const EVENT: KindRef = { apiVersion: 'v1', kind: 'Event' };
const REPLICA_SET: KindRef = { apiVersion: 'apps/v1', kind: 'ReplicaSet' };
const CONTROLLER_REVISION: KindRef = { apiVersion: 'apps/v1', kind: 'ControllerRevision' };

/** What may stand below a kind and is worth looking at. */
const BELOW: Readonly<Record<string, readonly KindRef[]>> = Object.freeze({
  'apps/Deployment': [REPLICA_SET, POD, EVENT],
  'apps/StatefulSet': [POD, EVENT],
  'apps/DaemonSet': [CONTROLLER_REVISION, POD, EVENT],
  'apps/ReplicaSet': [POD, EVENT],
  '/ReplicationController': [POD, EVENT],
  'batch/Job': [POD, EVENT],
  '/Pod': [EVENT],
  '/PersistentVolumeClaim': [POD, EVENT],
});

export interface Relatives {
  /**
   * Follows what may stand below the object, until the signal aborts; `changed` is called when something there changes.
   * Kinds that may not be watched are left out: the object's own status still tells.
   */
  enter(ref: ObjectRef, uid: string, changed: () => void, signal: AbortSignal): void;
  family(namespace: string | undefined): Family & { hasConsumer(claim: KubernetesObject): boolean };
}

/** Follows the objects that controllers make: for each kind and namespace one watch, as long as somebody asks for it. */
export function createRelatives(objects: LiveObjects): Relatives {
  const stores = new Map<string, RelativesStore>();
  const watches = new Map<string, { users: number; readonly end: AbortController }>();

  function storeOf(namespace: string | undefined): RelativesStore {
    const key = namespace ?? '';
    const store = stores.get(key) ?? createStore();
    stores.set(key, store);
    return store;
  }

  function watch(kind: KindRef, namespace: string, signal: AbortSignal): void {
    const key = `${kindKey(kind)} ${namespace}`;
    const known = watches.get(key);
    const entry = known ?? { users: 0, end: new AbortController() };
    entry.users += 1;
    watches.set(key, entry);
    signal.addEventListener('abort', () => {
      entry.users -= 1;
      if (entry.users > 0) return;
      watches.delete(key);
      entry.end.abort();
    }, { once: true });
    if (known !== undefined) return;
    const store = storeOf(namespace);
    const scope = { ...kind, namespace, ...(kind === EVENT && { fieldSelector: 'type=Warning' }) };
    objects.followKind(scope, (list, change) => store.take(kindKey(kind), list, change), { signal: entry.end.signal }).catch(() => undefined);
  }

  return {
    enter(ref, uid, changed, signal) {
      const kinds = BELOW[kindKey(ref)];
      if (kinds === undefined || ref.namespace === undefined || signal.aborted) return;
      const leave = storeOf(ref.namespace).subscribe(uid, ref.kind === 'PersistentVolumeClaim' ? ref.name : undefined, changed);
      signal.addEventListener('abort', leave, { once: true });
      for (const kind of kinds) watch(kind, ref.namespace, signal);
    },
    family: storeOf,
  };
}
