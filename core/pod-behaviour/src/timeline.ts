import type { Container } from './pod.ts';
import type { Step } from './step.ts';

/** One run of a container, from its start to its end, in milliseconds on the timeline. */
export interface Run {
  readonly startMs: number;
  readonly endMs: number;
  readonly end: Step;
  /** Which run it was: 0 for the first. Part of the container's id, as each restart makes a new container. */
  readonly attempt: number;
}

/** Where one container stands at a moment of its timeline. */
export interface Moment {
  readonly container: Container;
  readonly step: Step;
  readonly ready: boolean;
  readonly restarts: number;
  /** Start of the current run; undefined while the container does not run. */
  readonly runningSinceMs?: number;
  /** The run that ended with the current state. */
  readonly ended?: Run;
  /** The run before the current state, what the API calls lastState. */
  readonly last?: Run;
  /** When this container changes next. */
  readonly nextMs?: number;
}

const creating: Step = { atMs: 0, state: 'waiting', ready: false, reason: 'ContainerCreating' };

/** Walks a container's steps up to `elapsedMs` and says where it then stands. */
export function momentAt(container: Container, steps: readonly Step[], elapsedMs: number): Moment {
  let step = creating;
  let starts = 0;
  let sinceMs: number | undefined;
  let ended: Run | undefined;
  let last: Run | undefined;
  let nextMs: number | undefined;
  for (const following of steps) {
    if (following.atMs > elapsedMs) {
      nextMs = following.atMs;
      break;
    }
    if (following.state === 'running' && step.state !== 'running') {
      starts += 1;
      sinceMs = following.atMs;
    }
    if (ended !== undefined) last = ended;
    ended = undefined;
    if (following.state === 'terminated') {
      ended = { startMs: sinceMs ?? following.atMs, endMs: following.atMs, end: following, attempt: Math.max(0, starts - 1) };
    }
    if (following.state !== 'running') sinceMs = undefined;
    step = following;
  }
  return {
    container,
    step,
    ready: step.state === 'running' && step.ready,
    restarts: step.restarts ?? Math.max(0, starts - 1),
    ...(sinceMs !== undefined && { runningSinceMs: sinceMs }),
    ...(ended && { ended }),
    ...(last && { last }),
    ...(nextMs !== undefined && { nextMs }),
  };
}

/** The steps that speak of this container: those that name it, and those for all where it is not an init container. */
export function stepsFor(container: Container, steps: readonly Step[], init: boolean): Step[] {
  return steps.filter((step) => step.container === container.name || (step.container === undefined && !init));
}
