import type { KubeObject, ObjectMeta } from '../server/api-types.ts';

export function copyMeta(object: KubeObject): ObjectMeta {
  return { ...object.metadata };
}

export function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
