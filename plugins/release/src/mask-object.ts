import type { KubernetesObject, Path } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { maskPaths } from './secret-mask.ts';

/** A copy for printing. Data of a Secret is masked value by value, so that its keys can be seen. */
export function maskObject(object: KubernetesObject, { secretPaths }: { readonly secretPaths: readonly Path[] }): KubernetesObject {
  const members = object.kind === 'Secret' ? ['data', 'stringData'] : [];
  const data = members.flatMap((member) => keysOf(object[member]).map((key) => [member, key]));
  return maskPaths(object, [...data, ...secretPaths]);
}

function keysOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}
