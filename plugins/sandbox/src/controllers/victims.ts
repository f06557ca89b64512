import { readList, readNumber, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { conditionOf, isReady } from './pod-state.ts';

const costAnnotation = 'controller.kubernetes.io/pod-deletion-cost';
const phases: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/**
 * The pods that go when there are too many: unscheduled before scheduled, pending before running, unready before ready,
 * cheap before dear, lately ready before long ready, restarted before steady, young before old (ActivePodsWithRanks in
 * pkg/controller/controller_utils.go).
 */
export function victims(pods: readonly KubeObject[], count: number): readonly KubeObject[] {
  if (count <= 0) return [];
  return pods.toSorted((a, b) => compare(rank(a), rank(b))).slice(0, count);
}

function rank(pod: KubeObject): readonly number[] {
  const restarts = readList(pod, 'status', 'containerStatuses').map((status) => readNumber(status, 'restartCount') ?? 0);
  return [
    readString(pod, 'spec', 'nodeName') ? 1 : 0,
    phases[readString(pod, 'status', 'phase') ?? ''] ?? 0,
    isReady(pod) ? 1 : 0,
    Number(pod.metadata.annotations?.[costAnnotation] ?? 0),
    -time(conditionOf(pod, 'Ready')?.['lastTransitionTime']),
    -Math.max(0, ...restarts),
    -time(pod.metadata.creationTimestamp),
    -Number(pod.metadata.resourceVersion ?? 0),
  ];
}

function time(value: unknown): number {
  return Date.parse(String(value)) || 0;
}

function compare(left: readonly number[], right: readonly number[]): number {
  for (const [i, value] of left.entries()) if (value !== right[i]) return value - (right[i] ?? 0);
  return 0;
}
