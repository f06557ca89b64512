import type { Change, JournaledRecreation, KubernetesObject, ManagedFieldsEntry, PlanStep } from '@sherpack/plugin-api';
import { formatRef, refOf } from '@sherpack/plugin-api';
import { writerOf } from '../binding/field-owner.ts';
import { relevantOf } from '../binding/relevant.ts';
import { errors } from '../errors.ts';
import type { Execution } from '../execute/execution.ts';
import { managedFieldsPatch } from '../ownership/migrate.ts';
import { mayBeJournaled, snapshotOf } from './snapshot.ts';

export type Outcome = Pick<Change, 'action' | 'uid'>;

/** Writes the new object; on the way the old one was seen to be gone. */
export type Create = () => Promise<Outcome>;

const ATTEMPTS = 8;
const RESTORER = 'sherpack-restore';

/**
 * Makes an object anew: snapshot, deletion of exactly the object and version that the plan saw, wait until its uid is
 * gone, creation; if that fails, the snapshot is created again. Each step is in the journal before it is done, so that
 * whoever takes over a killed process knows what was there.
 *
 * @throws DEPLOY_CHANGED_MEANWHILE, DEPLOY_NOT_GONE, DEPLOY_RECREATION_FAILED
 */
export async function recreateObject(step: PlanStep, run: Execution, create: Create): Promise<Outcome> {
  const live = await present(step, run);
  const snapshot = snapshotOf(live);
  const entry = { uid: live.metadata.uid ?? '', ...(mayBeJournaled(live, step.secretPaths) ? { snapshot } : {}) };
  await run.journal.enterRecreation(step.id, { ...entry, state: 'deleting' });
  await deleteBound(step, live, run);
  run.context.emit({ type: 'step-progress', ref: step.ref, message: 'deleted; waiting until it is gone' });
  await untilGone(step, entry.uid, run);
  await run.journal.enterRecreation(step.id, { ...entry, state: 'gone' });
  return createOrRestore(step, snapshot, run, create);
}

/** For an object that an earlier process has deleted to make it anew: what was there is put back if it cannot be made. */
export async function resumeRecreation(step: PlanStep, { snapshot }: JournaledRecreation, run: Execution, create: Create): Promise<Outcome> {
  return createOrRestore(step, snapshot, run, create);
}

async function createOrRestore(step: PlanStep, snapshot: KubernetesObject | undefined, run: Execution, create: Create): Promise<Outcome> {
  try {
    const outcome = await create();
    await run.journal.enterRecreation(step.id, undefined);
    return outcome;
  } catch (error) {
    if (snapshot === undefined || (await run.cluster.get(step.ref)) !== undefined) throw error;
    const problem = await restore(snapshot, run);
    if (problem === undefined) await run.journal.enterRecreation(step.id, undefined);
    throw errors.RECREATION_FAILED(step.ref, textOf(error, run), problem === undefined ? undefined : textOf(problem, run), error);
  }
}

function textOf(error: unknown, { redact }: Execution): string {
  return redact(error instanceof Error ? error.message : String(error));
}

async function present(step: PlanStep, { cluster, plan }: Execution): Promise<KubernetesObject> {
  const { live, ref, desired } = step;
  const now = await cluster.get(ref);
  if (now === undefined) throw errors.CHANGED_MEANWHILE(ref, 'somebody has deleted it');
  if (now.metadata.uid !== live?.uid) throw errors.CHANGED_MEANWHILE(ref, 'somebody has deleted it and made it anew');
  if (live?.relevant !== undefined && now.metadata.resourceVersion !== live.resourceVersion && relevantOf(now, desired, step.secretPaths).digest !== live.relevant) {
    throw errors.CHANGED_MEANWHILE(ref, `written by ${writerOf(now, [], plan.fieldManager) ?? 'somebody'}`);
  }
  return now;
}

/** A status that is written meanwhile is no obstacle; anything that matters is. */
async function deleteBound(step: PlanStep, first: KubernetesObject, run: Execution): Promise<void> {
  let live = first;
  for (let attempt = 1; ; attempt += 1) {
    await run.journal.fence();
    try {
      const { uid, resourceVersion } = live.metadata;
      await run.cluster.delete(step.ref, { propagation: step.recreation?.propagation ?? 'foreground', uid, resourceVersion });
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'CLUSTER_CONFLICT' || attempt === ATTEMPTS) throw error;
      live = await present(step, run);
    }
  }
}

async function untilGone(step: PlanStep, uid: string, { cluster, deadline, clock, over }: Execution): Promise<void> {
  const timeout = step.ready.timeout ?? Math.max(1, deadline - clock.now());
  let last: KubernetesObject | undefined;
  try {
    await cluster.waitFor(step.ref, (object) => {
      last = object;
      return object === undefined || object.metadata.uid !== uid;
    }, { timeout, signal: over });
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'CLUSTER_WAIT_TIMEOUT') throw error;
    throw errors.NOT_GONE(step.ref, last?.metadata.finalizers ?? [], timeout / 1000);
  }
}

/** Creates what was there. @returns why that is not possible */
async function restore(snapshot: KubernetesObject, run: Execution): Promise<unknown> {
  const { managedFields, ...metadata } = snapshot.metadata;
  try {
    await run.journal.fence();
    const { object } = await run.cluster.create({ ...snapshot, metadata }, { fieldManager: RESTORER });
    if (managedFields !== undefined) await returnFields(object, managedFields, run);
    return undefined;
  } catch (error) {
    return error;
  }
}

/** Gives every field back to the manager that owned it. Controllers may write the object meanwhile. */
async function returnFields(made: KubernetesObject, managedFields: readonly ManagedFieldsEntry[], { cluster, context }: Execution): Promise<void> {
  const ref = refOf(made);
  let version = made.metadata.resourceVersion ?? '';
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      await cluster.patch(ref, 'json', managedFieldsPatch({ uid: made.metadata.uid ?? '', resourceVersion: version }, managedFields), { fieldManager: RESTORER });
      return;
    } catch (error) {
      if ((error as { code?: unknown }).code !== 'CLUSTER_CONFLICT') break;
      version = (await cluster.get(ref))?.metadata.resourceVersion ?? version;
    }
  }
  context.emit({ type: 'warning', message: `${formatRef(ref)} is back as it was, but its fields now belong to "${RESTORER}"; --force-conflicts takes them over` });
}
