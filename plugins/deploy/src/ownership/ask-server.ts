import type { DeployContext, DryRunCluster, KubernetesObject, Plan, StepOwnership, WriteResult } from '@sherpack/plugin-api';
import type { DesiredObject } from '../desired-objects.ts';
import { errors } from '../errors.ts';
import { conflictsIn, describeOwner } from './conflicts.ts';
import { deployersOf } from './migrate.ts';
import { isOwned } from './owned.ts';
import { payloadOf } from './payload.ts';
import type { OwnershipRule } from './rules.ts';
import { takesFields } from './rules.ts';
import { heldReplicas } from './scale.ts';
import { settleConflicts } from './settle-conflicts.ts';

export interface AskOptions {
  readonly plan: Plan;
  readonly cluster: DryRunCluster;
  readonly context: DeployContext;
  readonly rules: readonly OwnershipRule[];
}

export interface ServerAnswer extends WriteResult {
  readonly ownership: StepOwnership | undefined;
}

/** Fields that come into conflict only once others are left: more rounds than that are no progress. */
const ROUNDS = 3;

/**
 * Applies an object in dry runs until the rules have settled every conflict with other managers.
 *
 * @throws DEPLOY_FIELD_CONFLICT with each field and its owner; else what the server says
 */
export async function askServer(desired: DesiredObject, live: KubernetesObject | undefined, { plan, cluster, context, rules }: AskOptions): Promise<ServerAnswer> {
  const { object, ref, resource, manifest } = desired;
  const isOurs = live === undefined || desired.isDefinition || isOwned(live, plan);
  const takes = takesFields(context.operation, isOurs);
  let ownership = beginning(desired, live, isOurs, plan.fieldManager);
  for (let round = 1; ; round += 1) {
    try {
      const payload = payloadOf(object, ownership, { live, resource, manager: plan.fieldManager });
      const answer = await cluster.dryRun.apply(payload, { fieldManager: plan.fieldManager, force: ownership?.force === true, secretPaths: manifest.secretPaths, signal: context.signal });
      return { ...answer, ownership };
    } catch (error) {
      const conflicts = conflictsIn(error);
      if (conflicts.length === 0 || round > ROUNDS) throw error;
      const { ownership: settled, refused } = settleConflicts(conflicts, ref, rules, takes);
      if (refused.length > 0) throw errors.FIELD_CONFLICT(ref, refused.map(describeOwner), manifest.source);
      ownership = { ...ownership, ...settled, left: [...(ownership?.left ?? []), ...settled.left] };
    }
  }
}

/** Without force at first, so that every conflict is seen and only what the rules give is taken. */
function beginning({ object, resource, isDefinition }: DesiredObject, live: KubernetesObject | undefined, isOurs: boolean, manager: string): StepOwnership | undefined {
  if (live === undefined) return undefined;
  const migrated = isOurs || isDefinition ? [] : [...new Set(deployersOf(live, object.apiVersion).map((entry) => entry.manager ?? ''))];
  const held = heldReplicas(object, live, resource, manager) === undefined ? [] : ['.spec.replicas'];
  if (migrated.length === 0 && held.length === 0) return undefined;
  return { force: false, left: [], ...(held.length === 0 ? {} : { held }), ...(migrated.length === 0 ? {} : { migrated }) };
}
