import { podBehaviour } from '@sherpack/pod-behaviour/behaviour';
import type { Pod } from '@sherpack/pod-behaviour/pod';
import { statusAt, type PodMoment } from '@sherpack/pod-behaviour/status';
import { readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';

/** Where a pod stands now, by the annotations that say how it behaves. Its life begins with its start time. */
export function podMoment(pod: KubeObject, now: number): PodMoment {
  const started = Date.parse(readString(pod, 'status', 'startTime') ?? new Date(now).toISOString());
  const known = pod as unknown as Pod;
  return statusAt(known, podBehaviour(known), Math.max(0, now - started), new Date(now));
}
