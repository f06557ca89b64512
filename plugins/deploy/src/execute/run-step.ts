import type { Change, ChangeAction, DeleteOptions, PlanStep, SherpackError } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { recreateObject, resumeRecreation } from '../immutable/recreate.ts';
import { receiptOf } from '../readiness/freshness.ts';
import { applyBound } from './apply-bound.ts';
import { awaitGone } from './await-gone.ts';
import { removeBound } from './remove-bound.ts';
import type { Execution } from './execution.ts';

type Outcome = Pick<Change, 'action' | 'uid'>;

const VERBS: Readonly<Record<PlanStep['action'], string>> = Object.freeze({
  create: 'creation', update: 'update', unchanged: 'check', delete: 'deletion', keep: 'keeping', recreate: 'recreation', run: 'run',
});

/** Sends the request of one step. Never throws. */
export async function requestStep(step: PlanStep, run: Execution): Promise<Change> {
  try {
    const { action, uid } = await perform(step, run);
    return { ref: step.ref, action, uid, error: undefined };
  } catch (error) {
    return { ref: step.ref, action: 'failed', uid: step.live?.uid, error: failureOf(step, error, run) };
  }
}

/** What went wrong with a step, in words that hold no secret. What is said of the lease is said as it is. */
export function failureOf(step: PlanStep, error: unknown, run: Pick<Execution, 'redact'>): SherpackError {
  if (isSherpackError(error) && /^(DEPLOY|STORAGE)_/.test(error.code)) return error;
  const text = run.redact(error instanceof Error ? error.message : String(error));
  return errors.STEP_FAILED(step.ref, VERBS[step.action], isSherpackError(error) ? error : undefined, text);
}

async function perform(step: PlanStep, run: Execution): Promise<Outcome> {
  switch (step.action) {
    case 'create': return create(step, run);
    case 'update': return write(step, run, 'configured');
    case 'recreate': return recreate(step, run);
    case 'unchanged': return { action: 'unchanged', uid: step.live?.uid };
    case 'keep': return { action: 'kept', uid: step.live?.uid };
    case 'delete': return removeBound(step, run);
    case 'run': throw errors.PLAN_INVALID(`step "${step.id}" runs and is no hook`);
  }
}

async function write(step: PlanStep, run: Execution, action: ChangeAction): Promise<Outcome> {
  const { object, warnings } = await applyBound(step, run);
  run.written.set(step.id, receiptOf(object, step.live));
  for (const message of warnings) run.context.emit({ type: 'step-progress', ref: step.ref, message: run.redact(message) });
  return { action, uid: object.metadata.uid };
}

/** What an earlier process deleted to make it anew is put back if it cannot be made. */
async function create(step: PlanStep, run: Execution): Promise<Outcome> {
  const begun = run.journal.recreation(step.id);
  if (begun === undefined) return write(step, run, 'created');
  return resumeRecreation(step, begun, run, () => write(step, run, 'recreated'));
}

/** An object that is on its way out already needs only to be waited for. */
async function recreate(step: PlanStep, run: Execution): Promise<Outcome> {
  const makeAnew = () => write({ ...step, live: undefined, ownership: undefined }, run, 'recreated');
  if (step.recreation !== undefined) return recreateObject(step, run, makeAnew);
  await run.journal.fence();
  await run.cluster.delete(step.ref, { propagation: 'foreground', ...uidOf(step) });
  if ((await awaitGone(step, step.live?.uid, run)) === 'called-off') return { action: 'skipped', uid: step.live?.uid };
  const begun = run.journal.recreation(step.id);
  return begun === undefined ? makeAnew() : resumeRecreation(step, begun, run, makeAnew);
}

function uidOf({ live }: PlanStep): Pick<DeleteOptions, 'uid'> {
  return live === undefined || live.uid === '' ? {} : { uid: live.uid };
}
