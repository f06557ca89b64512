import type { DryRunCluster, InventoryEntry, KubernetesObject, Plan, PlanAction, PlanStep } from '@sherpack/plugin-api';
import { ANNOTATIONS, isKept, kindRank, refKey } from '@sherpack/plugin-api';
import { bindingOf } from './plan-write.ts';

export interface PlanRemovalsOptions {
  readonly plan: Plan;
  readonly cluster: DryRunCluster;
}

/** Inventory − desired, in the opposite of the install order. Only objects that still carry the release's uid are touched. */
export async function planRemovals(
  inventory: readonly InventoryEntry[],
  desired: ReadonlySet<string>,
  options: PlanRemovalsOptions,
): Promise<readonly PlanStep[]> {
  const gone = inventory.filter(({ ref }) => !desired.has(refKey(ref)));
  const ordered = gone.toSorted((a, b) => kindRank(b.ref.kind) - kindRank(a.ref.kind));
  const steps: PlanStep[] = [];
  for (const entry of ordered) {
    const step = await planRemoval(entry, options);
    if (step !== undefined) steps.push(step);
  }
  return steps;
}

async function planRemoval(entry: InventoryEntry, { plan, cluster }: PlanRemovalsOptions): Promise<PlanStep | undefined> {
  const { ref } = entry;
  // A kind that is gone has no objects left either.
  if ((await cluster.resource(ref)) === undefined) return undefined;
  const live = await cluster.get(ref);
  if (live === undefined || !isOurs(live, plan)) return undefined;
  // Created anew by somebody else under the same name and labels: not what this release made.
  if (entry.uid !== undefined && entry.uid !== live.metadata.uid) return undefined;
  const { action, reason } = verdict(live);
  return {
    id: refKey(ref),
    action,
    ref,
    desired: undefined,
    live: bindingOf(live),
    changes: [],
    source: undefined,
    secretPaths: [],
    dependsOn: [],
    wave: 0,
    ready: { wait: true, timeout: undefined },
    reason,
  };
}

/** Definitions carry no mark, for releases share them; they are kept anyway. */
function isOurs(live: KubernetesObject, plan: Plan): boolean {
  return live.kind === 'CustomResourceDefinition' || live.metadata.labels?.[ANNOTATIONS.releaseUid] === plan.releaseUid;
}

function verdict(live: KubernetesObject): { action: PlanAction; reason: string | undefined } {
  if (isKept(live)) return { action: 'keep', reason: 'its resource-policy says keep' };
  if (live.kind === 'CustomResourceDefinition') return { action: 'keep', reason: 'deleting a definition would delete every resource of its kind' };
  return { action: 'delete', reason: undefined };
}
