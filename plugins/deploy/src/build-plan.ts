import type { DeployContext, ObjectRef, Plan, PlanStep, ReleaseStores, SherpackError } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { definedKind, desiredObjects, withoutHooks } from './desired-objects.ts';
import type { DesiredObject } from './desired-objects.ts';
import { errors } from './errors.ts';
import { inParallel } from './in-parallel.ts';
import { missingNamespaces } from './namespaces.ts';
import type { Previous } from './previous.ts';
import { fieldManagerOf, readPrevious } from './previous.ts';
import { planRemovals } from './plan-removals.ts';
import { planWrite } from './plan-write.ts';
import type { PlanWriteOptions } from './plan-write.ts';

const READ_CONCURRENCY = 8;

/**
 * Turns manifests, the previous inventory and the live objects into a plan. Reads and dry runs only, by type.
 *
 * Guarantees: every object that the server can be asked about has passed a server-side dry run; a plan is either whole
 * or an error that names all that is wrong.
 */
export async function buildPlan(plan: Plan, context: DeployContext, stores: () => Promise<ReleaseStores>): Promise<Plan> {
  const { operation } = context;
  if (operation.release === undefined) return plan;
  const { manifests, hooks } = withoutHooks(context.manifests);
  const cluster = await context.cluster('dry-run');
  const previous = await readPrevious(operation, operation.release, context, stores);
  const identity = await cluster.identity({ signal: context.signal });
  checkCluster(previous, identity.uid, identity.server);
  const base = basePlan(plan, context, previous, identity.uid);
  const desired = await desiredObjects(manifests, base, cluster);
  if (desired.length === 0 && operation.kind !== 'uninstall') refuseEmpty(previous, operation.release.name);
  if (hooks.length > 0) context.emit({ type: 'warning', message: hookWarning(hooks.length) });
  const absent = await missingNamespaces(desired, cluster, operation, base.release.namespace);
  const writes = await planWrites(desired, { plan: base, cluster, context, absent });
  const removals = await planRemovals(previous.newest?.inventory ?? [], new Set(desired.map(({ id }) => id)), { plan: base, cluster, context });
  return { ...base, steps: [...writes, ...removals] };
}

function hookWarning(count: number): string {
  return count === 1 ? '1 object is a hook (or test); it is left out and not run' : `${count} objects are hooks (or tests); they are left out and not run`;
}

function basePlan(plan: Plan, { operation }: DeployContext, previous: Previous, cluster: string): Plan {
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
  };
}

function checkCluster(previous: Previous, uid: string, server: string): void {
  const { newest } = previous;
  if (newest === undefined || newest.cluster === '' || newest.cluster === uid) return;
  // Somebody with other rights knew the cluster by another kind of name, which tells nothing.
  if (isOwnNamespace(newest.cluster) !== isOwnNamespace(uid)) return;
  throw errors.OTHER_CLUSTER(newest.release.name, server);
}

function isOwnNamespace(uid: string): boolean {
  return uid.startsWith('namespace:');
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
  const first = await inParallel(definitions, READ_CONCURRENCY, (object) => planOrRefuse(object, { ...options, changing: new Set() }, refused));
  const changing = new Set(first.flatMap((step) => (step === undefined || step.action === 'unchanged' ? [] : [definedKind(step.desired)])));
  const rest = await inParallel(others, READ_CONCURRENCY, (object) => planOrRefuse(object, { ...options, changing }, refused));
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
