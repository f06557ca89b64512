import type { Path } from '../json.ts';
import type { KubernetesObject } from './object.ts';

const MEMBERS: ReadonlySet<unknown> = new Set(['data', 'stringData']);

/** Whether the path leads to content of a Secret, which is secret whether or not anything marks it. */
export function isSecretData({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>, path: Path): boolean {
  return kind === 'Secret' && apiVersion === 'v1' && MEMBERS.has(path[0]);
}
