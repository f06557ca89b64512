import { crashes, crashesUntil } from './crash.ts';
import type { Pod } from './pod.ts';
import type { Step } from './step.ts';

/** How long after the start of the pod a container runs: long enough that a watcher sees the step before. */
export const startMs = 100;

const failure = { exitCode: 1, reason: 'Error' };
const probeFailure = 'Readiness probe failed: HTTP probe failed with statuscode: 503';

interface NamedBehaviour {
  /** What a duration behind the name changes, and its value where none is given. */
  readonly defaultMs: number;
  readonly steps: (pod: Pod, atMs: number) => Step[];
}

/** The closed vocabulary of the behaviour annotation; the key is the word the user writes. */
const behaviours: Readonly<Record<string, NamedBehaviour>> = {
  ready: { defaultMs: startMs, steps: (_pod, atMs) => [running(atMs, true)] },
  slow: { defaultMs: 5000, steps: (_pod, atMs) => [unready(Math.min(startMs, atMs)), running(atMs, true)] },
  'never-ready': { defaultMs: startMs, steps: (_pod, atMs) => [unready(atMs)] },
  'crash-loop': { defaultMs: 200, steps: (pod, atMs) => [running(startMs, false), ...crashes(pod, startMs + atMs, failure)] },
  'ready-then-crash': { defaultMs: 3000, steps: (pod, atMs) => [running(startMs, true), ...crashes(pod, startMs + atMs, failure)] },
  oom: { defaultMs: 200, steps: (pod, atMs) => [running(startMs, true), ...crashes(pod, startMs + atMs, { exitCode: 137, reason: 'OOMKilled' })] },
  succeed: { defaultMs: 300, steps: (pod, atMs) => [running(startMs, true), ...crashes(pod, startMs + atMs, { exitCode: 0, reason: 'Completed' })] },
  fail: { defaultMs: 300, steps: (pod, atMs) => [running(startMs, true), ...crashes(pod, startMs + atMs, failure)] },
  'crash-until': { defaultMs: 10_000, steps: (pod, atMs) => [...crashesUntil(pod, startMs, atMs, failure), running(atMs, true)] },
  'image-pull': { defaultMs: startMs, steps: (_pod, atMs) => imagePull(atMs) },
  'image-never-pull': { defaultMs: startMs, steps: (_pod, atMs) => [waiting(atMs, 'ErrImageNeverPull')] },
  'invalid-image': { defaultMs: startMs, steps: (_pod, atMs) => [waiting(atMs, 'InvalidImageName')] },
  'config-error': { defaultMs: startMs, steps: (_pod, atMs) => [waiting(atMs, 'CreateContainerConfigError')] },
  'create-error': { defaultMs: startMs, steps: (_pod, atMs) => [waiting(atMs, 'CreateContainerError')] },
};

export const behaviourNames: readonly string[] = Object.keys(behaviours);

/** Undefined for a name that is not in the vocabulary. */
export function namedSteps(name: string, pod: Pod, durationMs?: number): Step[] | undefined {
  const behaviour = Object.hasOwn(behaviours, name) ? behaviours[name] : undefined;
  return behaviour?.steps(pod, durationMs ?? behaviour.defaultMs);
}

function running(atMs: number, ready: boolean): Step {
  return { atMs, state: 'running', ready };
}

function unready(atMs: number): Step {
  return { atMs, state: 'running', ready: false, message: probeFailure };
}

function waiting(atMs: number, reason: string): Step {
  return { atMs, state: 'waiting', ready: false, reason };
}

/** A kubelet pulls again after 10 s; here it does after 2. */
function imagePull(atMs: number): Step[] {
  const tries = [atMs, atMs + 2000];
  return tries.flatMap((tryMs) => [waiting(tryMs, 'ErrImagePull'), waiting(tryMs + 400, 'ImagePullBackOff')]);
}
