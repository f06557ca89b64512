import type { ObjectRef } from './kubernetes/object-ref.ts';
import type { SherpackError } from './error.ts';
import type { InventoryEntry } from './revision.ts';

/** What became of one step. `skipped`: something that it depends on failed, or the operation was stopped. */
export type ChangeAction = 'created' | 'configured' | 'unchanged' | 'deleted' | 'kept' | 'recreated' | 'ran' | 'failed' | 'skipped';

export interface Change {
  readonly ref: ObjectRef;
  readonly action: ChangeAction;
  readonly uid: string | undefined;
  readonly error: SherpackError | undefined;
}

/** What the deployer did. */
export interface ChangeSet {
  readonly changes: readonly Change[];
  /** The inventory after execution, for the final record. */
  readonly inventory: readonly InventoryEntry[];
  readonly outcome: 'succeeded' | 'failed' | 'interrupted';
  /** The first failure with its cause chain. */
  readonly error: SherpackError | undefined;
  /** Something has failed whose policy asks that everything be undone. */
  readonly wantsUndo?: boolean | undefined;
  /** How many steps are left for another run, because only some waves were chosen. */
  readonly left?: number | undefined;
}
