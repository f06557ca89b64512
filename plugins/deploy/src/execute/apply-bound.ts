import type { KubernetesObject, LiveBinding, PlanStep, StepOwnership, WriteResult } from '@sherpack/plugin-api';
import { writerOf } from '../binding/field-owner.ts';
import { relevantOf } from '../binding/relevant.ts';
import { errors } from '../errors.ts';
import { conflictsIn, describeOwner } from '../ownership/conflicts.ts';
import { managedFieldsPatch, migratedFields } from '../ownership/migrate.ts';
import { takesOver } from '../ownership/owned.ts';
import { payloadOf } from '../ownership/payload.ts';
import { takesFields } from '../ownership/rules.ts';
import { settleConflicts } from '../ownership/settle-conflicts.ts';
import type { Execution } from './execution.ts';

const ATTEMPTS = 8;

/** What changes from one attempt to the next. */
interface Attempt {
  readonly version: string | undefined;
  readonly ownership: StepOwnership | undefined;
  /** Read anew since the plan, or because the payload depends on it. */
  readonly live: KubernetesObject | undefined;
}

/**
 * Applies on the condition that the object is the one that the plan saw, in the version that it saw. Another version is
 * no obstacle while everything that matters is the same: a status, or what an autoscaler does.
 *
 * @throws DEPLOY_CHANGED_MEANWHILE, DEPLOY_FIELD_CONFLICT
 */
export async function applyBound(step: PlanStep, run: Execution): Promise<WriteResult> {
  const { desired } = step;
  if (desired === undefined) throw errors.PLAN_INVALID(`step "${step.id}" has nothing to write`);
  let attempt = await firstAttempt(step, run);
  for (let count = 1; ; count++) {
    await run.journal.fence();
    try {
      const payload = payloadOf(desired, attempt.ownership, { live: attempt.live, resource: undefined, manager: run.plan.fieldManager });
      return await run.cluster.apply(bound(payload, step, attempt.version), {
        fieldManager: run.plan.fieldManager, force: attempt.ownership?.force === true, secretPaths: step.secretPaths,
      });
    } catch (error) {
      if (step.live === undefined || (error as { code?: unknown }).code !== 'CLUSTER_CONFLICT' || count === ATTEMPTS) throw error;
      attempt = await nextAttempt(error, attempt, step, run);
    }
  }
}

/** What is held, and what a tool of before owns, is read from the object as it is now. */
async function firstAttempt(step: PlanStep, run: Execution): Promise<Attempt> {
  const { ownership, live: binding } = step;
  const version = binding?.resourceVersion;
  const isMigrated = (ownership?.migrated ?? []).length + (ownership?.retired ?? []).length > 0;
  const needsLive = (ownership?.held ?? []).length > 0 || isMigrated;
  if (!needsLive || binding === undefined) return { version, ownership, live: undefined };
  const live = await liveNow(step, binding, run);
  return !isMigrated ? { version: live.metadata.resourceVersion, ownership, live } : migrate(step, live, run);
}

/** Names managers of retired versions anew, and makes what other tools deployed the release's own, so that what the pack no longer states goes with the apply. */
async function migrate(step: PlanStep, live: KubernetesObject, run: Execution): Promise<Attempt> {
  const { fieldManager } = run.plan;
  const { migrated = [], retired = [] } = step.ownership ?? {};
  const apiVersion = step.desired?.apiVersion ?? live.apiVersion;
  const fields = migratedFields(live, { apiVersion, manager: fieldManager, takesDeployers: migrated.length > 0, retired });
  await run.journal.fence();
  const binding = { uid: live.metadata.uid ?? '', resourceVersion: live.metadata.resourceVersion ?? '' };
  const { object } = await run.cluster.patch(step.ref, 'json', managedFieldsPatch(binding, fields), { fieldManager });
  return { version: object.metadata.resourceVersion, ownership: step.ownership, live: object };
}

async function nextAttempt(error: unknown, attempt: Attempt, step: PlanStep, run: Execution): Promise<Attempt> {
  const { live: binding, ref } = step;
  if (binding === undefined) throw error;
  const conflicts = conflictsIn(error);
  // Whoever changed what matters is to be named, rather than the field.
  const live = await liveNow(step, binding, run);
  if (conflicts.length === 0) return { ...attempt, version: live.metadata.resourceVersion, live };
  const takes = takesFields(run.context.operation, !takesOver(step));
  const { ownership, refused } = settleConflicts(conflicts, ref, run.ownershipRules, takes);
  if (refused.length > 0) throw errors.FIELD_CONFLICT(ref, refused.map((field) => describeOwner(field, live)), step.source);
  const left = [...(attempt.ownership?.left ?? []), ...ownership.left];
  return { version: live.metadata.resourceVersion, live, ownership: { ...attempt.ownership, ...ownership, left } };
}

function bound(payload: KubernetesObject, { live }: PlanStep, version: string | undefined): KubernetesObject {
  if (live === undefined || live.uid === '') return payload;
  return { ...payload, metadata: { ...payload.metadata, uid: live.uid, ...(version === undefined || version === '' ? {} : { resourceVersion: version }) } };
}

async function liveNow(step: PlanStep, live: LiveBinding, { cluster, plan }: Execution): Promise<KubernetesObject> {
  const now = await cluster.get(step.ref);
  if (now === undefined) throw errors.CHANGED_MEANWHILE(step.ref, 'somebody has deleted it');
  if (now.metadata.uid !== live.uid) throw errors.CHANGED_MEANWHILE(step.ref, 'somebody has deleted it and made it anew');
  if (live.relevant !== undefined && relevantOf(now, step.desired, step.secretPaths).digest !== live.relevant) {
    throw errors.CHANGED_MEANWHILE(step.ref, `written by ${writerOf(now, [], plan.fieldManager) ?? 'somebody'}`);
  }
  return now;
}
