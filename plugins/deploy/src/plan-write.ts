import type { DeployContext, DryRunCluster, KubernetesObject, Plan, PlanStep, WriteResult } from '@sherpack/plugin-api';
import { groupOf, isSherpackError } from '@sherpack/plugin-api';
import { relevantOf } from './binding/relevant.ts';
import { approvedPlan } from './binding/verify-plan.ts';
import type { DesiredObject } from './desired-objects.ts';
import { errors } from './errors.ts';
import { fieldChanges } from './field-changes.ts';
import { forcesConflicts, isOwned, ownerOf } from './ownership.ts';
import type { Place } from './places.ts';

export interface PlanWriteOptions {
  readonly plan: Plan;
  readonly cluster: DryRunCluster;
  readonly context: DeployContext;
  /** Namespaces that will exist only after the plan has begun. */
  readonly absent: ReadonlySet<string>;
  /** `group/kind` of the definitions that the plan changes. */
  readonly changing: ReadonlySet<string>;
  readonly places: ReadonlyMap<string, Place>;
}

const NEW_KIND = 'its kind is defined by this plan, so the server cannot check it yet';
const NEW_NAMESPACE = 'its namespace is made first, so the server cannot check it yet';
const CHANGED_KIND = 'its definition changes with this plan, so the server cannot check it yet';
const TERMINATING = 'it is being deleted; it is made anew once it is gone';

/** Plans one object: reads it, asks the server in a dry run what would change. */
export async function planWrite(desired: DesiredObject, options: PlanWriteOptions): Promise<PlanStep> {
  const { cluster, context, absent } = options;
  const { plan } = options;
  const { ref, resource, manifest } = desired;
  if (resource === undefined) return stepOf(desired, options, { reason: NEW_KIND });
  if (ref.namespace !== undefined && absent.has(ref.namespace)) return stepOf(desired, options, { reason: NEW_NAMESPACE });
  const live = await cluster.get(ref, { signal: context.signal });
  if (live !== undefined && !desired.isDefinition && !isOwned(live, plan) && context.operation.flags['takeOwnership'] !== true) {
    throw errors.NOT_OWNED(ref, ownerOf(live), manifest.source);
  }
  const answer = await dryRun(desired, live, options);
  for (const warning of answer?.warnings ?? []) context.emit({ type: 'warning', message: `${manifest.source.template}: ${warning}` });
  if (live?.metadata.deletionTimestamp !== undefined) return stepOf(desired, options, { live, answer: answer?.object, reason: TERMINATING });
  return stepOf(desired, options, { live, answer: answer?.object, reason: answer === undefined ? CHANGED_KIND : undefined });
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
