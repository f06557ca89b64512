import { describe, expect, it } from 'vitest';
import type { DeployContext, InventoryEntry, PlanStep } from '@sherpack/plugin-api';
import { guardPrune } from './prune-guard.ts';

function removal(kind: string, name: string): PlanStep {
  return { action: 'delete', ref: { apiVersion: 'v1', kind, name, namespace: 'shop' } } as unknown as PlanStep;
}

function inventoryOf(count: number): readonly InventoryEntry[] {
  return Array.from({ length: count }, (_, index) => ({ ref: { apiVersion: 'v1', kind: 'ConfigMap', name: `c${index}` }, revision: 1, state: 'applied' }));
}

function context(kind: string, allowDelete?: readonly string[]): DeployContext {
  return { operation: { kind, dryRun: 'none', flags: allowDelete === undefined ? {} : { allowDelete } } } as unknown as DeployContext;
}

const many = Array.from({ length: 6 }, (_, index) => removal('ConfigMap', `c${index}`));

describe('a prune', () => {
  it('of a few objects, or of less than half of them, passes', () => {
    expect(() => guardPrune(many.slice(0, 5), inventoryOf(5), context('upgrade'))).not.toThrow();
    expect(() => guardPrune(many, inventoryOf(12), context('upgrade'))).not.toThrow();
  });

  it('of more than half of many is refused with the flag that allows it', () => {
    expect(() => guardPrune(many, inventoryOf(11), context('rollback'))).toThrow(expect.objectContaining({ code: 'DEPLOY_PRUNE_TOO_MUCH', exitCode: 6, hint: expect.stringContaining('--allow-delete all') }) as Error);
    expect(() => guardPrune(many, inventoryOf(11), context('rollback', ['all']))).not.toThrow();
    expect(() => guardPrune(many, inventoryOf(11), context('rollback', ['ConfigMap/c0']))).not.toThrow();
  });

  it('of what holds data is refused, one by one', () => {
    const steps = [removal('StatefulSet', 'db'), removal('PersistentVolumeClaim', 'data')];
    expect(() => guardPrune(steps, inventoryOf(20), context('upgrade', ['StatefulSet/db']))).toThrow(expect.objectContaining({ code: 'DEPLOY_PRUNE_PROTECTED', exitCode: 6, hint: expect.stringContaining('--allow-delete PersistentVolumeClaim/data') }) as Error);
    expect(() => guardPrune(steps, inventoryOf(20), context('upgrade', ['StatefulSet', 'PersistentVolumeClaim/data']))).not.toThrow();
  });

  it('is not what an uninstallation does', () => {
    expect(() => guardPrune([removal('StatefulSet', 'db'), ...many], inventoryOf(7), context('uninstall'))).not.toThrow();
  });
});
