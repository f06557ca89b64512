import { timestamp } from './container-status.ts';
import type { InitProgress } from './init.ts';
import { isOver } from './phase.ts';
import type { Pod, PodCondition, PodPhase } from './pod.ts';
import type { Moment } from './timeline.ts';

type Verdict = Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>;

/**
 * The conditions a kubelet sets, and PodScheduled. Conditions of others (readiness gates) are kept as they are, and
 * a condition that stays as it was keeps the time of its last change.
 * Source of reasons and messages: pkg/kubelet/status/generate.go.
 */
export function podConditions(pod: Pod, phase: PodPhase, init: InitProgress, main: readonly Moment[], now: Date): PodCondition[] {
  const present = pod.status?.conditions ?? [];
  const containers = containersReady(phase, main);
  const verdicts: Verdict[] = [
    { type: 'PodScheduled', status: 'True' },
    { type: 'PodReadyToStartContainers', status: isOver(phase) ? 'False' : 'True' },
    initialized(phase, init),
    containers,
    podReady(pod, phase, containers, present),
  ];
  const own = verdicts.map((verdict) => dated(verdict, present, pod.metadata.generation, now));
  return [...own, ...present.filter((condition) => !verdicts.some((verdict) => verdict.type === condition.type))];
}

function initialized(phase: PodPhase, init: InitProgress): Verdict {
  const type = 'Initialized';
  if (phase === 'Succeeded') return { type, status: 'True', reason: 'PodCompleted' };
  if (init.doneMs !== undefined) return { type, status: 'True' };
  const open = init.moments.filter((moment) => !moment.ready).map((moment) => moment.container.name);
  return { type, status: 'False', reason: 'ContainersNotInitialized', message: `containers with incomplete status: [${open.join(' ')}]` };
}

function containersReady(phase: PodPhase, main: readonly Moment[]): Verdict {
  const type = 'ContainersReady';
  if (isOver(phase)) return { type, status: 'False', reason: phase === 'Succeeded' ? 'PodCompleted' : 'PodFailed' };
  const unready = main.filter((moment) => !moment.ready).map((moment) => moment.container.name);
  if (unready.length === 0) return { type, status: 'True' };
  return { type, status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
}

function podReady(pod: Pod, phase: PodPhase, containers: Verdict, present: readonly PodCondition[]): Verdict {
  if (containers.status === 'False') return { ...containers, type: 'Ready' };
  const gates = pod.spec.readinessGates ?? [];
  const closed = gates.filter((gate) => !present.some((condition) => condition.type === gate.conditionType && condition.status === 'True'));
  if (closed.length === 0 || isOver(phase)) return { type: 'Ready', status: 'True' };
  const message = closed.map((gate) => `corresponding condition of pod readiness gate "${gate.conditionType}" does not exist or is not true.`).join(' ');
  return { type: 'Ready', status: 'False', reason: 'ReadinessGatesNotReady', message };
}

function dated(verdict: Verdict, present: readonly PodCondition[], generation: number | undefined, now: Date): PodCondition {
  const before = present.find((condition) => condition.type === verdict.type);
  const since = before?.status === verdict.status ? before.lastTransitionTime : undefined;
  return {
    ...verdict,
    lastProbeTime: null,
    lastTransitionTime: since ?? timestamp(now.getTime()),
    ...(generation !== undefined && { observedGeneration: generation }),
  };
}
