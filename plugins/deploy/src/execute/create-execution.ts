import type { Change, DeployContext, JsonObject, Plan, PlanStep, Release, SherpackError } from '@sherpack/plugin-api';
import { formatRef } from '@sherpack/plugin-api';
import type { DeployerServices } from '../deployer.ts';
import type { GraphNode } from '../graph/graph.ts';
import { createJournaling } from '../journal/journaling.ts';
import { ownershipRules } from '../ownership/rules.ts';
import { blocksOf } from '../pack-blocks.ts';
import { createReadiness } from '../readiness/create-readiness.ts';
import { createLiveObjects } from '../readiness/live-objects.ts';
import { rulesOf } from '../readiness/pack-rules.ts';
import { createRuleBook } from '../readiness/rule-book.ts';
import { createRedactor } from '../redact.ts';
import type { Execution } from './execution.ts';

const DEFAULT_TIMEOUT = 5 * 60_000;

/** One execution with what decides how it goes on. */
export interface RunningExecution {
  readonly execution: Execution;
  /** Nothing new begins: interrupted, or a failure that stops the rest. */
  isOver(): boolean;
  firstFailure(): SherpackError | undefined;
  wantsUndo(): boolean;
  skip(node: GraphNode, because: GraphNode): void;
}

export async function createExecution(plan: Plan, context: DeployContext, services: DeployerServices): Promise<{ readonly run: RunningExecution; end(): void }> {
  const { clock } = services;
  const timeout = timeoutOf(context);
  const cluster = await context.cluster('write');
  const over = new AbortController();
  const stop = () => over.abort();
  const failure: { first: SherpackError | undefined; undo: boolean } = { first: undefined, undo: false };
  const changes = new Map<string, Change>();
  const starting = new Set<string>();
  const redact = createRedactor(plan);
  const blocks = blocksOf(plan);
  const ended = new AbortController();
  const objects = createLiveObjects(cluster, ended.signal);
  const journal = createJournaling({ plan, clock, journal: await services.journalOf(context), progress: () => progressOf(plan, { changes, starting }, clock.now()) });
  if (context.signal.aborted) stop();
  context.signal.addEventListener('abort', stop, { once: true });

  function failed(step: PlanStep, error: SherpackError): void {
    failure.first ??= error;
    const policy = step.onFailure ?? (step.hook?.failure === 'rollback' ? 'rollback' : plan.onFailure);
    if (policy === 'rollback' && plan.onFailure !== 'rollback') failure.undo = true;
    if (policy !== 'continue') stop();
  }

  const execution: Execution = {
    ownershipRules: ownershipRules(services.ownership ?? [], blocks.ownership),
    plan, context, cluster, clock, timeout, journal, objects, redact, failed, changes,
    deadline: clock.now() + timeout,
    over: over.signal,
    readiness: createReadiness({ cluster, clock, objects, redact, rules: createRuleBook(rulesOf(blocks.readiness), services.catalogue), jobs: context.operation.flags['waitForJobs'] === true }),
    written: new Map(),
    starting,
    statusOf: async (release: Release) => (await (await services.stores()).open(context)).head(release).then((head) => head?.summary.status),
  };
  return {
    run: {
      execution,
      isOver: () => over.signal.aborted,
      firstFailure: () => failure.first,
      wantsUndo: () => failure.undo,
      skip: (node, because) => skip(node, because, execution),
    },
    end() {
      journal.stop();
      over.abort();
      ended.abort();
      context.signal.removeEventListener('abort', stop);
    },
  };
}

function skip({ step }: GraphNode, because: GraphNode, { changes, context }: Execution): void {
  if (step === undefined || step.deferred === true) return;
  changes.set(step.id, { ref: step.ref, action: 'skipped', uid: step.live?.uid, error: undefined });
  context.emit({ type: 'step-progress', ref: step.ref, message: `left out: ${because.step === undefined ? because.id : formatRef(because.step.ref)} has failed` });
  context.emit({ type: 'step-finished', ref: step.ref, action: 'skipped' });
}

function timeoutOf({ operation }: DeployContext): number {
  const { timeout } = operation.flags as { timeout?: unknown };
  return typeof timeout === 'number' && timeout > 0 ? timeout : DEFAULT_TIMEOUT;
}

function progressOf({ steps }: Plan, { changes, starting }: Pick<Execution, 'changes' | 'starting'>, at: number) {
  const lines: JsonObject[] = steps.filter(({ action }) => action !== 'unchanged').map(({ ref, id, wave }) => ({
    object: formatRef(ref), wave, state: starting.has(id) ? 'running' : changes.get(id)?.action ?? 'waiting',
  }));
  return { at, done: changes.size - starting.size, total: steps.length, lines };
}
