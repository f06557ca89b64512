import type { DeployContext, InventoryEntry, Operation, PlanStep, SherpackError } from '@sherpack/plugin-api';
import { formatRef } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

/** What holds data or others' objects is not pruned in passing. */
const PROTECTED: ReadonlySet<string> = new Set(['Namespace', 'PersistentVolume', 'PersistentVolumeClaim', 'StatefulSet', 'CustomResourceDefinition']);
/** More than this share of the release, and more objects than a small pack has, is probably a mistake. */
const SHARE = 0.5;
const FEW = 5;

/**
 * Refuses a prune that is probably not meant; a dry run is warned. An uninstallation is no prune.
 *
 * @throws DEPLOY_PRUNE_PROTECTED, DEPLOY_PRUNE_TOO_MUCH
 */
export function guardPrune(removals: readonly PlanStep[], inventory: readonly InventoryEntry[], { operation, emit }: Pick<DeployContext, 'operation' | 'emit'>): void {
  if (!PRUNING.has(operation.kind)) return;
  const refusal = refusalOf(removals, inventory, operation);
  if (refusal === undefined) return;
  if (operation.dryRun === 'none') throw refusal;
  // Who looks at a plan wants to see it.
  emit({ type: 'warning', message: `this would be refused: ${refusal.message}. ${refusal.hint ?? ''}` });
}

const PRUNING: ReadonlySet<string> = new Set(['install', 'upgrade', 'rollback', 'recover']);

function refusalOf(removals: readonly PlanStep[], inventory: readonly InventoryEntry[], operation: Operation): SherpackError | undefined {
  const allows = allowanceOf(operation.flags['allowDelete']);
  const deleted = removals.filter((step) => step.action === 'delete' && !allows(step));
  const precious = deleted.filter(({ ref }) => PROTECTED.has(ref.kind));
  if (precious.length > 0) return errors.PRUNE_PROTECTED(precious.map(({ ref }) => formatRef(ref)), precious.map(({ ref }) => `${ref.kind}/${ref.name}`));
  const whole = inventory.filter(({ state }) => state !== 'kept').length;
  return deleted.length > FEW && deleted.length > whole * SHARE ? errors.PRUNE_TOO_MUCH(deleted.length, whole) : undefined;
}

/** `all`, `Kind`, or `Kind/name`. */
function allowanceOf(flag: unknown): (step: PlanStep) => boolean {
  const allowed = new Set(Array.isArray(flag) ? flag.flatMap((text) => String(text).split(',')) : []);
  return ({ ref }) => allowed.has('all') || allowed.has(ref.kind) || allowed.has(`${ref.kind}/${ref.name}`);
}
