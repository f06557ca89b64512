import type {
  Change, ChangeSet, Clock, DeployContext, DeployOptions, Deployer, Plan, PlanStep, SherpackError, WriteCluster,
} from '@sherpack/plugin-api';
import { kindRank } from '@sherpack/plugin-api';
import { inParallel } from './in-parallel.ts';
import { inventoryAfter, inventoryBefore } from './inventory.ts';
import { runStep } from './run-step.ts';
import { waitReady } from './wait-ready.ts';

const DEFAULT_TIMEOUT = 5 * 60_000;

/** What one execution needs everywhere. */
export interface Execution {
  readonly plan: Plan;
  readonly context: DeployContext;
  readonly cluster: WriteCluster;
  readonly clock: Clock;
  /** Milliseconds since the epoch after which nothing is waited for any more. */
  readonly deadline: number;
  /** Milliseconds that the user gave, for messages. */
  readonly timeout: number;
  readonly changes: Map<string, Change>;
}

export function createDeployer(clock: Clock): Deployer {
  return { execute: (plan, context, options) => execute(plan, context, options, clock), inventory: inventoryBefore };
}

/**
 * Carries a plan out: definitions, then objects in kind order, then removals, then waiting.
 *
 * Guarantees: never throws for a failed step, but returns it; objects of one kind are written at the same time, kinds
 * one after another; an interruption lets the requests under way end, so that their outcome is known.
 */
async function execute(plan: Plan, context: DeployContext, { revision }: DeployOptions, clock: Clock): Promise<ChangeSet> {
  const timeout = timeoutOf(context);
  const cluster = await context.cluster('write');
  const run: Execution = { plan, context, cluster, clock, deadline: clock.now() + timeout, timeout, changes: new Map() };
  const error = (await runGroups(run)) ?? (await waitAll(run));
  return {
    changes: plan.steps.map((step) => run.changes.get(step.id) ?? skipped(step)),
    inventory: inventoryAfter(revision.inventory, plan, run.changes),
    outcome: outcomeOf(error, context),
    error,
  };
}

function timeoutOf({ operation }: DeployContext): number {
  const { timeout } = operation.flags as { timeout?: unknown };
  return typeof timeout === 'number' && timeout > 0 ? timeout : DEFAULT_TIMEOUT;
}

function outcomeOf(error: SherpackError | undefined, { signal }: DeployContext): ChangeSet['outcome'] {
  if (signal.aborted) return 'interrupted';
  return error === undefined ? 'succeeded' : 'failed';
}

function skipped(step: PlanStep): Change {
  return { ref: step.ref, action: 'skipped', uid: step.live?.uid, error: undefined };
}

async function runGroups(run: Execution): Promise<SherpackError | undefined> {
  let first: SherpackError | undefined;
  const { operation } = run.context;
  const limit = typeof operation.flags['concurrency'] === 'number' ? operation.flags['concurrency'] : 8;
  for (const group of groupsOf(run.plan.steps)) {
    if (run.context.signal.aborted) return first;
    await inParallel(group, Math.max(1, limit), (step) => runStep(step, run));
    first ??= group.map(({ id }) => run.changes.get(id)?.error).find((error) => error !== undefined);
    if (first !== undefined && run.plan.onFailure !== 'continue') return first;
    if (group.some(({ ref }) => ref.kind === 'CustomResourceDefinition')) await run.cluster.discovery({ refresh: true });
  }
  return first;
}

/** Steps that follow one another and are of one kind and direction. */
function groupsOf(steps: readonly PlanStep[]): readonly (readonly PlanStep[])[] {
  const groups: PlanStep[][] = [];
  let last = '';
  for (const step of steps) {
    const removal = step.action === 'delete' || step.action === 'keep';
    const key = `${removal} ${step.wave} ${kindRank(step.ref.kind)} ${step.ref.kind}`;
    if (key !== last) groups.push([]);
    groups.at(-1)?.push(step);
    last = key;
  }
  return groups;
}

async function waitAll(run: Execution): Promise<SherpackError | undefined> {
  if (run.context.signal.aborted || !run.plan.wait || !run.cluster.observable) return undefined;
  const steps = run.plan.steps.filter(({ desired, ready, id }) => desired !== undefined && ready.wait && run.changes.has(id));
  return waitReady(steps, run);
}
