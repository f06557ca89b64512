import { read } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { matchesLabelSelector } from '../server/selectors.ts';
import type { Change, ObjectKey } from '../store/object-store.ts';
import { keyFor, type ControllerClient } from './client.ts';
import { Orphans } from './orphans.ts';
import { controllerOf, controllerReference } from './owner-reference.ts';
import { isTerminating } from './pod-state.ts';

/** A kind of owner, as references name it. */
export interface OwnerKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly bucket: string;
}

/**
 * What an owner controls of a kind: objects without a controller that its selector matches are taken over, and those of
 * its own that it matches no more are let go (pkg/controller/controller_ref_manager.go).
 */
export async function claim(client: ControllerClient, bucket: string, owner: KubeObject, kind: OwnerKind): Promise<KubeObject[]> {
  if (isTerminating(owner)) return client.owned(bucket, owner);
  for (const object of client.owned(bucket, owner)) if (!selects(owner, object)) await release(client, keyFor(bucket, object), owner);
  const namespace = owner.metadata.namespace ?? '';
  for (const name of Orphans.of(client.ctx.store).in(bucket, namespace)) {
    const key = { bucket, namespace, name };
    const orphan = client.get(key);
    if (orphan && !isTerminating(orphan) && selects(owner, orphan)) await adopt(client, key, owner, kind);
  }
  return client.owned(bucket, owner);
}

/** The owner, for a change of itself or of what it controls; all owners that might adopt it, for a change of an orphan. */
export function ownersOf({ kind, bucket }: OwnerKind): (change: Change, client: ControllerClient) => readonly ObjectKey[] {
  return (change, client) => {
    const { key, object, previous, type } = change;
    if (key.bucket === bucket) return [key];
    const controllers = [object, previous].map((state) => state && controllerOf(state));
    const named = controllers.flatMap((owner) => (owner?.kind === kind ? [{ bucket, namespace: key.namespace, name: owner.name }] : []));
    if (controllers[0] !== undefined || type === 'DELETED') return named;
    const adopters = client.list(bucket, key.namespace).filter((owner) => selects(owner, object));
    return [...named, ...adopters.map((owner) => keyFor(bucket, owner))];
  };
}

/** ReplicationControllers have a plain map for a selector. An empty selector matches nothing here: it never is one of these owners'. */
export function selects(owner: KubeObject, object: KubeObject): boolean {
  const selector = read(owner, 'spec', 'selector');
  if (typeof selector !== 'object' || selector === null) return false;
  const isLabelSelector = owner.kind !== 'ReplicationController';
  return matchesLabelSelector(isLabelSelector ? selector : { matchLabels: selector }, object.metadata.labels);
}

async function adopt(client: ControllerClient, key: ObjectKey, owner: KubeObject, { apiVersion, kind }: OwnerKind): Promise<void> {
  const reference = controllerReference(owner, apiVersion, kind);
  await client.update(key, (live) => ({ ...live, metadata: { ...live.metadata, ownerReferences: [...(live.metadata.ownerReferences ?? []), reference] } }));
}

async function release(client: ControllerClient, key: ObjectKey, owner: KubeObject): Promise<void> {
  await client.update(key, (live) => {
    const kept = (live.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
    return { ...live, metadata: { ...live.metadata, ownerReferences: kept } };
  });
}
