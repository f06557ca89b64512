import { readList, readNumber, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';

export function conditionOf(object: KubeObject, type: string): Record<string, unknown> | undefined {
  return readList(object, 'status', 'conditions').find((condition) => condition['type'] === type);
}

export function isTerminating(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined;
}

/** A pod that has neither ended nor is being deleted. */
export function isActive(pod: KubeObject): boolean {
  const phase = readString(pod, 'status', 'phase');
  return phase !== 'Succeeded' && phase !== 'Failed' && !isTerminating(pod);
}

export function isReady(pod: KubeObject): boolean {
  return conditionOf(pod, 'Ready')?.['status'] === 'True' && !isTerminating(pod);
}

/** Milliseconds until a ready pod counts as available; 0 when it does, undefined when it is not ready. */
export function availableInMs(pod: KubeObject, owner: KubeObject, now: number): number | undefined {
  if (!isReady(pod)) return undefined;
  const minReady = (readNumber(owner, 'spec', 'minReadySeconds') ?? 0) * 1000;
  const since = Date.parse(String(conditionOf(pod, 'Ready')?.['lastTransitionTime'] ?? ''));
  if (minReady === 0 || Number.isNaN(since)) return 0;
  return Math.max(0, since + minReady - now);
}

/** The soonest of the waits that are still to come. */
export function soonest(waits: readonly (number | undefined)[]): number | undefined {
  const open = waits.filter((wait): wait is number => wait !== undefined && wait > 0);
  return open.length === 0 ? undefined : Math.min(...open);
}
