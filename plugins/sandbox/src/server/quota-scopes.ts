import { read, readList, readNumber, readObject, readString, readStrings } from '../schemas/json-path.ts';
import type { KubeObject } from './api-types.ts';
import { qosClass } from './qos-class.ts';

type Json = Readonly<Record<string, unknown>>;

/** Whether an object is one of those that a ResourceQuota is about (pkg/quota/v1/evaluator/core). Scopes are of pods, and one of claims. */
export function isInScope(quota: KubeObject, bucket: string, object: KubeObject): boolean {
  const named = readStrings(quota, 'spec', 'scopes').map((scopeName) => ({ scopeName, operator: 'Exists' }));
  const selectors: readonly Json[] = [...named, ...readList(quota, 'spec', 'scopeSelector', 'matchExpressions')];
  const check = checks[bucket];
  return selectors.every((selector) => check?.(selector, object) ?? false);
}

const checks: Readonly<Record<string, (selector: Json, object: KubeObject) => boolean>> = { pods: matchesPod, persistentvolumeclaims: matchesClaim };

function matchesPod(selector: Json, pod: KubeObject): boolean {
  switch (selector['scopeName']) {
    case 'Terminating':
      return isTerminating(pod);
    case 'NotTerminating':
      return !isTerminating(pod);
    case 'BestEffort':
      return qosClass(pod) === 'BestEffort';
    case 'NotBestEffort':
      return qosClass(pod) !== 'BestEffort';
    case 'PriorityClass':
      return matchesName(selector, readString(pod, 'spec', 'priorityClassName') || undefined);
    case 'CrossNamespacePodAffinity':
      return looksElsewhere(pod);
    default:
      return false;
  }
}

/** Such as a Job's pod that has a deadline. */
function isTerminating(pod: KubeObject): boolean {
  return (readNumber(pod, 'spec', 'activeDeadlineSeconds') ?? -1) >= 0;
}

function looksElsewhere(pod: KubeObject): boolean {
  const affinities = ['podAffinity', 'podAntiAffinity'].map((name) => readObject(pod, 'spec', 'affinity', name));
  const terms = affinities.flatMap((affinity) => [
    ...readList(affinity, 'requiredDuringSchedulingIgnoredDuringExecution'),
    ...readList(affinity, 'preferredDuringSchedulingIgnoredDuringExecution').map((weighted) => readObject(weighted, 'podAffinityTerm') ?? {}),
  ]);
  return terms.some((term) => readStrings(term, 'namespaces').length > 0 || read(term, 'namespaceSelector') !== undefined);
}

function matchesClaim(selector: Json, claim: KubeObject): boolean {
  if (selector['scopeName'] !== 'VolumeAttributesClass') return false;
  const places = [['spec', 'volumeAttributesClassName'], ['status', 'currentVolumeAttributesClassName'], ['status', 'modifyVolumeStatus', 'targetVolumeAttributesClassName']];
  const names = places.flatMap((place) => readString(claim, ...place) || []);
  return names.length === 0 ? matchesName(selector, undefined) : names.some((name) => matchesName(selector, name));
}

/** As a label of which the name is the value. */
function matchesName(selector: Json, name: string | undefined): boolean {
  const values = readStrings(selector, 'values');
  switch (selector['operator']) {
    case 'In':
      return name !== undefined && values.includes(name);
    case 'NotIn':
      return name === undefined || !values.includes(name);
    case 'DoesNotExist':
      return name === undefined;
    default:
      return name !== undefined;
  }
}
