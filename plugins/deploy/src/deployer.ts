import type { ChangeSet, Clock, DeployContext, DeployOptions, Deployer, Extensions, Plan, ReadinessRule, ReleaseJournal, ReleaseStores, SherpackError } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { graphOf } from './check-plan.ts';
import { REQUESTS_AT_A_TIME } from './concurrency.ts';
import { errors } from './errors.ts';
import { createExecution } from './execute/create-execution.ts';
import { runNode } from './execute/run-node.ts';
import { schedule } from './execute/schedule.ts';
import { createSlots } from './execute/slots.ts';
import type { OwnershipRule } from './ownership/rules.ts';
import { inventoryAfter, inventoryBefore } from './inventory.ts';

export interface DeployerServices {
  readonly clock: Clock;
  readonly journalOf: (context: DeployContext) => Promise<ReleaseJournal | undefined>;
  readonly stores: () => Promise<ReleaseStores>;
  /** The readiness rules of the plugins. */
  readonly catalogue: Extensions<ReadinessRule>;
  /** What the configuration says about fields of other managers. */
  readonly ownership?: readonly OwnershipRule[] | undefined;
}

export function createDeployer(services: DeployerServices): Deployer {
  return { execute: (plan, context, options) => execute(plan, context, options, services), inventory: inventoryBefore };
}

/**
 * Carries a plan out along its graph.
 *
 * Guarantees: never throws for a failed step, but returns it; a failure takes with it what depends on it and, by the
 * policy, whatever has not begun; an interruption lets the requests under way end, so that their outcome is known.
 */
async function execute(plan: Plan, context: DeployContext, { revision }: DeployOptions, services: DeployerServices): Promise<ChangeSet> {
  const { run, end } = await createExecution(plan, context, services);
  const broken = await attempt(async () => {
    const graph = graphOf(plan);
    const options = { run: run.execution, graph, inSlot: createSlots(concurrencyOf(context)), isOver: run.isOver };
    await schedule(graph, { run: (node, reach) => runNode(node, reach, options), skip: run.skip });
  });
  end();
  const { changes } = run.execution;
  const error = run.firstFailure() ?? broken;
  return {
    changes: plan.steps.map((step) => changes.get(step.id) ?? { ref: step.ref, action: 'skipped', uid: step.live?.uid, error: undefined }),
    inventory: inventoryAfter(revision.inventory, plan, changes),
    outcome: outcomeOf(error, context),
    error,
    wantsUndo: run.wantsUndo(),
    left: plan.steps.filter(({ deferred, action }) => deferred === true && action !== 'unchanged' && action !== 'keep').length,
  };
}

/** Whatever goes wrong between the writes, what they did must come back for the record. */
async function attempt(work: () => Promise<void>): Promise<SherpackError | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return isSherpackError(error) ? error : errors.BROKEN_OFF(error);
  }
}

function concurrencyOf({ operation }: DeployContext): number {
  const limit = operation.flags['concurrency'];
  return Math.max(1, typeof limit === 'number' ? limit : REQUESTS_AT_A_TIME);
}

function outcomeOf(error: SherpackError | undefined, { signal }: DeployContext): ChangeSet['outcome'] {
  if (signal.aborted) return 'interrupted';
  return error === undefined ? 'succeeded' : 'failed';
}
