import type { KubernetesObject, ReadinessRule, ReadinessWish } from '@sherpack/plugin-api';
import { ANNOTATIONS, annotationOf, parseDuration } from '@sherpack/plugin-api';

/** What an object's annotations ask for; texts that cannot be read count as missing, for validation has refused them. */
export function readinessWish(object: KubernetesObject): ReadinessWish {
  return { wait: isAwaited(object), timeout: durationOf(object, ANNOTATIONS.timeout) };
}

function isAwaited(object: KubernetesObject): boolean {
  const wish = truthOf(annotationOf(object, ANNOTATIONS.waitReady));
  return wish ?? !(truthOf(annotationOf(object, ANNOTATIONS.skipWait)) ?? false);
}

/** `true`, `false` and what Sherpack 0.4.0 takes for them; undefined for anything else. */
export function truthOf(text: string | undefined): boolean | undefined {
  const word = text?.trim().toLowerCase();
  if (word === 'true' || word === '1') return true;
  return word === 'false' || word === '0' ? false : undefined;
}

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
