import { describe, expect, it } from 'vitest';
import type { Change, InventoryEntry, Plan, PlanAction, PlanStep } from '@sherpack/plugin-api';
import { refKey } from '@sherpack/plugin-api';
import { inventoryAfter, inventoryBefore } from './inventory.ts';

const REF = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'a' };

function planOf(action: PlanAction, uid?: string): Plan {
  const live = uid === undefined ? undefined : { uid, resourceVersion: '1' };
  return { revision: 4, steps: [{ id: refKey(REF), action, ref: REF, live, dependsOn: [], wave: 0 } as unknown as PlanStep] } as unknown as Plan;
}

function entry(change: Partial<InventoryEntry> = {}): InventoryEntry {
  return { ref: REF, uid: 'u1', revision: 2, state: 'applied', ...change };
}

function after(before: readonly InventoryEntry[], plan: Plan, change: Partial<Change> | undefined): readonly InventoryEntry[] {
  return inventoryAfter(before, plan, new Map(change === undefined ? [] : [[refKey(REF), { ref: REF, action: 'failed', uid: undefined, error: undefined, ...change }]]));
}

describe('the inventory before the first write', () => {
  it('names what will be made, with the revision that brings it', () => {
    expect(inventoryBefore(planOf('create'), [])).toEqual([{ ref: REF, revision: 4, state: 'pending' }]);
  });

  it('keeps what there is, its uid and its first revision', () => {
    expect(inventoryBefore(planOf('update', 'u1'), [entry()])).toEqual([entry()]);
    expect(inventoryBefore(planOf('delete', 'u1'), [entry()])).toEqual([entry({ state: 'deleting' })]);
    expect(inventoryBefore(planOf('keep', 'u1'), [entry()])).toEqual([entry({ state: 'kept' })]);
  });

  it.each(['create', 'recreate'] as const)('forgets the uid of a predecessor on %s, for a crash would disown the new object by it', (action) => {
    const [planned] = inventoryBefore(planOf(action, action === 'create' ? undefined : 'u1'), [entry()]);
    expect(planned).toEqual({ ref: REF, revision: 2, state: 'pending' });
  });

  it('keeps entries that the plan does not speak of', () => {
    const other = entry({ ref: { ...REF, name: 'b' } });
    expect(inventoryBefore(planOf('create'), [other])).toContainEqual(other);
  });
});

describe('the inventory after execution', () => {
  it.each([
    ['created', 'u2', [entry({ uid: 'u2' })]],
    ['unchanged', 'u1', [entry()]],
    ['kept', 'u1', [entry({ state: 'kept' })]],
    ['deleted', undefined, []],
    ['deleted', 'u1', [entry({ state: 'pending' })]],
    ['failed', 'u9', [entry({ state: 'pending' })]],
  ] as const)('of an object that was %s (%s)', (action, uid, expected) => {
    expect(after([entry({ state: 'pending' })], planOf('update'), { action, uid })).toEqual(expected);
  });

  it('keeps what was not come to, and drops only what planning has found absent', () => {
    expect(after([entry({ state: 'pending' })], planOf('update'), undefined)).toEqual([entry({ state: 'pending' })]);
    expect(after([entry({ ref: { ...REF, name: 'absent' } })], planOf('update'), undefined)).toEqual([]);
  });
});
