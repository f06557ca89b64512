import type { DeployContext, DryRunCluster, InventoryEntry, KubernetesObject, ObjectRef, Plan, PlanAction, PlanStep } from '@sherpack/plugin-api';
import { ANNOTATIONS, formatRef, groupOf, isKept, kindRank, refKey } from '@sherpack/plugin-api';
import { REQUESTS_AT_A_TIME } from './concurrency.ts';
import { inParallel } from './in-parallel.ts';
import { bindingOf } from './plan-write.ts';
import { isInherited } from './ownership/owned.ts';
import type { Snapshot } from './snapshot.ts';

export interface PlanRemovalsOptions {
  readonly plan: Plan;
  readonly cluster: DryRunCluster;
  readonly context: Pick<DeployContext, 'operation' | 'emit'>;
  readonly snapshot: Snapshot;
}

/** Inventory − desired, in the opposite of the install order. Only objects that still are the release's are touched. */
export async function planRemovals(
  inventory: readonly InventoryEntry[],
  desired: ReadonlySet<string>,
  options: PlanRemovalsOptions,
): Promise<readonly PlanStep[]> {
  const gone = inventory.filter(({ ref }) => !desired.has(refKey(ref)));
  const ordered = gone.toSorted((a, b) => kindRank(b.ref.kind) - kindRank(a.ref.kind));
  const steps = await inParallel(ordered, REQUESTS_AT_A_TIME, (entry) => planRemoval(entry, options));
  return steps.filter((step) => step !== undefined);
}

async function planRemoval(entry: InventoryEntry, { plan, cluster, context, snapshot }: PlanRemovalsOptions): Promise<PlanStep | undefined> {
  const ref = await servedRef(entry.ref, cluster);
  // A kind that is gone has no objects left either.
  if (ref === undefined) return undefined;
  const found = snapshot.find(ref);
  const live = typeof found === 'object' ? found : await cluster.get(ref);
  if (live === undefined) return undefined;
  const foreign = whyNotOurs(live, entry, plan);
  if (foreign !== undefined) {
    context.emit({ type: 'warning', message: `${formatRef(ref)} is left alone: ${foreign}` });
    return undefined;
  }
  const { action, reason } = verdict(live, context.operation.flags['skipCrds'] === true);
  return {
    id: refKey(ref),
    action,
    ref,
    desired: undefined,
    live: bindingOf(live),
    changes: [],
    source: undefined,
    secretPaths: [],
    dependsOn: (entry.needs ?? []).map((id) => ({ id, until: 'ready' })),
    wave: entry.wave ?? 0,
    ready: { wait: context.operation.kind === 'uninstall' || plan.wait, timeout: undefined },
    reason,
  };
}

/** The object in a version that the server still serves: a version that is retired takes no object with it. */
async function servedRef(ref: ObjectRef, cluster: DryRunCluster): Promise<ObjectRef | undefined> {
  if ((await cluster.resource(ref)) !== undefined) return ref;
  const { resources } = await cluster.discovery();
  const other = resources.find(({ group, kind }) => group === groupOf(ref.apiVersion) && kind === ref.kind);
  if (other === undefined) return undefined;
  return { ...ref, apiVersion: other.group === '' ? other.version : `${other.group}/${other.version}` };
}

/** Definitions carry no mark, for releases share them; they are kept anyway. */
function whyNotOurs(live: KubernetesObject, entry: InventoryEntry, plan: Plan): string | undefined {
  const isMarked = live.metadata.labels?.[ANNOTATIONS.releaseUid] === plan.releaseUid || isInherited(live, plan, [entry]);
  if (live.kind !== 'CustomResourceDefinition' && !isMarked) {
    return 'it no longer belongs to the release';
  }
  const replaced = entry.uid !== undefined && entry.uid !== live.metadata.uid;
  return replaced ? 'somebody has made it anew under the same name' : undefined;
}

function verdict(live: KubernetesObject, skipsDefinitions: boolean): { action: PlanAction; reason: string | undefined } {
  const isDefinition = live.kind === 'CustomResourceDefinition';
  if (isDefinition && skipsDefinitions) return { action: 'unchanged', reason: 'left alone with --skip-crds' };
  if (isKept(live)) return { action: 'keep', reason: 'its resource-policy says keep' };
  if (isDefinition) return { action: 'keep', reason: 'deleting a definition would delete every resource of its kind' };
  return { action: 'delete', reason: undefined };
}
