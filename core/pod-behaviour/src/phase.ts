import { isSidecar } from './init.ts';
import type { Pod, PodPhase } from './pod.ts';
import type { Moment } from './timeline.ts';

/**
 * The phase as the kubelet derives it: a container that waits after a crash counts as stopped, so a crash loop is
 * Running and not Pending. Source: getPhase in pkg/kubelet/kubelet_pods.go.
 */
export function phaseOf(pod: Pod, init: readonly Moment[], initDone: boolean, main: readonly Moment[]): PodPhase {
  const policy = pod.spec.restartPolicy ?? 'Always';
  if (!initDone) return policy === 'Never' && init.some(hasFailed) ? 'Failed' : 'Pending';
  if (main.some((moment) => isWaiting(moment) && moment.last === undefined)) return 'Pending';
  const sidecarsRun = init.some((moment) => isSidecar(moment.container) && moment.runningSinceMs !== undefined);
  const ended = main.every((moment) => moment.runningSinceMs === undefined);
  if (!ended || policy === 'Always') return 'Running';
  const succeeded = main.every((moment) => moment.ended !== undefined && (moment.ended.end.exitCode ?? 0) === 0);
  if (sidecarsRun && !succeeded && policy === 'OnFailure') return 'Running';
  if (succeeded) return 'Succeeded';
  return policy === 'Never' ? 'Failed' : 'Running';
}

/** Whether the pod has ended for good: its sidecars are stopped then, and nothing of it is ready. */
export function isOver(phase: PodPhase): boolean {
  return phase === 'Succeeded' || phase === 'Failed';
}

function isWaiting(moment: Moment): boolean {
  return moment.runningSinceMs === undefined && moment.ended === undefined;
}

function hasFailed(moment: Moment): boolean {
  return moment.ended !== undefined && (moment.ended.end.exitCode ?? 0) !== 0;
}
