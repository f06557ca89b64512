import type { Change, ChangeAction, DeleteOptions, KubernetesObject, LiveBinding, PlanStep, SherpackError, WriteResult } from '@sherpack/plugin-api';
import { failureOf as failureOfCluster, isObject, isSherpackError } from '@sherpack/plugin-api';
import { writerOf } from '../binding/field-owner.ts';
import { relevantOf } from '../binding/relevant.ts';
import { errors } from '../errors.ts';
import { forcesConflicts, takesOver } from '../ownership.ts';
import { receiptOf } from '../readiness/freshness.ts';
import { awaitGone } from './await-gone.ts';
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
    case 'create': return write(step, run, 'created');
    case 'update': return write(step, run, 'configured');
    case 'recreate': return recreate(step, run);
    case 'unchanged': return { action: 'unchanged', uid: step.live?.uid };
    case 'keep': return { action: 'kept', uid: step.live?.uid };
    case 'delete': return remove(step, run);
    case 'run': throw errors.PLAN_INVALID(`step "${step.id}" runs and is no hook`);
  }
}

async function write(step: PlanStep, run: Execution, action: ChangeAction): Promise<Outcome> {
  const { object, warnings } = await applyBound(step, run);
  run.written.set(step.id, receiptOf(object, step.live));
  for (const message of warnings) run.context.emit({ type: 'step-progress', ref: step.ref, message: run.redact(message) });
  return { action, uid: object.metadata.uid };
}

const ATTEMPTS = 8;

/**
 * Applies on the condition that the object is the one that the plan saw, in the version that it saw. Another version is
 * no obstacle while everything that matters is the same: a status, or what an autoscaler does.
 *
 * @throws DEPLOY_CHANGED_MEANWHILE
 */
async function applyBound(step: PlanStep, run: Execution): Promise<WriteResult> {
  const { desired } = step;
  if (desired === undefined) throw errors.PLAN_INVALID(`step "${step.id}" has nothing to write`);
  let version = step.live?.resourceVersion;
  for (let attempt = 1; ; attempt++) {
    await run.journal.fence();
    try {
      return await run.cluster.apply(bound(desired, step, version), {
        fieldManager: run.plan.fieldManager,
        force: forcesConflicts(run.context.operation, takesOver(step)),
        secretPaths: step.secretPaths,
      });
    } catch (error) {
      if (step.live === undefined || (error as { code?: unknown }).code !== 'CLUSTER_CONFLICT' || attempt === ATTEMPTS) throw error;
      version = await versionNow(step, step.live, desired, run);
      if (!isVersionConflict(error)) throw error;
    }
  }
}

function bound(desired: KubernetesObject, { live }: PlanStep, version: string | undefined): KubernetesObject {
  if (live === undefined || live.uid === '') return desired;
  return { ...desired, metadata: { ...desired.metadata, uid: live.uid, ...(version === undefined || version === '' ? {} : { resourceVersion: version }) } };
}

/** A conflict of versions has no causes; one of field managers names the fields. */
function isVersionConflict(error: unknown): boolean {
  const details = failureOfCluster(error)?.body?.['details'];
  return !isObject(details) || !Array.isArray(details['causes']) || details['causes'].length === 0;
}

async function versionNow(step: PlanStep, live: LiveBinding, desired: KubernetesObject, { cluster, plan }: Execution): Promise<string | undefined> {
  const now = await cluster.get(step.ref);
  if (now === undefined) throw errors.CHANGED_MEANWHILE(step.ref, 'somebody has deleted it');
  if (now.metadata.uid !== live.uid) throw errors.CHANGED_MEANWHILE(step.ref, 'somebody has deleted it and made it anew');
  if (live.relevant !== undefined && relevantOf(now, desired, step.secretPaths).digest !== live.relevant) {
    throw errors.CHANGED_MEANWHILE(step.ref, `written by ${writerOf(now, [], plan.fieldManager) ?? 'somebody'}`);
  }
  return now.metadata.resourceVersion;
}

async function remove(step: PlanStep, run: Execution): Promise<Outcome> {
  let uid: string | undefined;
  await run.journal.fence();
  await run.cluster.delete(step.ref, { propagation: propagationOf(run), ...uidOf(step), onHeld: ({ metadata }) => { uid = metadata.uid; } });
  return { action: 'deleted', uid };
}

async function recreate(step: PlanStep, run: Execution): Promise<Outcome> {
  await run.journal.fence();
  await run.cluster.delete(step.ref, { propagation: 'foreground', ...uidOf(step) });
  if ((await awaitGone(step, step.live?.uid, run)) === 'called-off') return { action: 'skipped', uid: step.live?.uid };
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
