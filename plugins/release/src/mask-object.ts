import type { KubernetesObject, Path } from '@sherpack/plugin-api';
import { isObject, valueAt } from '@sherpack/plugin-api';
import { maskPaths } from './secret-mask.ts';

/** Holds the whole object as it was last applied by kubectl, its secrets included. */
const LAST_APPLIED: Path = ['metadata', 'annotations', 'kubectl.kubernetes.io/last-applied-configuration'];

/** A copy for printing. Data of a Secret is masked value by value, so that its keys can be seen. */
export function maskObject(object: KubernetesObject, { secretPaths }: { readonly secretPaths: readonly Path[] }): KubernetesObject {
  const members = object.kind === 'Secret' ? ['data', 'stringData'] : [];
  const data = members.flatMap((member) => keysOf(object[member]).map((key) => [member, key]));
  const marked = [...data, ...secretPaths];
  return marked.length === 0 ? object : maskPaths(object, [...marked, LAST_APPLIED]);
}

/** The same for a live object, whose lists may have other items before those that were rendered. */
export function maskLive(object: KubernetesObject, { secretPaths }: { readonly secretPaths: readonly Path[] }): KubernetesObject {
  return maskObject(object, { secretPaths: secretPaths.flatMap((path) => anyPosition(object, path)) });
}

function anyPosition(value: unknown, [step, ...rest]: Path): readonly Path[] {
  if (step === undefined) return [[]];
  if (Array.isArray(value)) return value.flatMap((item: unknown, index) => anyPosition(item, rest).map((path) => [index, ...path]));
  return anyPosition(valueAt(value, [step]), rest).map((path) => [step, ...path]);
}

function keysOf(value: unknown): readonly string[] {
  return isObject(value) ? Object.keys(value) : [];
}
