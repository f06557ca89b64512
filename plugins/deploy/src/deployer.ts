import type {
  Change, ChangeSet, Clock, DeployContext, DeployOptions, Deployer, Plan, PlanStep, SherpackError, WriteCluster,
} from '@sherpack/plugin-api';
import { isSherpackError, kindRank } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import type { Written } from './freshness.ts';
import { inParallel } from './in-parallel.ts';
import { inventoryAfter, inventoryBefore } from './inventory.ts';
import { createRedactor } from './redact.ts';
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
  /** What the server answered to writes, by step. */
  readonly written: Map<string, Written>;
  /** Takes secret values out of the cluster's words. */
  readonly redact: (words: string) => string;
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
  const run: Execution = {
    plan, context, cluster, clock, timeout, deadline: clock.now() + timeout, changes: new Map(), written: new Map(), redact: createRedactor(plan),
  };
  const error = await attempt(async () => (await runGroups(run)) ?? (await waitAll(run)));
  return {
    changes: plan.steps.map((step) => run.changes.get(step.id) ?? skipped(step)),
    inventory: inventoryAfter(revision.inventory, plan, run.changes),
    outcome: outcomeOf(error, context),
    error,
  };
}

/** Whatever goes wrong between the writes, what they did must come back for the record. */
async function attempt(work: () => Promise<SherpackError | undefined>): Promise<SherpackError | undefined> {
  try {
    return await work();
  } catch (error) {
    return isSherpackError(error) ? error : errors.BROKEN_OFF(error);
  }
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
  const { operation } = run.context;
  const limit = typeof operation.flags['concurrency'] === 'number' ? operation.flags['concurrency'] : 8;
  let first: SherpackError | undefined;

  const isOver = () => run.context.signal.aborted || (first !== undefined && run.plan.onFailure !== 'continue');
  async function runNext(step: PlanStep): Promise<void> {
    if (isOver()) return;
    await runStep(step, run);
    first ??= run.changes.get(step.id)?.error;
  }

  for (const group of groupsOf(run.plan.steps)) {
    await inParallel(group, Math.max(1, limit), runNext);
    if (isOver()) return first;
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
