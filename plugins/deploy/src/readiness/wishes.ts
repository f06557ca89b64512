import type { KubernetesObject, ReadinessRule } from '@sherpack/plugin-api';
import { ANNOTATIONS, annotationOf, parseDuration } from '@sherpack/plugin-api';

export function durationOf(object: KubernetesObject, annotation: string): number | undefined {
  const text = annotationOf(object, annotation)?.trim();
  return text === undefined ? undefined : parseDuration(text);
}

/** The rule that the object brings itself. */
export function annotatedRule(object: KubernetesObject): ReadinessRule | undefined {
  const readyWhen = annotationOf(object, ANNOTATIONS.readyWhen)?.trim();
  const failedWhen = annotationOf(object, ANNOTATIONS.failedWhen)?.trim();
  const settle = durationOf(object, ANNOTATIONS.settle);
  if (readyWhen === undefined && failedWhen === undefined && settle === undefined) return undefined;
  return { readyWhen, failedWhen, settle };
}
