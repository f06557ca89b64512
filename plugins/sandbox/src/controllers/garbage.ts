import { qualifiedName } from '../schemas/resource.ts';
import type { KubeObject, OwnerReference } from '../server/api-types.ts';
import type { Change, ObjectKey } from '../store/object-store.ts';
import type { ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';

/** Deletes what lost its owners and carries out foreground and orphaning deletions (pkg/controller/garbagecollector). */
export const garbage: Controller = {
  name: 'generic-garbage-collector',
  watches: ['*'],
  affected,
  async reconcile(key, client) {
    const object = client.get(key);
    if (!object) return;
    const finalizers = object.metadata.finalizers ?? [];
    const isDeleted = object.metadata.deletionTimestamp !== undefined;
    if (isDeleted && finalizers.includes('orphan')) await orphan(key, object, client);
    else if (isDeleted && finalizers.includes('foregroundDeletion')) await deleteDependents(key, object, client);
    else if ((object.metadata.ownerReferences ?? []).length > 0) await keepOrDelete(key, object, client);
  },
};

/** Events and leases change often and own nothing. */
const ignored = new Set(['events', 'leases.coordination.k8s.io']);

function affected(change: Change, client: ControllerClient): readonly ObjectKey[] {
  if (ignored.has(change.key.bucket)) return [];
  const { object } = change;
  const owners = (object.metadata.ownerReferences ?? []).flatMap((owner) => ownerKey(owner, object, client) ?? []);
  if (change.type === 'DELETED') return [...dependentsOf(object, client).map(([key]) => key), ...owners];
  const concerns = (object.metadata.ownerReferences ?? []).length > 0 || object.metadata.deletionTimestamp !== undefined;
  return concerns ? [change.key, ...owners] : [];
}

function ownerKey(owner: OwnerReference, object: KubeObject, client: ControllerClient): ObjectKey | undefined {
  const resource = client.ctx.registry.findKind(owner.apiVersion, owner.kind);
  if (!resource) return undefined;
  return { bucket: qualifiedName(resource), namespace: resource.namespaced ? (object.metadata.namespace ?? '') : '', name: owner.name };
}

function dependentsOf(owner: KubeObject, client: ControllerClient): [ObjectKey, KubeObject][] {
  const uid = owner.metadata.uid ?? '';
  return client.ctx.store.referring(uid).filter(([, object]) => object.metadata.ownerReferences?.some((reference) => reference.uid === uid));
}

async function orphan(key: ObjectKey, owner: KubeObject, client: ControllerClient): Promise<void> {
  for (const [dependent] of dependentsOf(owner, client)) await dropOwners(dependent, (reference) => reference.uid === owner.metadata.uid, client);
  await dropFinalizer(key, 'orphan', client);
}

async function deleteDependents(key: ObjectKey, owner: KubeObject, client: ControllerClient): Promise<void> {
  const blocking = dependentsOf(owner, client).filter(([, object]) => object.metadata.ownerReferences?.some((o) => o.uid === owner.metadata.uid && o.blockOwnerDeletion === true));
  if (blocking.length === 0) return dropFinalizer(key, 'foregroundDeletion', client);
  for (const [dependent, object] of blocking) if (object.metadata.deletionTimestamp === undefined) await keepOrDelete(dependent, object, client);
}

/** An object stays as long as one of its owners does; owners that are gone are struck from its list. */
async function keepOrDelete(key: ObjectKey, object: KubeObject, client: ControllerClient): Promise<void> {
  if (object.metadata.deletionTimestamp !== undefined) return;
  const states = (object.metadata.ownerReferences ?? []).map((reference) => ({ reference, state: stateOf(reference, object, client) }));
  const isGone = (state: string): boolean => state !== 'solid';
  if (!states.every(({ state }) => isGone(state))) {
    const lost = new Set(states.filter(({ state }) => isGone(state)).map(({ reference }) => reference.uid));
    if (lost.size > 0) await dropOwners(key, (reference) => lost.has(reference.uid), client);
    return;
  }
  const isAwaited = states.some(({ state }) => state === 'waiting') && dependentsOf(object, client).length > 0;
  client.delete(key, { propagationPolicy: isAwaited ? 'Foreground' : policyOf(object), ...(object.metadata.uid === undefined ? {} : { preconditions: { uid: object.metadata.uid } }) });
}

function policyOf(object: KubeObject): string {
  const finalizers = object.metadata.finalizers ?? [];
  if (finalizers.includes('orphan')) return 'Orphan';
  return finalizers.includes('foregroundDeletion') ? 'Foreground' : 'Background';
}

/** `waiting`: the owner is being deleted and waits for its dependents. A kind nobody serves cannot be looked up: its objects count as there. */
function stateOf(reference: OwnerReference, object: KubeObject, client: ControllerClient): 'solid' | 'waiting' | 'absent' {
  const key = ownerKey(reference, object, client);
  if (!key) return 'solid';
  const owner = client.get(key);
  if (!owner || owner.metadata.uid !== reference.uid) return 'absent';
  return owner.metadata.deletionTimestamp !== undefined && owner.metadata.finalizers?.includes('foregroundDeletion') ? 'waiting' : 'solid';
}

async function dropOwners(key: ObjectKey, isDropped: (reference: OwnerReference) => boolean, client: ControllerClient): Promise<void> {
  await client.update(key, (live) => ({ ...live, metadata: { ...live.metadata, ownerReferences: (live.metadata.ownerReferences ?? []).filter((reference) => !isDropped(reference)) } }));
}

export async function dropFinalizer(key: ObjectKey, finalizer: string, client: ControllerClient): Promise<void> {
  const live = client.get(key);
  if (!live?.metadata.finalizers?.includes(finalizer)) return;
  await client.update(key, (object) => ({ ...object, metadata: { ...object.metadata, finalizers: (object.metadata.finalizers ?? []).filter((name) => name !== finalizer) } }));
}

