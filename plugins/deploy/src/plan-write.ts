import type { DeployContext, DryRunCluster, KubernetesObject, Plan, PlanStep } from '@sherpack/plugin-api';
import type { DesiredObject } from './desired-objects.ts';
import { errors } from './errors.ts';
import { fieldChanges } from './field-changes.ts';
import { isOwned, ownerOf } from './ownership.ts';

export interface PlanWriteOptions {
  readonly plan: Plan;
  readonly cluster: DryRunCluster;
  readonly context: DeployContext;
  readonly absent: ReadonlySet<string>;
}

/** Plans one object: reads it, asks the server in a dry run what would change. */
export async function planWrite(desired: DesiredObject, options: PlanWriteOptions): Promise<PlanStep> {
  const { plan, cluster, context, absent } = options;
  const { ref, resource, manifest } = desired;
  if (resource === undefined) return stepOf(desired, plan, undefined, undefined, 'its kind is defined by this plan, so the server cannot check it yet');
  if (ref.namespace !== undefined && absent.has(ref.namespace)) return stepOf(desired, plan, undefined, undefined, 'its namespace is made first, so the server cannot check it yet');
  const live = await cluster.get(ref, { signal: context.signal });
  const { flags } = context.operation;
  if (live !== undefined && !desired.isDefinition && !isOwned(live, plan) && flags['takeOwnership'] !== true) {
    throw errors.NOT_OWNED(ref, ownerOf(live), manifest.source);
  }
  const { object, warnings } = await cluster.dryRun.apply(desired.object, {
    fieldManager: plan.fieldManager,
    force: flags['forceConflicts'] === true,
    signal: context.signal,
  });
  for (const warning of warnings) context.emit({ type: 'warning', message: `${manifest.source.template}: ${warning}` });
  return stepOf(desired, plan, live, object, undefined);
}

function stepOf(
  desired: DesiredObject,
  plan: Plan,
  live: KubernetesObject | undefined,
  answer: KubernetesObject | undefined,
  reason: string | undefined,
): PlanStep {
  const { manifest } = desired;
  const changes = live === undefined ? [] : fieldChanges(live, answer ?? desired.object, manifest.secretPaths);
  return {
    id: desired.id,
    action: actionOf(live, changes.length),
    ref: desired.ref,
    desired: desired.object,
    live: bindingOf(live),
    changes,
    source: manifest.source,
    secretPaths: manifest.secretPaths,
    dependsOn: [],
    wave: 0,
    ready: { wait: plan.wait || desired.isDefinition, timeout: undefined },
    reason,
  };
}

function actionOf(live: KubernetesObject | undefined, changes: number): 'create' | 'update' | 'unchanged' {
  if (live === undefined) return 'create';
  return changes === 0 ? 'unchanged' : 'update';
}

export function bindingOf(live: KubernetesObject | undefined): PlanStep['live'] {
  if (live === undefined) return undefined;
  return { uid: live.metadata.uid ?? '', resourceVersion: live.metadata.resourceVersion ?? '' };
}
