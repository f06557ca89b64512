import type { DeployContext, DryRunCluster, KubernetesObject, Plan, PlanStep, WriteResult } from '@sherpack/plugin-api';
import { groupOf, isSherpackError } from '@sherpack/plugin-api';
import { relevantOf } from './binding/relevant.ts';
import { approvedPlan } from './binding/verify-plan.ts';
import type { DesiredObject } from './desired-objects.ts';
import { errors } from './errors.ts';
import { fieldChanges } from './field-changes.ts';
import { forcesConflicts, isOwned, ownerOf } from './ownership.ts';
import { isApplied } from './is-applied.ts';
import type { Place } from './places.ts';
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
}

const NEW_KIND = 'its kind is defined by this plan, so the server cannot check it yet';
const NEW_NAMESPACE = 'its namespace is made first, so the server cannot check it yet';
const CHANGED_KIND = 'its definition changes with this plan, so the server cannot check it yet';
const TERMINATING = 'it is being deleted; it is made anew once it is gone';

/**
 * Plans one object: what is there is taken from the snapshot, and the server is asked in a dry run what would change,
 * unless it is proved that nothing would.
 */
export async function planWrite(desired: DesiredObject, options: PlanWriteOptions): Promise<PlanStep> {
  const { context, absent, plan } = options;
  const { ref, resource, manifest, object } = desired;
  if (resource === undefined) return stepOf(desired, options, { reason: NEW_KIND });
  if (ref.namespace !== undefined && absent.has(ref.namespace)) return stepOf(desired, options, { reason: NEW_NAMESPACE });
  // What is to be taken over is looked at first: only then is it known that it is somebody else's.
  const found = context.operation.flags['takeOwnership'] === true ? 'unknown' : options.snapshot.find(ref);
  if (typeof found === 'object' && found.metadata.deletionTimestamp === undefined && isApplied(object, found, plan.fieldManager)) {
    return stepOf(desired, options, { live: found, answer: found, reason: undefined });
  }
  const { live, answer } = found === 'unmarked' ? await tryFirst(desired, options) : await lookFirst(desired, found, options);
  for (const warning of answer?.warnings ?? []) context.emit({ type: 'warning', message: `${manifest.source.template}: ${warning}` });
  if (live?.metadata.deletionTimestamp !== undefined) return stepOf(desired, options, { live, answer: answer?.object, reason: TERMINATING });
  return stepOf(desired, options, { live, answer: answer?.object, reason: answer === undefined ? CHANGED_KIND : undefined });
}

interface Asked {
  readonly live: KubernetesObject | undefined;
  readonly answer: WriteResult | undefined;
}

async function lookFirst(desired: DesiredObject, found: KubernetesObject | 'unknown', options: PlanWriteOptions): Promise<Asked> {
  const live = found === 'unknown' ? await options.cluster.get(desired.ref, { signal: options.context.signal }) : found;
  refuseForeign(desired, live, options);
  return { live, answer: await dryRun(desired, live, options) };
}

/**
 * Most of what does not bear the mark does not exist, and then the dry run is all that has to be asked: an answer without
 * a version is of an object that would be made. Otherwise somebody else's object is looked at.
 */
async function tryFirst(desired: DesiredObject, options: PlanWriteOptions): Promise<Asked> {
  const tried = await dryRun(desired, undefined, options).catch((error: unknown) => error as Error);
  const isRefusal = tried instanceof Error;
  if (!isRefusal && (tried?.object.metadata.resourceVersion ?? '') === '') return { live: undefined, answer: tried };
  options.context.signal.throwIfAborted();
  const asked = await options.cluster.get(desired.ref, { signal: options.context.signal });
  if (asked === undefined && isRefusal) throw tried;
  return lookFirst(desired, asked ?? 'unknown', options);
}

function refuseForeign({ isDefinition, ref, manifest }: DesiredObject, live: KubernetesObject | undefined, { plan, context }: PlanWriteOptions): void {
  if (live === undefined || isDefinition || isOwned(live, plan) || context.operation.flags['takeOwnership'] === true) return;
  throw errors.NOT_OWNED(ref, ownerOf(live), manifest.source);
}

/** @returns undefined when the server refuses by a definition that will be another one when the object is written */
async function dryRun(desired: DesiredObject, live: KubernetesObject | undefined, options: PlanWriteOptions): Promise<WriteResult | undefined> {
  const { plan, cluster, context } = options;
  try {
    return await cluster.dryRun.apply(desired.object, {
      fieldManager: plan.fieldManager,
      force: forcesConflicts(context.operation, live !== undefined && !desired.isDefinition && !isOwned(live, plan)),
      secretPaths: desired.manifest.secretPaths,
      signal: context.signal,
    });
  } catch (error) {
    const { apiVersion, kind } = desired.ref;
    // Whoever has approved a plan wants to hear what has changed since, not what that leads to.
    if (live !== undefined && isStale(desired, live, context)) return undefined;
    if (isSherpackError(error) && error.code === 'CLUSTER_INVALID' && options.changing.has(`${groupOf(apiVersion)}/${kind}`)) return undefined;
    throw error;
  }
}

function isStale({ id, object, manifest }: DesiredObject, live: KubernetesObject, context: DeployContext): boolean {
  const approved = approvedPlan(context)?.steps.find((step) => step.id === id);
  return approved !== undefined && approved.relevant !== relevantOf(live, object, manifest.secretPaths).digest;
}

interface Seen {
  readonly live?: KubernetesObject | undefined;
  readonly answer?: KubernetesObject | undefined;
  /** Why there is no answer, or what is special about the object. */
  readonly reason: string | undefined;
}

function stepOf(desired: DesiredObject, options: PlanWriteOptions, { live, answer, reason }: Seen): PlanStep {
  const { manifest } = desired;
  const changes = live === undefined ? [] : fieldChanges(live, answer ?? desired.object, manifest.secretPaths);
  return {
    id: desired.id,
    action: actionOf(live, changes.length),
    ref: desired.ref,
    desired: desired.object,
    live: boundTo(live, desired, options),
    changes,
    source: manifest.source,
    secretPaths: manifest.secretPaths,
    ...placeOf(desired, options.places),
    reason,
  };
}

export function placeOf({ id }: DesiredObject, places: ReadonlyMap<string, Place>): Place {
  return places.get(id) ?? { wave: 0, dependsOn: [], outer: [], ready: { wait: false, timeout: undefined }, onFailure: undefined };
}

function actionOf(live: KubernetesObject | undefined, changes: number): 'create' | 'update' | 'unchanged' | 'recreate' {
  if (live === undefined) return 'create';
  if (live.metadata.deletionTimestamp !== undefined) return 'recreate';
  return changes === 0 ? 'unchanged' : 'update';
}

function boundTo(live: KubernetesObject | undefined, { object, manifest }: DesiredObject, { context }: PlanWriteOptions): PlanStep['live'] {
  const binding = bindingOf(live);
  if (live === undefined || binding === undefined) return undefined;
  const relevant = relevantOf(live, object, manifest.secretPaths);
  const isCompared = context.operation.flags['bindFields'] === true || approvedPlan(context) !== undefined;
  return { ...binding, relevant: relevant.digest, ...(isCompared ? { fields: relevant.fields() } : {}) };
}

export function bindingOf(live: KubernetesObject | undefined): PlanStep['live'] {
  if (live === undefined) return undefined;
  const { uid = '', resourceVersion = '', generation } = live.metadata;
  return { uid, resourceVersion, ...(generation === undefined ? {} : { generation }) };
}
