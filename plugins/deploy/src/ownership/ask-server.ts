import type { DeployContext, DryRunCluster, KubernetesObject, Plan, StepOwnership, WriteResult } from '@sherpack/plugin-api';
import type { DesiredObject } from '../desired-objects.ts';
import { errors } from '../errors.ts';
import { conflictsIn, describeOwner } from './conflicts.ts';
import { deployersOf } from './migrate.ts';
import { isOwned } from './owned.ts';
import { payloadOf } from './payload.ts';
import { previewOf } from './preview.ts';
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

/** Of an object that came with a release from Helm, and of one that is taken over; what the user or the pack says is stronger. */
const HANDED_OVER: readonly OwnershipRule[] = [{ manager: 'helm', subresource: '', policy: 'take' }];

/**
 * Applies an object in dry runs until the rules have settled every conflict with other managers.
 *
 * @throws DEPLOY_FIELD_CONFLICT with each field and its owner; else what the server says
 */
export async function askServer(desired: DesiredObject, live: KubernetesObject | undefined, { plan, cluster, context, rules }: AskOptions): Promise<ServerAnswer> {
  const { object, ref, resource, manifest } = desired;
  const isOurs = live === undefined || desired.isDefinition || isOwned(live, plan);
  const takes = takesFields(context.operation, isOurs);
  let ownership = await beginning(desired, live, { isOurs, manager: plan.fieldManager, cluster });
  if (live !== undefined && (ownership?.retired ?? []).length > 0) return askAboutPreview(desired, live, ownership, { plan, cluster, context, rules });
  for (let round = 1; ; round += 1) {
    try {
      const payload = payloadOf(object, ownership, { live, resource, manager: plan.fieldManager });
      const answer = await cluster.dryRun.apply(payload, { fieldManager: plan.fieldManager, force: ownership?.force === true, secretPaths: manifest.secretPaths, signal: context.signal });
      return { ...answer, ownership };
    } catch (error) {
      const conflicts = conflictsIn(error);
      if (conflicts.length === 0 && live !== undefined && (ownership?.migrated ?? []).length > 0) return await askAboutPreview(desired, live, ownership, { plan, cluster, context, rules });
      if (conflicts.length === 0 || round > ROUNDS) throw error;
      const { ownership: settled, refused } = settleConflicts(conflicts, ref, isOurs ? rules : [...rules, ...HANDED_OVER], takes);
      if (refused.length > 0) throw errors.FIELD_CONFLICT(ref, refused.map((field) => describeOwner(field, live)), manifest.source);
      ownership = { ...ownership, ...settled, left: [...(ownership?.left ?? []), ...settled.left] };
    }
  }
}

/** Old entries stand beside new ones, or the server cannot read the managers, until they are migrated: it judges what will be. */
async function askAboutPreview({ object, manifest }: DesiredObject, live: KubernetesObject, ownership: StepOwnership | undefined, { plan, cluster, context }: AskOptions): Promise<ServerAnswer> {
  const known = ownership ?? { force: false, left: [] };
  const preview = previewOf(live, payloadOf(object, known, { live, resource: undefined, manager: plan.fieldManager }), known, plan.fieldManager);
  const answer = await cluster.dryRun.replace(preview, { fieldManager: plan.fieldManager, secretPaths: manifest.secretPaths, signal: context.signal });
  return { ...answer, ownership };
}

interface BeginningOptions {
  readonly isOurs: boolean;
  readonly manager: string;
  readonly cluster: Pick<DryRunCluster, 'discovery'>;
}

/** Without force at first, so that every conflict is seen and only what the rules give is taken. */
async function beginning({ object, resource, isDefinition }: DesiredObject, live: KubernetesObject | undefined, { isOurs, manager, cluster }: BeginningOptions): Promise<StepOwnership | undefined> {
  if (live === undefined) return undefined;
  const migrated = isOurs || isDefinition ? [] : [...new Set(deployersOf(live, object.apiVersion).map((entry) => entry.manager ?? ''))];
  const held = heldReplicas(object, live, resource, manager) === undefined ? [] : ['.spec.replicas'];
  const retired = await retiredVersions(object, live, cluster);
  if (migrated.length === 0 && held.length === 0 && retired.length === 0) return undefined;
  return {
    force: false, left: [],
    ...(held.length === 0 ? {} : { held }), ...(migrated.length === 0 ? {} : { migrated }), ...(retired.length === 0 ? {} : { retired }),
  };
}

/** Most objects were written in one version only, and then nobody has to be asked. */
async function retiredVersions({ apiVersion }: KubernetesObject, { metadata: { managedFields = [] } }: KubernetesObject, cluster: Pick<DryRunCluster, 'discovery'>): Promise<readonly string[]> {
  const others = [...new Set(managedFields.map((entry) => entry.apiVersion ?? apiVersion))].filter((version) => version !== apiVersion);
  if (others.length === 0) return [];
  const { apiVersions } = await cluster.discovery();
  return others.filter((version) => !apiVersions.includes(version));
}
