import type { InventoryEntry, Manifest } from '@sherpack/plugin-api';
import { groupOf } from '@sherpack/plugin-api';

/** Whether an entry of the inventory is the object of one of these hooks, left by an earlier run. */
export function isHookEntry({ ref, hook }: InventoryEntry, hooks: readonly Manifest[]): boolean {
  if (hook !== true) return false;
  return hooks.some(({ object }) => object.kind === ref.kind && object.metadata.name === ref.name && groupOf(object.apiVersion) === groupOf(ref.apiVersion));
}
