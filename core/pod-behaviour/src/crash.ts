import type { Pod } from './pod.ts';
import type { Step } from './step.ts';

const restartsShown = 5;

export interface Exit {
  readonly exitCode: number;
  readonly reason: string;
}

/**
 * What a container does that ends at `fromMs`: it stays down where the restart policy says so, else it comes up
 * and dies again with a back-off in between. As in a real kubelet the first restart comes without back-off.
 * The pauses are short (a real kubelet's begin at 10 s) and the play ends in back-off after five restarts, so that
 * a test that waits for the end of it does not wait for minutes.
 */
export function crashes(pod: Pod, fromMs: number, exit: Exit, restartsPlayed = restartsShown): Step[] {
  const steps: Step[] = [{ atMs: fromMs, state: 'terminated', ready: false, ...exit }];
  if (!restarts(pod, exit)) return steps;
  for (let restart = 1; restart <= restartsPlayed; restart += 1) {
    const upMs = fromMs + 100 + (restart - 1) * 1200;
    steps.push({ atMs: upMs, state: 'running', ready: false });
    steps.push({ atMs: upMs + 200, state: 'terminated', ready: false, ...exit });
    steps.push({ atMs: upMs + 300, state: 'waiting', ready: false, reason: 'CrashLoopBackOff' });
  }
  return steps;
}

function restarts(pod: Pod, exit: Exit): boolean {
  if (pod.spec.restartPolicy === 'Never') return false;
  return pod.spec.restartPolicy !== 'OnFailure' || exit.exitCode !== 0;
}

/** Crashes as long as something that it needs is not there. */
export function crashesUntil(pod: Pod, fromMs: number, untilMs: number, exit: Exit): Step[] {
  const first: Step = { atMs: fromMs, state: 'running', ready: false };
  const played = crashes(pod, fromMs + 200, exit, Math.ceil((untilMs - fromMs) / 1200));
  return [first, ...played].filter(({ atMs }) => atMs < untilMs);
}
