import type { KubernetesObject } from '@sherpack/plugin-api';
import { groupOf, valueAt } from '@sherpack/plugin-api';

/** A condition as the API conventions describe it; every field may be missing, for controllers write what they like. */
export interface Condition {
  readonly type?: string;
  readonly status?: string;
  readonly reason?: string;
  readonly message?: string;
  readonly observedGeneration?: number;
  readonly lastTransitionTime?: string;
}

/** `group/Kind`, the core group as `/Kind`: a Service of another group is no Service of ours. */
export function kindKey({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

export function conditionsOf(object: KubernetesObject): readonly Condition[] {
  return listAt<Condition>(object, 'status', 'conditions');
}

export function conditionOf(object: KubernetesObject, type: string): Condition | undefined {
  return conditionsOf(object).find((condition) => condition.type === type);
}

export function isTrue(object: KubernetesObject, type: string): boolean {
  return conditionOf(object, type)?.status === 'True';
}

export function isFalse(object: KubernetesObject, type: string): boolean {
  return conditionOf(object, type)?.status === 'False';
}

/** The condition's own words, as far as it has any. */
export function wordsOf(condition: Condition | undefined, otherwise: string): string {
  return condition?.message || condition?.reason || otherwise;
}

/** A whole number below the object; `otherwise` where there is none. */
export function countAt(object: KubernetesObject, path: readonly string[], otherwise = 0): number {
  const value = valueAt(object, path);
  return typeof value === 'number' ? value : otherwise;
}

export function textAt(object: KubernetesObject | undefined, ...path: readonly string[]): string | undefined {
  const value = valueAt(object, path);
  return typeof value === 'string' ? value : undefined;
}

export function listAt<Item>(object: KubernetesObject | undefined, ...path: readonly string[]): readonly Item[] {
  const value = valueAt(object, path);
  return Array.isArray(value) ? (value as Item[]) : [];
}

/** The generation that the controller has looked at, where the kind tells it. */
export function observedGeneration(object: KubernetesObject): number | undefined {
  const value = valueAt(object, ['status', 'observedGeneration']);
  return typeof value === 'number' ? value : undefined;
}
