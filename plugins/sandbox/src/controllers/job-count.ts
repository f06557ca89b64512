import { readNumber, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { formatIndexes, parseIndexes } from './job-indexes.ts';
import { isActive, isTerminating } from './pod-state.ts';

/** Keeps a pod until the Job has counted it. */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';
export const indexAnnotation = 'batch.kubernetes.io/job-completion-index';

/** Where a Job stands with its pods. */
export interface JobCount {
  readonly active: readonly KubeObject[];
  /** Ended, but not in the Job's status yet. */
  readonly finished: readonly KubeObject[];
  readonly terminating: number;
  readonly succeeded: number;
  readonly failed: number;
  /** How many pods should run now. */
  readonly wanted: number;
  readonly isComplete: boolean;
  /** Of a Job with indexes: those that are done, in the API's form. */
  readonly completedIndexes?: string;
}

export function isIndexed(job: KubeObject): boolean {
  return readString(job, 'spec', 'completionMode') === 'Indexed';
}

export function indexOf(pod: KubeObject): number {
  return Number(pod.metadata.annotations?.[indexAnnotation] ?? -1);
}

/** The status counts what ended before; pods that bear the finalizer are new. */
export function countJob(job: KubeObject, pods: readonly KubeObject[]): JobCount {
  const active = pods.filter(isActive);
  const finished = pods.filter((pod) => pod.metadata.finalizers?.includes(trackingFinalizer) && !isActive(pod));
  const good = finished.filter((pod) => readString(pod, 'status', 'phase') === 'Succeeded');
  const indexes = new Set([...parseIndexes(readString(job, 'status', 'completedIndexes') ?? ''), ...good.map(indexOf)]);
  const succeeded = isIndexed(job) ? indexes.size : (readNumber(job, 'status', 'succeeded') ?? 0) + good.length;
  return {
    active,
    finished,
    terminating: pods.filter(isTerminating).length,
    succeeded,
    failed: (readNumber(job, 'status', 'failed') ?? 0) + finished.length - good.length,
    ...wantedOf(job, succeeded, active.length),
    ...(isIndexed(job) ? { completedIndexes: formatIndexes(indexes) } : {}),
  };
}

/** Without `completions` one success means that the work is done: no more pods, and the end when the last one stops. */
function wantedOf(job: KubeObject, succeeded: number, active: number): { wanted: number; isComplete: boolean } {
  const completions = readNumber(job, 'spec', 'completions');
  const parallelism = readNumber(job, 'spec', 'parallelism') ?? 1;
  if (completions === undefined) return { wanted: succeeded > 0 ? active : parallelism, isComplete: succeeded > 0 && active === 0 };
  return { wanted: Math.max(0, Math.min(parallelism, completions - succeeded)), isComplete: succeeded >= completions };
}
