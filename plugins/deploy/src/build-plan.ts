import type { DeployContext, Extensions, JsonObject, ObjectRef, Plan, PlanStep, ReadCluster, ReadinessRule, SherpackError } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { checkCluster } from './check-cluster.ts';
import { REQUESTS_AT_A_TIME } from './concurrency.ts';
import { desiredObjects } from './desired-objects.ts';
import type { DesiredObject } from './desired-objects.ts';
import { errors } from './errors.ts';
import { definedKind } from './graph/reference-edges.ts';
import { chooseHooks } from './hooks/choose-hooks.ts';
import { planHook } from './hooks/plan-hook.ts';
import { findAbsentNames } from './absent-names.ts';
import { ownershipRules } from './ownership/rules.ts';
import type { OwnershipRule } from './ownership/rules.ts';
import { isHookEntry } from './hooks/hook-entries.ts';
import { inParallel } from './in-parallel.ts';
import { missingNamespaces } from './namespaces.ts';
import { blocksOf, extraOfPack, isUnreadable } from './pack-blocks.ts';
import { placesOf } from './places.ts';
import type { Previous, PreviousOptions } from './previous.ts';
import { fieldManagerOf, readPrevious } from './previous.ts';
import { planRemovals } from './plan-removals.ts';
import { planWrite } from './plan-write.ts';
import { guardPrune } from './prune-guard.ts';
import { repeatedManifests } from './repeated-manifests.ts';
import { selectWaves } from './select-waves.ts';
import { takeSnapshot } from './snapshot.ts';
import type { PlanWriteOptions } from './plan-write.ts';

export interface PlanningServices extends PreviousOptions {
  /** The readiness rules of the plugins. */
  readonly catalogue: Extensions<ReadinessRule>;
  /** What the configuration says about fields of other managers. */
  readonly ownership?: readonly OwnershipRule[] | undefined;
}

/**
 * Turns manifests, the previous inventory and the live objects into a plan. Reads and dry runs only, by type.
 *
 * Guarantees: every object that the server can be asked about has passed a server-side dry run; a plan is either whole
 * or an error that names all that is wrong.
 */
export async function buildPlan(plan: Plan, context: DeployContext, services: PlanningServices): Promise<Plan> {
  const { operation } = context;
  if (operation.release === undefined) return plan;
  const cluster = await context.cluster('dry-run');
  const previous = await readPrevious(operation.release, context, services);
  const identity = await cluster.identity({ signal: context.signal });
  if (operation.flags['allowOtherCluster'] !== true) await checkCluster(previous.newest, identity, cluster);
  const base = basePlan(plan, context, previous, identity.uid);
  const chosen = chooseHooks(context.manifests, operation, previous.newest?.status, (message) => context.emit({ type: 'warning', message }));
  const { objects: desired, hooks } = await desiredObjects(chosen.manifests, chosen.running, base, cluster);
  const isTest = operation.kind === 'test-release';
  if (desired.length === 0 && operation.kind !== 'uninstall' && !isTest && operation.flags['allowEmpty'] !== true) refuseEmpty(previous, operation.release.name);
  const places = await placesOf({ objects: [...desired, ...hooks], plan: base, context, cluster });
  const absent = await missingNamespaces([...desired, ...hooks], cluster, operation, base.release.namespace);
  const inventory = previous.newest?.inventory ?? [];
  const refs = await servedOf([...desired, ...inventory].map(({ ref }) => ref), cluster);
  const snapshot = await takeSnapshot({ refs, releaseUid: base.releaseUid, isNew: previous.newest === undefined, cluster, signal: context.signal });
  const absentNames = operation.flags['noDryRunCheck'] === true ? await findAbsentNames(refs, { cluster, signal: context.signal }) : undefined;
  const options = { plan: base, cluster, context, absent, places, snapshot, inventory, absentNames, isRepeated: repeatedManifests(previous.newest), rules: ownershipRules(services.ownership ?? [], blocksOf(base).ownership) };
  const writes = isTest ? [] : await planWrites(desired, options);
  const runs = await inParallel(hooks, REQUESTS_AT_A_TIME, (hook) => planHook(hook, options));
  const removable = isTest ? [] : inventory.filter((entry) => !isHookEntry(entry, operation.kind === 'uninstall' ? hooks.map(({ manifest }) => manifest) : chosen.all));
  const removals = await planRemovals(removable, new Set(desired.map(({ id }) => id)), options);
  guardPrune(removals, inventory, context);
  const whole = { ...base, steps: [...writes, ...runs, ...removals], ...(isTest ? { partial: true } : {}) };
  return selectWaves(whole, { context, cluster, clock: services.clock, catalogue: services.catalogue });
}

/** What no version of is served any more, or not yet, cannot be listed. */
async function servedOf(refs: readonly ObjectRef[], cluster: ReadCluster): Promise<readonly ObjectRef[]> {
  const served = await Promise.all(refs.map((ref) => cluster.resource(ref)));
  return refs.filter((_, index) => served[index] !== undefined);
}

function basePlan(plan: Plan, context: DeployContext, previous: Previous, cluster: string): Plan {
  const { operation } = context;
  const extra = extraOf(context, previous);
  const release = operation.release ?? plan.release;
  const { flags } = operation;
  return {
    ...plan,
    release,
    revision: previous.nextRevision,
    releaseUid: previous.releaseUid,
    restsOn: previous.restsOn,
    fieldManager: fieldManagerOf(release),
    cluster,
    onFailure: flags['onFailure'] === 'continue' ? 'continue' : 'stop',
    wait: flags['wait'] === true || flags['autoRollback'] === true,
    extra: { ...plan.extra, ...extra },
  };
}

/** What the pack says to the engine; without a pack what the pack said of which the record was made. */
function extraOf({ pack, emit }: DeployContext, { source }: Previous): JsonObject {
  if (pack !== undefined) return extraOfPack(pack);
  const extra = source?.extra ?? {};
  if (isUnreadable(extra)) emit({ type: 'warning', message: `revision ${source?.revision} was written by a later version; what its Pack.yaml says of waves, readiness and ownership is not known here` });
  return extra;
}

function refuseEmpty(previous: Previous, release: string): void {
  const count = previous.newest?.inventory.filter(({ state }) => state !== 'kept').length ?? 0;
  if (count > 0) throw errors.EMPTY_RENDER(release, count);
}

type WriteOptions = Omit<PlanWriteOptions, 'changing'>;

/** Definitions first: whether they change decides what the server's word about their resources is worth. */
async function planWrites(desired: readonly DesiredObject[], options: WriteOptions): Promise<readonly PlanStep[]> {
  const refused: SherpackError[] = [];
  const definitions = desired.filter(({ isDefinition }) => isDefinition);
  const others = desired.filter(({ isDefinition }) => !isDefinition);
  const first = await inParallel(definitions, REQUESTS_AT_A_TIME, (object) => planOrRefuse(object, { ...options, changing: new Set() }, refused));
  const changing = new Set(first.flatMap((step) => (step === undefined || step.action === 'unchanged' ? [] : [definedKind(step.desired)])));
  const rest = await inParallel(others, REQUESTS_AT_A_TIME, (object) => planOrRefuse(object, { ...options, changing }, refused));
  refuse(refused);
  return [...first, ...rest].filter((step) => step !== undefined);
}

function refuse(refused: readonly SherpackError[]): void {
  const [first] = refused;
  if (first !== undefined) throw refused.length === 1 ? first : errors.PLAN_REFUSED(refused);
}

async function planOrRefuse(object: DesiredObject, options: PlanWriteOptions, refused: SherpackError[]): Promise<PlanStep | undefined> {
  try {
    return await planWrite(object, options);
  } catch (error) {
    options.context.signal.throwIfAborted();
    if (!isSherpackError(error) || isOutage(error)) throw error;
    refused.push(error.code.startsWith('DEPLOY_') ? error : refusal(object.ref, object, error));
    return undefined;
  }
}

/** Not the object's fault: asking about the others is no use. */
function isOutage(error: SherpackError): boolean {
  return error.code === 'CLUSTER_UNREACHABLE' || error.code === 'CLUSTER_UNAUTHORIZED';
}

function refusal(ref: ObjectRef, object: DesiredObject, error: SherpackError): SherpackError {
  return errors.REJECTED(ref, object.manifest.source, error);
}
