import type { KubernetesObject } from './object.ts';
import { groupOf } from './group-version-kind.ts';

/** Names one object in a cluster. `namespace` is missing for cluster-scoped kinds. */
export interface ObjectRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
}

export function refOf(object: KubernetesObject, defaultNamespace?: string): ObjectRef {
  const namespace = object.metadata.namespace ?? defaultNamespace;
  return {
    apiVersion: object.apiVersion,
    kind: object.kind,
    ...(namespace === undefined ? {} : { namespace }),
    name: object.metadata.name ?? '',
  };
}

/** The identity of an object: `group/kind/namespace/name`. The version is left out, for it is only a view of the object. */
export function refKey(ref: ObjectRef): string {
  return `${groupOf(ref.apiVersion)}/${ref.kind}/${ref.namespace ?? ''}/${ref.name}`;
}

/** For people: `Deployment web/demo`. */
export function formatRef(ref: ObjectRef): string {
  return ref.namespace === undefined ? `${ref.kind} ${ref.name}` : `${ref.kind} ${ref.namespace}/${ref.name}`;
}
