import type { Change, InventoryEntry, Plan, PlanStep } from '@sherpack/plugin-api';
import { refKey } from '@sherpack/plugin-api';

/**
 * What must be on record before the first write: everything that was there, and everything that the plan may make.
 * An object that a killed process created is found again by this, never guessed from a difference of manifests.
 */
export function inventoryBefore(plan: Plan, previous: readonly InventoryEntry[]): readonly InventoryEntry[] {
  const entries = new Map(previous.map((entry) => [refKey(entry.ref), entry]));
  for (const step of plan.steps) entries.set(refKey(step.ref), planned(step, entries.get(refKey(step.ref)), plan.revision));
  return [...entries.values()];
}

/** What is about to be made has a uid that nobody knows yet: that of its predecessor would disown it after a crash. */
function planned(step: PlanStep, known: InventoryEntry | undefined, revision: number): InventoryEntry {
  const uid = makesAnew(step) ? undefined : step.live?.uid ?? known?.uid;
  return {
    ref: step.ref,
    ...(uid === undefined || uid === '' ? {} : { uid }),
    revision: known?.revision ?? revision,
    state: stateBefore(step, known),
    ...orderOf(step),
  };
}

/** What removal needs to know long after the pack has gone. */
function orderOf({ wave, dependsOn, hook }: PlanStep): Pick<InventoryEntry, 'wave' | 'needs' | 'hook'> {
  const needs = dependsOn.map(({ id }) => id).filter((id) => !id.startsWith('wave:'));
  return { ...(wave === 0 ? {} : { wave }), ...(needs.length === 0 ? {} : { needs }), ...(hook === undefined ? {} : { hook: true }) };
}

function makesAnew({ action }: PlanStep): boolean {
  return action === 'create' || action === 'recreate' || action === 'run';
}

function stateBefore(step: PlanStep, known: InventoryEntry | undefined): InventoryEntry['state'] {
  if (step.action === 'delete') return 'deleting';
  if (step.action === 'keep') return 'kept';
  return known?.state === 'applied' && !makesAnew(step) ? 'applied' : 'pending';
}

/** What is on record afterwards. An entry leaves only when its object was seen to be absent. */
export function inventoryAfter(
  before: readonly InventoryEntry[],
  plan: Plan,
  changes: ReadonlyMap<string, Change>,
): readonly InventoryEntry[] {
  const steps = new Set(plan.steps.map(({ ref }) => refKey(ref)));
  const latest = new Map<string, Change>();
  // A hook may run at several moments of one operation: what became of its object the last time counts.
  for (const { id, ref } of plan.steps) {
    const change = changes.get(id);
    if (change !== undefined) latest.set(refKey(ref), change);
  }
  // Entries without a step are those whose object was found absent, or foreign, while planning, when nobody else was at
  // work on the release (the record is written only if that still holds).
  const keeps = (entry: InventoryEntry) => entry.hook === true || plan.partial === true;
  return before.filter((entry) => steps.has(refKey(entry.ref)) || keeps(entry)).flatMap((entry) => settled(entry, latest.get(refKey(entry.ref))));
}

function settled(entry: InventoryEntry, change: Change | undefined): readonly InventoryEntry[] {
  if (change === undefined) return [entry];
  const seen = change.uid === undefined ? entry : { ...entry, uid: change.uid };
  // Before a write that failed the object may have been made all the same; what is known of it then stays as it was.
  switch (change.action) {
    // A uid means that the deletion was accepted and the object is still there, held by finalizers.
    case 'deleted': return change.uid === undefined ? [] : [entry];
    case 'ran': return change.uid === undefined ? [] : [{ ...seen, state: 'applied' }];
    case 'created': case 'configured': case 'unchanged': case 'recreated': return [{ ...seen, state: 'applied' }];
    case 'kept': return [{ ...seen, state: 'kept' }];
    case 'failed': case 'skipped': return [entry];
  }
}
