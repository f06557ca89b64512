import type { Container } from './pod.ts';
import type { Step } from './step.ts';
import { momentAt, stepsFor, type Moment } from './timeline.ts';

const initMs = 50;

export interface InitProgress {
  readonly moments: readonly Moment[];
  /** When the last init container was through, counted from the start of the pod; undefined while one is not. */
  readonly doneMs?: number;
  readonly nextMs?: number;
}

/**
 * Init containers run one after another; a sidecar lets the next one begin as soon as it runs. A script that names
 * an init container decides what it does, and its `after` then counts from the start of that container.
 */
export function initProgress(containers: readonly Container[], steps: readonly Step[], elapsedMs: number): InitProgress {
  const moments: Moment[] = [];
  let startMs: number | undefined = 0;
  let nextMs: number | undefined;
  for (const container of containers) {
    if (startMs === undefined || startMs > elapsedMs) {
      moments.push({ container, step: { atMs: 0, state: 'waiting', ready: false, reason: 'PodInitializing' }, ready: false, restarts: 0 });
      startMs = undefined;
      continue;
    }
    const own = shifted(ownSteps(container, steps), startMs);
    const moment = readyWhenDone(momentAt(container, own, elapsedMs));
    moments.push(moment);
    nextMs = earlier(nextMs, moment.nextMs);
    startMs = throughMs(container, own, elapsedMs);
  }
  const done = startMs !== undefined && startMs <= elapsedMs;
  return { moments, ...(done && startMs !== undefined && { doneMs: startMs }), ...(nextMs !== undefined && { nextMs }) };
}

export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

/** The earlier of two times of which either may be unknown. */
export function earlier(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

function ownSteps(container: Container, steps: readonly Step[]): readonly Step[] {
  const own = stepsFor(container, steps, true);
  if (own.length > 0) return own;
  const running: Step = { atMs: 0, state: 'running', ready: true };
  if (isSidecar(container)) return [running];
  return [running, { atMs: initMs, state: 'terminated', ready: false, exitCode: 0, reason: 'Completed' }];
}

function shifted(steps: readonly Step[], byMs: number): Step[] {
  return steps.map((step) => ({ ...step, atMs: step.atMs + byMs }));
}

function throughMs(container: Container, steps: readonly Step[], elapsedMs: number): number | undefined {
  const through = steps.find((step) => (isSidecar(container) ? step.state === 'running' : step.state === 'terminated' && (step.exitCode ?? 0) === 0));
  return through !== undefined && through.atMs <= elapsedMs ? through.atMs : undefined;
}

/** The API calls an init container ready once it has ended well, and not while it runs. */
function readyWhenDone(moment: Moment): Moment {
  if (isSidecar(moment.container)) return moment;
  return { ...moment, ready: moment.ended !== undefined && (moment.ended.end.exitCode ?? 0) === 0 };
}
