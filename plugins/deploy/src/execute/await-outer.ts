import type { ObjectRef, OuterDependency, PlanStep } from '@sherpack/plugin-api';
import { formatRef } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Execution } from './execution.ts';

/** Between two looks at the record of another release. Milliseconds. */
const POLL = 1_000;

/**
 * Waits for what a step depends on outside of the plan.
 *
 * @throws DEPLOY_DEPENDENCY_LATE
 */
export async function awaitOuter(step: PlanStep, run: Execution): Promise<void> {
  for (const dependency of step.outer ?? []) {
    const name = nameOf(dependency);
    run.context.emit({ type: 'step-progress', ref: step.ref, message: `waiting for ${name}` });
    const wanting = dependency.object === undefined ? await awaitRelease(dependency, step, run) : await awaitObject(dependency.object, dependency, step, run);
    if (wanting !== undefined && !run.over.aborted) throw errors.DEPENDENCY_LATE(step.ref, name, wanting, limitOf(step, run) / 1000);
  }
}

function nameOf({ object, release, until }: OuterDependency): string {
  const what = object === undefined ? `release ${release?.namespace}/${release?.name}` : formatRef(object);
  return `${what} to be ${until}`;
}

function limitOf({ ready }: PlanStep, { timeout }: Execution): number {
  return ready.timeout ?? timeout;
}

/** @returns what it lacks; undefined when it is as wished */
async function awaitObject(ref: ObjectRef, { until }: OuterDependency, step: PlanStep, run: Execution): Promise<string | undefined> {
  const deadline = run.clock.now() + limitOf(step, run);
  if (until === 'ready' || until === 'complete') {
    const verdict = await run.readiness.await({ ref, desired: undefined, receipt: undefined, goal: until }, {
      deadline, signal: run.over, onVerdict: ({ reason }) => run.context.emit({ type: 'step-progress', ref: step.ref, message: `${formatRef(ref)}: ${reason}` }),
    });
    return verdict.state === 'ready' || verdict.state === 'unknown' ? undefined : verdict.reason;
  }
  try {
    await run.cluster.waitFor(ref, (object) => (object === undefined) === (until === 'absent'), { timeout: limitOf(step, run), signal: run.over });
    return undefined;
  } catch (error) {
    if (run.over.aborted || (error as { code?: unknown }).code === 'CLUSTER_WAIT_TIMEOUT') return until === 'absent' ? 'it is still there' : 'it is not there';
    throw error;
  }
}

/** A release is ready when its newest revision is deployed. */
async function awaitRelease({ release, until }: OuterDependency, step: PlanStep, run: Execution): Promise<string | undefined> {
  if (release === undefined) return undefined;
  const deadline = run.clock.now() + limitOf(step, run);
  for (;;) {
    const status = await run.statusOf(release);
    if (until === 'absent' ? status === undefined || status === 'uninstalled' : isThere(status, until)) return undefined;
    if (run.over.aborted || run.clock.now() >= deadline) return status === undefined ? 'there is no such release' : `its status is ${status}`;
    await run.clock.sleep(POLL, run.over).catch(() => undefined);
  }
}

function isThere(status: string | undefined, until: OuterDependency['until']): boolean {
  return until === 'present' ? status !== undefined && status !== 'uninstalled' : status === 'deployed';
}
