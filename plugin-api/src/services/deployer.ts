import type { ChangeSet } from '../change-set.ts';
import type { DeployContext } from '../hooks.ts';
import type { InventoryEntry, Revision } from '../revision.ts';
import type { Plan } from '../plan.ts';
import { defineService } from '../service.ts';

export interface DeployOptions {
  /** The pending revision whose inventory was stored before the first write. */
  readonly revision: Revision;
}

/** Carries a complete plan out. */
export interface Deployer {
  execute(plan: Plan, context: DeployContext, options: DeployOptions): Promise<ChangeSet>;
  /** What must stand in the record before the first write of the plan. */
  inventory(plan: Plan, previous: readonly InventoryEntry[]): readonly InventoryEntry[];
}

export const deployer = defineService<Deployer>('deployer');
