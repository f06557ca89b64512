import type { PlanStep, SherpackError } from '@sherpack/plugin-api';
import { formatRef } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { chainLines } from '../failure/report.ts';
import type { Subject, Verdict } from '../readiness/contract.ts';
import type { Execution } from './execution.ts';

/**
 * Waits until the object of the step is ready, telling how it goes.
 *
 * @returns why it is not, or undefined; also when the rest was called off meanwhile
 */
export async function awaitReady(step: PlanStep, run: Execution, goal: Subject['goal'] = 'ready'): Promise<SherpackError | undefined> {
  if (!run.cluster.observable) return undefined;
  const seconds = limitOf(step, run) / 1000;
  const verdict = await run.readiness.await(subjectOf(step, run, goal), {
    deadline: step.ready.timeout === undefined && step.hook === undefined ? run.deadline : run.clock.now() + limitOf(step, run),
    signal: run.over,
    onVerdict({ state, reason }) {
      // What is ready at the first look need not be spoken of.
      if (state !== 'ready') run.context.emit({ type: 'step-progress', ref: step.ref, message: reason });
    },
    needsAreStarting: () => step.dependsOn.some(({ id }) => run.starting.has(id)),
  });
  return errorOf(step, verdict, seconds, run);
}

function limitOf({ ready }: PlanStep, { timeout }: Execution): number {
  return ready.timeout ?? timeout;
}

export function subjectOf(step: PlanStep, run: Pick<Execution, 'written'>, goal: Subject['goal']): Subject {
  const { live, desired, ref } = step;
  const seen = live === undefined || live.uid === '' ? undefined : { uid: live.uid, generation: undefined, resourceVersion: live.resourceVersion, changed: false };
  return { ref, desired, goal, receipt: run.written.get(step.id) ?? seen };
}

function errorOf(step: PlanStep, verdict: Verdict, seconds: number, run: Execution): SherpackError | undefined {
  const { state, reason, hint } = verdict;
  const details = chainLines(verdict.chain);
  if (state === 'ready') {
    if (verdict.notice !== undefined) run.context.emit({ type: 'warning', message: `${formatRef(step.ref)} ${verdict.notice}` });
    return undefined;
  }
  if (state === 'failed') return errors.BROKEN(step.ref, reason, details, hint);
  if (state === 'unknown') {
    run.context.emit({ type: 'warning', message: `nothing tells whether ${formatRef(step.ref)} is ready: ${reason}` });
    return undefined;
  }
  return run.over.aborted ? undefined : errors.NOT_READY(step.ref, reason, seconds, details, hint);
}
