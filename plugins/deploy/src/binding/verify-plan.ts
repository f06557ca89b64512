import type { DeployContext, KubernetesObject, Plan, PlanBinding, PlanStep, StepBinding } from '@sherpack/plugin-api';
import { isObject, parsePath } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { bindPlan } from './bind-plan.ts';
import { writerOf } from './field-owner.ts';

const MOST_FIELDS = 5;

/** The binding of the plan that somebody has approved; undefined when nobody had to. */
export function approvedPlan({ operation }: Pick<DeployContext, 'operation'>): PlanBinding | undefined {
  const approved = operation.flags['approvedPlan'];
  return isObject(approved) ? (approved as unknown as PlanBinding) : undefined;
}

/**
 * Holds the plan that was made now against the one that was approved, before anything is written.
 *
 * @throws DEPLOY_PLAN_STALE with every difference, and who made it when
 */
export async function verifyPlan(plan: Plan, context: DeployContext): Promise<void> {
  const approved = approvedPlan(context);
  if (approved === undefined) return;
  const now = bindPlan(plan, context.pack);
  const differences = [...releaseDifferences(approved, now), ...(await stepDifferences(approved, now, plan, context))];
  if (differences.length > 0) throw errors.PLAN_STALE(plan.release.name, differences);
}

function releaseDifferences(approved: PlanBinding, now: PlanBinding): readonly string[] {
  const lines: string[] = [];
  if (approved.cluster !== now.cluster) lines.push('it was made for another cluster');
  if (approved.releaseUid !== now.releaseUid || approved.revision !== now.revision) lines.push(`the release has moved on: the plan leads to revision ${approved.revision}, the next one is ${now.revision}`);
  if (approved.pack?.digest !== now.pack?.digest) lines.push('the pack is another one: its files have changed');
  if (approved.pack?.values !== now.pack?.values) lines.push('the values are others');
  return lines;
}

async function stepDifferences(approved: PlanBinding, now: PlanBinding, plan: Plan, context: DeployContext): Promise<readonly string[]> {
  const before = new Map(approved.steps.map((step) => [step.id, step]));
  const steps = new Map(plan.steps.map((step) => [step.id, step]));
  const lines: string[] = [];
  for (const step of now.steps) {
    const known = before.get(step.id);
    before.delete(step.id);
    if (known === undefined) lines.push(`${step.name}: would now be planned as "${step.action}", and was not part of the plan`);
    else lines.push(...(await differencesOf(known, step, steps.get(step.id), plan, context)));
  }
  for (const gone of before.values()) lines.push(`${gone.name}: was planned as "${gone.action}", and there is nothing to do any more`);
  return lines;
}

async function differencesOf(approved: StepBinding, now: StepBinding, step: PlanStep | undefined, plan: Plan, context: DeployContext): Promise<readonly string[]> {
  const { name } = now;
  if (approved.desired !== now.desired) return [`${name}: what would be applied is not what was approved`];
  if (approved.uid !== now.uid) return [`${name}: ${replaced(approved.uid, now.uid)}`];
  if (approved.action === 'delete' || step === undefined) return approved.action === now.action ? [] : [`${name}: was planned as "${approved.action}" and is "${now.action}" now`];
  if (approved.relevant === now.relevant && approved.action === now.action) return [];
  const live = await (await context.cluster('read')).get(step.ref);
  const fields = changedFields(approved.fields ?? {}, now.fields ?? {}).map((path) => `${name}: ${path} was changed${by(live, path, plan)}`);
  return fields.length === 0 ? [`${name}: was planned as "${approved.action}" and is "${now.action}" now${by(live, '', plan)}`] : fields.slice(0, MOST_FIELDS);
}

function replaced(before: string | undefined, now: string | undefined): string {
  if (before === undefined) return 'somebody has made it meanwhile';
  return now === undefined ? 'somebody has deleted it' : 'somebody has deleted it and made it anew';
}

function changedFields(before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((path) => before[path] !== now[path]);
}

function by(live: KubernetesObject | undefined, path: string, plan: Plan): string {
  const writer = live === undefined ? undefined : writerOf(live, parsePath(path) ?? [], plan.fieldManager);
  return writer === undefined ? '' : ` by ${writer}`;
}
