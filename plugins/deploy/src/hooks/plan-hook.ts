import type { KubernetesObject, PlanStep } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import type { DesiredObject } from '../desired-objects.ts';
import { errors } from '../errors.ts';
import { isOwned, ownerOf } from '../ownership/owned.ts';
import { bindingOf, placeOf } from '../plan-write.ts';
import type { PlanWriteOptions } from '../plan-write.ts';

type HookOptions = Omit<PlanWriteOptions, 'changing'>;

/**
 * Plans one hook: asks the server in a dry run whether it would take the object. An object of an earlier run that is
 * still there is no obstacle; one of somebody else is.
 */
export async function planHook(desired: DesiredObject, options: HookOptions): Promise<PlanStep> {
  const { ref, resource, manifest } = desired;
  const isUnchecked = resource === undefined || (ref.namespace !== undefined && options.absent.has(ref.namespace));
  const live = isUnchecked ? undefined : await options.cluster.get(ref, { signal: options.context.signal });
  if (live !== undefined && !isOwned(live, options.plan) && options.context.operation.flags['takeOwnership'] !== true) {
    throw errors.NOT_OWNED(ref, ownerOf(live), manifest.source);
  }
  if (!isUnchecked) await check(desired, live, options);
  return {
    id: desired.id,
    action: 'run',
    ref,
    desired: desired.object,
    live: bindingOf(live),
    changes: [],
    source: manifest.source,
    secretPaths: manifest.secretPaths,
    ...placeOf(desired, options.places),
    hook: desired.hook?.hook,
    reason: desired.hook?.hook.event,
  };
}

/** Under another name while the object of the last run stands in the way: most fields of Jobs cannot change. */
async function check({ object, ref, manifest }: DesiredObject, live: KubernetesObject | undefined, { cluster, plan, context }: HookOptions): Promise<void> {
  const name = live === undefined ? ref.name : `${ref.name.slice(0, 50)}-dry-run`;
  const tried = { ...object, metadata: { ...object.metadata, name } };
  try {
    await cluster.dryRun.create(tried, { fieldManager: plan.fieldManager, secretPaths: manifest.secretPaths, signal: context.signal });
  } catch (error) {
    context.signal.throwIfAborted();
    if (!isSherpackError(error) || error.code === 'CLUSTER_UNREACHABLE' || error.code === 'CLUSTER_UNAUTHORIZED') throw error;
    throw errors.REJECTED(ref, manifest.source, error);
  }
}
