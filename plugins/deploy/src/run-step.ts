import type { Change, ChangeAction, DeleteOptions, KubernetesObject, PlanStep, SherpackError } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import type { Execution } from './deployer.ts';
import { errors } from './errors.ts';
import { forcesConflicts, takesOver } from './ownership.ts';
import { waitEstablished } from './wait-ready.ts';
import { waitGone } from './wait-gone.ts';
import { writtenOf } from './freshness.ts';

type Outcome = Pick<Change, 'action' | 'uid'>;

const VERBS: Readonly<Record<PlanStep['action'], string>> = Object.freeze({
  create: 'creation', update: 'update', unchanged: 'check', delete: 'deletion', keep: 'keeping', recreate: 'recreation',
});

/** Does one step and records what became of it. Never throws. */
export async function runStep(step: PlanStep, run: Execution): Promise<void> {
  const { context, changes } = run;
  if (context.signal.aborted) return;
  context.emit({ type: 'step-started', ref: step.ref, action: step.action });
  const change = await attempt(step, run);
  changes.set(step.id, change);
  context.emit({ type: 'step-finished', ref: step.ref, action: change.action, error: change.error });
}

async function attempt(step: PlanStep, run: Execution): Promise<Change> {
  try {
    const { action, uid } = await perform(step, run);
    return { ref: step.ref, action, uid, error: undefined };
  } catch (error) {
    return { ref: step.ref, action: 'failed', uid: step.live?.uid, error: failure(step, error, run) };
  }
}

function failure(step: PlanStep, error: unknown, run: Execution): SherpackError {
  if (isSherpackError(error) && error.code.startsWith('DEPLOY_')) return error;
  const text = run.redact(error instanceof Error ? error.message : String(error));
  return errors.STEP_FAILED(step.ref, VERBS[step.action], isSherpackError(error) ? error : undefined, text);
}

async function perform(step: PlanStep, run: Execution): Promise<Outcome> {
  switch (step.action) {
    case 'create': return write(step, run, 'created');
    case 'update': return write(step, run, 'configured');
    case 'recreate': return recreate(step, run);
    case 'unchanged': return { action: 'unchanged', uid: step.live?.uid };
    case 'keep': return { action: 'kept', uid: step.live?.uid };
    case 'delete': return remove(step, run);
  }
}

async function write(step: PlanStep, run: Execution, action: ChangeAction): Promise<Outcome> {
  const { cluster, plan, context } = run;
  const { desired } = step;
  if (desired === undefined) throw errors.PLAN_INVALID(`step "${step.id}" has nothing to write`);
  const { object, warnings } = await cluster.apply(bound(desired, step), {
    fieldManager: plan.fieldManager,
    force: forcesConflicts(context.operation, takesOver(step)),
    secretPaths: step.secretPaths,
  });
  run.written.set(step.id, writtenOf(object));
  for (const message of warnings) context.emit({ type: 'step-progress', ref: step.ref, message: run.redact(message) });
  if (step.ref.kind === 'CustomResourceDefinition') await waitEstablished(step, run);
  return { action, uid: object.metadata.uid };
}

/** The uid makes the write fail instead of bringing an object back that was deleted since the plan was made. */
function bound(desired: KubernetesObject, { live }: PlanStep): KubernetesObject {
  if (live === undefined || live.uid === '') return desired;
  return { ...desired, metadata: { ...desired.metadata, uid: live.uid } };
}

async function remove(step: PlanStep, run: Execution): Promise<Outcome> {
  const { cluster } = run;
  await cluster.delete(step.ref, { propagation: propagationOf(run), ...uidOf(step) });
  const left = await waitGone(step, run);
  return { action: 'deleted', uid: left };
}

async function recreate(step: PlanStep, run: Execution): Promise<Outcome> {
  await run.cluster.delete(step.ref, { propagation: 'foreground', ...uidOf(step) });
  await waitGone(step, run);
  return write({ ...step, live: undefined }, run, 'recreated');
}

function uidOf({ live }: PlanStep): Pick<DeleteOptions, 'uid'> {
  return live === undefined || live.uid === '' ? {} : { uid: live.uid };
}

/** Waiting for dependents needs the foreground: the object then goes last. */
function propagationOf({ context }: Execution): NonNullable<DeleteOptions['propagation']> {
  const { cascade, wait } = context.operation.flags as { cascade?: unknown; wait?: unknown };
  if (cascade === 'orphan' || cascade === 'foreground' || cascade === 'background') return cascade;
  return wait === true ? 'foreground' : 'background';
}
