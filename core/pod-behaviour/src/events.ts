import { podName, waitingMessage } from './container-status.ts';
import type { Container, Pod } from './pod.ts';
import type { Step } from './step.ts';
import { momentAt, type Moment } from './timeline.ts';

/** An event that has come by a moment of the pod's life. */
export interface PodEvent {
  /** When it came, in milliseconds since the start of the pod: a caller posts those it has not posted yet. */
  readonly atMs: number;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** For `involvedObject.fieldPath`, in the kubelet's form `spec.containers{name}`. */
  readonly fieldPath: string;
}

type Draft = Pick<PodEvent, 'type' | 'reason' | 'message'>;

/**
 * The events of one container up to `elapsedMs`, in order. Reasons and messages are the kubelet's.
 * Source: pkg/kubelet/events/event.go and the places that use it.
 */
export function containerEvents(pod: Pod, container: Container, steps: readonly Step[], elapsedMs: number, init: boolean): PodEvent[] {
  const fieldPath = `spec.${init ? 'initContainers' : 'containers'}{${container.name}}`;
  return steps
    .filter((step) => step.atMs <= elapsedMs)
    .flatMap((step) => drafts(pod, momentAt(container, steps, step.atMs), step).map((draft) => ({ atMs: step.atMs, ...draft, fieldPath })));
}

function drafts(pod: Pod, moment: Moment, step: Step): Draft[] {
  const told: Draft[] = step.event === undefined ? [] : [{ type: 'Warning', ...step.event }];
  if (step.state === 'running') return [...told, ...runningDrafts(moment, step)];
  if (step.state === 'terminated') return told;
  return [...told, ...waitingDrafts(pod, moment, step)];
}

function runningDrafts(moment: Moment, step: Step): Draft[] {
  const started = moment.runningSinceMs === step.atMs ? startDrafts(moment.container.image ?? '') : [];
  if (step.ready || step.message === undefined) return started;
  return [...started, { type: 'Warning', reason: 'Unhealthy', message: step.message }];
}

function startDrafts(image: string): Draft[] {
  return [
    { type: 'Normal', reason: 'Pulled', message: `Container image "${image}" already present on machine and can be accessed by the pod` },
    { type: 'Normal', reason: 'Created', message: 'Container created' },
    { type: 'Normal', reason: 'Started', message: 'Container started' },
  ];
}

function waitingDrafts(pod: Pod, moment: Moment, step: Step): Draft[] {
  const { name, image } = moment.container;
  const message = waitingMessage(pod, moment) ?? step.reason ?? '';
  switch (step.reason) {
    case undefined:
    case 'ContainerCreating':
    case 'PodInitializing':
      return [];
    case 'CrashLoopBackOff':
      return [{ type: 'Warning', reason: 'BackOff', message: `Back-off restarting failed container ${name} in pod ${podName(pod)}` }];
    case 'ErrImagePull':
      return [failed(`Failed to pull image "${image}": ${message}`), failed('Error: ErrImagePull')];
    case 'ImagePullBackOff':
      return [{ type: 'Normal', reason: 'BackOff', message: `Back-off pulling image "${image}"` }, failed('Error: ImagePullBackOff')];
    default:
      return [failed(`Error: ${message}`)];
  }
}

function failed(message: string): Draft {
  return { type: 'Warning', reason: 'Failed', message };
}
