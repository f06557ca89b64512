import type { ApiResource, KubernetesObject, ManagedFieldsEntry } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { ownsPath } from '../binding/field-owner.ts';

const REPLICAS = ['spec', 'replicas'];

/**
 * The number of replicas that must still be sent although the pack no longer states it: the release alone owns it, and
 * what nobody owns falls back to 1. Left out, a Deployment that was handed to an autoscaler would shrink until that acts.
 *
 * @returns undefined when there is nothing to hold
 */
export function heldReplicas(desired: KubernetesObject, live: KubernetesObject, resource: ApiResource | undefined, manager: string): number | bigint | undefined {
  if (resource !== undefined && !resource.subresources.includes('scale')) return undefined;
  const replicas = replicasOf(live);
  if (replicas === undefined || replicasOf(desired) !== undefined) return undefined;
  const owners = (live.metadata.managedFields ?? []).filter((entry) => ownsPath(entry, REPLICAS));
  return owners.length > 0 && owners.every((entry) => isOwn(entry, manager)) ? replicas : undefined;
}

function isOwn({ manager, operation }: ManagedFieldsEntry, own: string): boolean {
  return manager === own && operation === 'Apply';
}

function replicasOf({ spec }: KubernetesObject): number | bigint | undefined {
  const replicas = isObject(spec) ? spec['replicas'] : undefined;
  return typeof replicas === 'number' || typeof replicas === 'bigint' ? replicas : undefined;
}

export function withReplicas(object: KubernetesObject, replicas: number | bigint): KubernetesObject {
  const { spec } = object;
  return { ...object, spec: { ...(isObject(spec) ? spec : {}), replicas } };
}
