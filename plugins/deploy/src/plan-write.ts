import type { DeployContext, DryRunCluster, FieldChange, InventoryEntry, KubernetesObject, Plan, PlanStep } from '@sherpack/plugin-api';
import { groupOf, isSecretData, isSherpackError } from '@sherpack/plugin-api';
import { relevantOf } from './binding/relevant.ts';
import { approvedPlan } from './binding/verify-plan.ts';
import type { AbsentNames } from './absent-names.ts';
import type { DesiredObject } from './desired-objects.ts';
import { errors } from './errors.ts';
import { fieldChanges } from './field-changes.ts';
import { planRecreation } from './immutable/plan-recreation.ts';
import type { PlannedRecreation } from './immutable/plan-recreation.ts';
import { isApplied } from './is-applied.ts';
import { askServer } from './ownership/ask-server.ts';
import type { ServerAnswer } from './ownership/ask-server.ts';
import { conflictsIn } from './ownership/conflicts.ts';
import { leftoversOf } from './ownership/migrate.ts';
import { isInherited, isOwned, ownerOf } from './ownership/owned.ts';
import { ownershipReason } from './ownership/reason.ts';
import type { OwnershipRule } from './ownership/rules.ts';
import type { Place } from './places.ts';
import type { IsRepeated } from './repeated-manifests.ts';
import type { Snapshot } from './snapshot.ts';

export interface PlanWriteOptions {
  readonly plan: Plan;
  readonly cluster: DryRunCluster;
  readonly context: DeployContext;
  /** Namespaces that will exist only after the plan has begun. */
  readonly absent: ReadonlySet<string>;
  /** `group/kind` of the definitions that the plan changes. */
  readonly changing: ReadonlySet<string>;
  readonly places: ReadonlyMap<string, Place>;
  readonly snapshot: Snapshot;
  /** The objects of the revision before. */
  readonly inventory?: readonly InventoryEntry[] | undefined;
  readonly isRepeated: IsRepeated;
  /** Set when what is not there is made without a dry run. */
  readonly absentNames?: AbsentNames | undefined;
  readonly rules: readonly OwnershipRule[];
}

const NEW_KIND = 'its kind is defined by this plan, so the server cannot check it yet';
const NEW_NAMESPACE = 'its namespace is made first, so the server cannot check it yet';
const CHANGED_KIND = 'its definition changes with this plan, so the server cannot check it yet';
const UNCHECKED = 'not checked by a dry run (--no-dry-run-check)';
const TERMINATING = 'it is being deleted; it is made anew once it is gone';

/** Plans one object: reads it, asks the server in a dry run what would change. */
export async function planWrite(desired: DesiredObject, options: PlanWriteOptions): Promise<PlanStep> {
  const { context, absent, plan } = options;
  const { ref, resource, manifest } = desired;
  if (resource === undefined) return stepOf(desired, options, { reason: NEW_KIND });
  if (ref.namespace !== undefined && absent.has(ref.namespace)) return stepOf(desired, options, { reason: NEW_NAMESPACE });
  const found = await lookUp(desired, options);
  const { live } = found;
  if (found.isUnchecked === true) return stepOf(desired, options, { reason: UNCHECKED });
  if (live !== undefined && !desired.isDefinition && !mayWrite(live, options)) throw errors.NOT_OWNED(ref, ownerOf(live), manifest.source);
  if (live !== undefined && live.metadata.deletionTimestamp === undefined && isApplied(desired.object, live, plan.fieldManager, options.isRepeated(manifest))) return stepOf(desired, options, { live, answer: live });
  const answer = found.answer ?? (await dryRun(desired, live, options));
  if (answer !== undefined && 'recreation' in answer) return stepOf(desired, options, { live, answer: answer.created, planned: answer, reason: answer.reason });
  for (const warning of answer?.warnings ?? []) context.emit({ type: 'warning', message: `${manifest.source.template}: ${warning}` });
  const seen = { live, answer: answer?.object, ownership: answer?.ownership };
  if (live?.metadata.deletionTimestamp !== undefined) return stepOf(desired, options, { ...seen, reason: TERMINATING });
  return stepOf(desired, options, { ...seen, reason: answer === undefined ? CHANGED_KIND : ownershipReason(answer.ownership) });
}

function mayWrite(live: KubernetesObject, { plan, context, inventory = [] }: PlanWriteOptions): boolean {
  return isOwned(live, plan) || isInherited(live, plan, inventory) || context.operation.flags['takeOwnership'] === true;
}

interface Found {
  readonly live: KubernetesObject | undefined;
  /** There is one already when the object does not exist. */
  readonly answer?: ServerAnswer | undefined;
  readonly isUnchecked?: boolean;
}

/**
 * The live object. Of one that bears no mark of the release a dry run tells at once whether it exists and whether it
 * could be made: what does not exist has no version.
 */
async function lookUp(desired: DesiredObject, options: PlanWriteOptions): Promise<Found> {
  const { cluster, snapshot, context } = options;
  const { ref } = desired;
  const listed = snapshot.find(ref);
  if (typeof listed === 'object') return { live: listed };
  if (options.absentNames?.isAbsent(ref) === true) return { live: undefined, isUnchecked: true };
  if (listed === 'unknown') return { live: await cluster.get(ref, { signal: context.signal }) };
  try {
    const answer = await askServer(desired, undefined, options);
    if (answer.object.metadata.resourceVersion === undefined) return { live: undefined, answer };
  } catch (error) {
    context.signal.throwIfAborted();
    if (conflictsIn(error).length === 0 && !isSherpackError(error)) throw error;
    const live = await cluster.get(ref, { signal: context.signal });
    if (live === undefined) return { live, answer: await dryRunUnless(error, desired, options) };
    return { live };
  }
  return { live: await cluster.get(ref, { signal: context.signal }) };
}

/** The refusal of a new object, unless its definition changes with the plan. */
async function dryRunUnless(error: unknown, desired: DesiredObject, options: PlanWriteOptions): Promise<undefined> {
  if (!isOfChangingKind(error, desired, options)) throw error;
  return undefined;
}

/** @returns undefined when the server refuses by a definition that will be another one when the object is written */
async function dryRun(desired: DesiredObject, live: KubernetesObject | undefined, options: PlanWriteOptions): Promise<ServerAnswer | PlannedRecreation | undefined> {
  const { context } = options;
  try {
    return await askServer(desired, live, options);
  } catch (error) {
    context.signal.throwIfAborted();
    // Whoever has approved a plan wants to hear what has changed since, not what that leads to.
    if (live !== undefined && isStale(desired, live, context)) return undefined;
    if (isOfChangingKind(error, desired, options)) return undefined;
    if (live === undefined || live.metadata.deletionTimestamp !== undefined) throw error;
    const planned = await planRecreation(error, desired, live, options);
    if (planned === undefined) throw error;
    return planned;
  }
}

function isOfChangingKind(error: unknown, { ref }: DesiredObject, { changing }: PlanWriteOptions): boolean {
  return isSherpackError(error) && error.code === 'CLUSTER_INVALID' && changing.has(`${groupOf(ref.apiVersion)}/${ref.kind}`);
}

function isStale({ id, object, manifest }: DesiredObject, live: KubernetesObject, context: DeployContext): boolean {
  const approved = approvedPlan(context)?.steps.find((step) => step.id === id);
  return approved !== undefined && approved.relevant !== relevantOf(live, object, manifest.secretPaths).digest;
}

interface Seen {
  readonly live?: KubernetesObject | undefined;
  readonly answer?: KubernetesObject | undefined;
  readonly ownership?: PlanStep['ownership'];
  readonly planned?: PlannedRecreation;
  /** Why there is no answer, or what is special about the object. */
  readonly reason?: string | undefined;
}

function stepOf(desired: DesiredObject, options: PlanWriteOptions, { live, answer, ownership, planned, reason }: Seen): PlanStep {
  const { manifest } = desired;
  const changes = live === undefined || answer === live ? [] : [...fieldChanges(live, answer ?? desired.object, manifest.secretPaths), ...leavingChanges(desired, live, ownership)];
  const action = planned === undefined ? actionOf(live, changes.length) : 'recreate';
  return {
    id: desired.id,
    action,
    ref: desired.ref,
    desired: desired.object,
    live: boundTo(live, desired, action, options),
    changes,
    source: manifest.source,
    secretPaths: manifest.secretPaths,
    ...placeOf(desired, options.places),
    ...(ownership === undefined ? {} : { ownership }),
    ...(planned === undefined ? {} : { recreation: planned.recreation }),
    reason,
  };
}

/** What goes once the fields of an earlier tool are the release's; no dry run can show it. */
function leavingChanges({ object, manifest }: DesiredObject, live: KubernetesObject, ownership: PlanStep['ownership']): readonly FieldChange[] {
  if ((ownership?.migrated ?? []).length === 0) return [];
  return leftoversOf(live, object).map(({ path, before }) => ({ path, before, after: undefined, secret: isSecretData(live, path) || manifest.secretPaths.length > 0 }));
}

export function placeOf({ id }: DesiredObject, places: ReadonlyMap<string, Place>): Place {
  return places.get(id) ?? { wave: 0, dependsOn: [], outer: [], ready: { wait: false, timeout: undefined }, onFailure: undefined };
}

function actionOf(live: KubernetesObject | undefined, changes: number): 'create' | 'update' | 'unchanged' | 'recreate' {
  if (live === undefined) return 'create';
  if (live.metadata.deletionTimestamp !== undefined) return 'recreate';
  return changes === 0 ? 'unchanged' : 'update';
}

/** What is not written needs no digest, unless somebody will compare. */
function boundTo(live: KubernetesObject | undefined, { object, manifest }: DesiredObject, action: PlanStep['action'], { context }: PlanWriteOptions): PlanStep['live'] {
  const binding = bindingOf(live);
  if (live === undefined || binding === undefined) return undefined;
  const isCompared = context.operation.flags['bindFields'] === true || approvedPlan(context) !== undefined;
  if (action === 'unchanged' && !isCompared) return binding;
  const relevant = relevantOf(live, object, manifest.secretPaths);
  return { ...binding, relevant: relevant.digest, ...(isCompared ? { fields: relevant.fields() } : {}) };
}

export function bindingOf(live: KubernetesObject | undefined): PlanStep['live'] {
  if (live === undefined) return undefined;
  const { uid = '', resourceVersion = '', generation } = live.metadata;
  return { uid, resourceVersion, ...(generation === undefined ? {} : { generation }) };
}
