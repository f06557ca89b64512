import type { ContainerState, ContainerStatus, Pod, TerminatedState } from './pod.ts';
import type { Step } from './step.ts';
import type { Moment, Run } from './timeline.ts';

/** The API's form of a moment; `startedAtMs` is the epoch time of the timeline's zero. */
export function containerStatus(pod: Pod, moment: Moment, startedAtMs: number): ContainerStatus {
  const { container, step } = moment;
  const image = container.image ?? '';
  const attempt = moment.ended?.attempt ?? (moment.runningSinceMs !== undefined ? moment.restarts : moment.last?.attempt);
  return {
    name: container.name,
    image,
    imageID: attempt === undefined ? '' : `sandbox://image/${image}`,
    ...(attempt !== undefined && { containerID: containerId(pod, container.name, attempt) }),
    ready: moment.ready,
    started: moment.runningSinceMs !== undefined,
    restartCount: moment.restarts,
    state: currentState(pod, moment, step, startedAtMs),
    lastState: moment.last === undefined ? {} : { terminated: terminated(pod, container.name, moment.last, startedAtMs) },
  };
}

/** RFC 3339 in whole seconds, the only precision that the API's Time type keeps. */
export function timestamp(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
}

/** The wording of the kubelet, which users search for. */
export function waitingMessage(pod: Pod, moment: Moment): string | undefined {
  const { step, container } = moment;
  if (step.message !== undefined) return step.message;
  if (step.reason === 'CrashLoopBackOff') {
    const seconds = Math.min(300, 10 * 2 ** Math.max(0, moment.restarts - 1));
    return `back-off ${seconds}s restarting failed container=${container.name} pod=${podName(pod)}`;
  }
  if (step.reason === 'ErrImageNeverPull') return `Container image "${container.image}" is not present with pull policy of Never`;
  if (step.reason === 'InvalidImageName') return `Failed to apply default image tag "${container.image}": couldn't parse image name "${container.image}": invalid reference format`;
  if (step.reason === 'CreateContainerConfigError') return `secret "${container.name}" not found`;
  if (step.reason === 'CreateContainerError') return `failed to create containerd container: exec: "${container.name}": executable file not found in $PATH`;
  if (step.reason === 'ErrImagePull') return `failed to pull and unpack image "${container.image}": not found`;
  if (step.reason === 'ImagePullBackOff') return `Back-off pulling image "${container.image}": ErrImagePull: not found`;
  return undefined;
}

/** `name_namespace(uid)`, as the kubelet writes it in messages and events. */
export function podName(pod: Pod): string {
  const { name = '', namespace = 'default', uid = '' } = pod.metadata;
  return `${name}_${namespace}(${uid})`;
}

function currentState(pod: Pod, moment: Moment, step: Step, startedAtMs: number): ContainerState {
  if (moment.runningSinceMs !== undefined) return { running: { startedAt: timestamp(startedAtMs + moment.runningSinceMs) } };
  if (moment.ended !== undefined) return { terminated: terminated(pod, moment.container.name, moment.ended, startedAtMs) };
  const message = waitingMessage(pod, moment);
  return { waiting: { reason: step.reason ?? 'ContainerCreating', ...(message !== undefined && { message }) } };
}

function terminated(pod: Pod, name: string, run: Run, startedAtMs: number): TerminatedState {
  const exitCode = run.end.exitCode ?? 0;
  return {
    exitCode,
    reason: run.end.reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
    ...(run.end.message !== undefined && { message: run.end.message }),
    startedAt: timestamp(startedAtMs + run.startMs),
    finishedAt: timestamp(startedAtMs + run.endMs),
    containerID: containerId(pod, name, run.attempt),
  };
}

function containerId(pod: Pod, name: string, attempt: number): string {
  return `sandbox://${pod.metadata.uid ?? pod.metadata.name ?? 'pod'}/${name}/${attempt}`;
}
