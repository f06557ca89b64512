import { hostAddress, podAddress } from './address.ts';
import type { Behaviour } from './behaviour.ts';
import { podConditions } from './conditions.ts';
import { containerStatus, timestamp } from './container-status.ts';
import { containerEvents, type PodEvent } from './events.ts';
import { earlier, initProgress, isSidecar, type InitProgress } from './init.ts';
import { podLogs } from './logs.ts';
import { isOver, phaseOf } from './phase.ts';
import type { Container, Pod, PodStatus } from './pod.ts';
import type { Step } from './step.ts';
import { momentAt, stepsFor, type Moment } from './timeline.ts';

export interface PodMoment {
  /** The full status, ready to be written. */
  readonly status: PodStatus;
  /** When the status changes next, in milliseconds since the pod's start; absent when it stays as it is. */
  readonly nextChangeMs?: number;
  /** All events up to this moment, oldest first. */
  readonly events: readonly PodEvent[];
  /** What `kubectl logs` shows at this moment. */
  readonly logs: string;
}

/**
 * The status of a pod `elapsedMs` after its node took it over. A pure function of its arguments: the same pod,
 * behaviour, elapsed time and clock always give the same answer. `pod.status` is read for conditions of others and
 * for the times of conditions that have not changed.
 */
export function statusAt(pod: Pod, behaviour: Behaviour, elapsedMs: number, now: Date): PodMoment {
  const startedAtMs = now.getTime() - elapsedMs;
  const init = initProgress(pod.spec.initContainers ?? [], behaviour.steps, elapsedMs);
  const main = pod.spec.containers.map((container) => mainMoment(container, behaviour, init, elapsedMs));
  const phase = phaseOf(pod, init.moments, init.doneMs !== undefined, main);
  const initMoments = isOver(phase) ? init.moments.map((moment) => stopSidecar(moment, elapsedMs)) : init.moments;
  const nextChangeMs = [init.nextMs, ...main.map((moment) => moment.nextMs)].reduce(earlier, undefined);
  return {
    status: {
      phase,
      conditions: podConditions(pod, phase, init, main, now),
      containerStatuses: main.map((moment) => containerStatus(pod, moment, startedAtMs)),
      ...(initMoments.length > 0 && { initContainerStatuses: initMoments.map((moment) => containerStatus(pod, moment, startedAtMs)) }),
      ...addresses(pod),
      startTime: pod.status?.startTime ?? timestamp(startedAtMs),
      ...(pod.metadata.generation !== undefined && { observedGeneration: pod.metadata.generation }),
    },
    ...(nextChangeMs !== undefined && !isOver(phase) && { nextChangeMs }),
    events: podEvents(pod, behaviour, init, elapsedMs),
    logs: podLogs(behaviour, [...told(init, behaviour), ...main], init.doneMs === undefined ? elapsedMs : elapsedMs - init.doneMs),
  };
}

/** Init containers that the behaviour speaks of write logs; the others come and go in silence. */
function told(init: InitProgress, behaviour: Behaviour): readonly Moment[] {
  return init.moments.filter(({ container }) => behaviour.steps.some((step) => step.container === container.name));
}

function mainMoment(container: Container, behaviour: Behaviour, init: InitProgress, elapsedMs: number): Moment {
  if (init.doneMs === undefined) {
    const step: Step = { atMs: 0, state: 'waiting', ready: false, reason: 'PodInitializing' };
    return { container, step, ready: false, restarts: 0 };
  }
  return momentAt(container, mainSteps(container, behaviour, init.doneMs), elapsedMs);
}

/** Main containers begin when the init containers are through, so their timeline is moved by that much. */
function mainSteps(container: Container, behaviour: Behaviour, byMs: number): Step[] {
  return stepsFor(container, behaviour.steps, false).map((step) => ({ ...step, atMs: step.atMs + byMs }));
}

function podEvents(pod: Pod, behaviour: Behaviour, init: InitProgress, elapsedMs: number): PodEvent[] {
  const { doneMs } = init;
  const fromInit = init.moments.flatMap(({ container }) => containerEvents(pod, container, stepsFor(container, behaviour.steps, true), elapsedMs, true));
  if (doneMs === undefined) return fromInit;
  const fromMain = pod.spec.containers.flatMap((container) => containerEvents(pod, container, mainSteps(container, behaviour, doneMs), elapsedMs, false));
  return [...fromInit, ...fromMain].sort((a, b) => a.atMs - b.atMs);
}

function stopSidecar(moment: Moment, elapsedMs: number): Moment {
  const { container, restarts, runningSinceMs } = moment;
  if (!isSidecar(container) || runningSinceMs === undefined) return moment;
  const end: Step = { atMs: elapsedMs, state: 'terminated', ready: false, exitCode: 0, reason: 'Completed' };
  return { container, step: end, ready: false, restarts, ended: { startMs: runningSinceMs, endMs: elapsedMs, end, attempt: restarts } };
}

function addresses(pod: Pod): Pick<PodStatus, 'podIP' | 'podIPs' | 'hostIP' | 'hostIPs'> {
  const ip = podAddress(pod);
  return { podIP: ip, podIPs: [{ ip }], hostIP: hostAddress, hostIPs: [{ ip: hostAddress }] };
}
