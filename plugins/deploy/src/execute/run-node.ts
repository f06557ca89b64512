import type { Change, PlanStep } from '@sherpack/plugin-api';
import type { Graph, GraphNode, Need } from '../graph/graph.ts';
import { isDefinition, isRemoval } from '../graph/sections.ts';
import { runHook } from '../hooks/run-hook.ts';
import { awaitGone } from './await-gone.ts';
import { awaitOuter } from './await-outer.ts';
import { awaitReady } from './await-ready.ts';
import { awaitServed } from './await-served.ts';
import type { Execution } from './execution.ts';
import { failureOf, requestStep } from './run-step.ts';
import type { NodeEnd } from './schedule.ts';

export interface NodeOptions {
  readonly run: Execution;
  readonly graph: Graph;
  /** Limits the requests under way. */
  readonly inSlot: <Result>(work: () => Promise<Result>) => Promise<Result>;
  /** Nothing new begins any more. */
  readonly isOver: () => boolean;
}

/** Does one step from its first request until it is what others and the plan wait for. Never throws. */
export async function runNode(node: GraphNode, reach: (need: Need) => void, options: NodeOptions): Promise<NodeEnd> {
  const { run } = options;
  const { step } = node;
  if (step === undefined || step.deferred === true) return 'done';
  if (options.isOver()) return 'left';
  try {
    if ((step.outer ?? []).length > 0) await awaitOuter(step, run);
    if (options.isOver()) return 'left';
    if (step.hook !== undefined) return await runHookNode(step, options);
    return await runObject(node, step, reach, options);
  } catch (error) {
    return fail(step, { ref: step.ref, action: 'failed', uid: run.changes.get(step.id)?.uid ?? step.live?.uid, error: failureOf(step, error, run) }, run);
  }
}

async function runHookNode(step: PlanStep, { run }: NodeOptions): Promise<NodeEnd> {
  run.context.emit({ type: 'step-started', ref: step.ref, action: step.action });
  run.starting.add(step.id);
  const change = await runHook(step, run);
  run.starting.delete(step.id);
  if (change.action === 'skipped') return 'left';
  if (change.action === 'failed' && step.hook?.failure !== 'continue') return fail(step, change, run);
  finish(step, change, run);
  return 'done';
}

async function runObject(node: GraphNode, step: PlanStep, reach: (need: Need) => void, options: NodeOptions): Promise<NodeEnd> {
  const { run, inSlot, isOver } = options;
  const change = await inSlot(async () => {
    if (isOver()) return undefined;
    run.context.emit({ type: 'step-started', ref: step.ref, action: step.action });
    return requestStep(step, run);
  });
  if (change === undefined) return 'left';
  run.changes.set(step.id, change);
  if (change.action === 'failed') return fail(step, change, run);
  return isRemoval(step) ? afterRemoval(node, step, change, reach, options) : afterWrite(node, step, change, reach, options);
}

/** A definition is there when the server serves its kind. */
async function afterWrite(node: GraphNode, step: PlanStep, change: Change, reach: (need: Need) => void, { run, graph }: NodeOptions): Promise<NodeEnd> {
  if (!isDefinition(step)) reach('present');
  reach('tried');
  const needs = neededOf(node, graph);
  const goal = needs.has('complete') ? 'complete' : 'ready';
  const waits = step.ready.wait || needs.has('ready') || goal === 'complete' || (isDefinition(step) && change.action !== 'unchanged');
  if (waits) {
    run.starting.add(step.id);
    const error = await awaitReady(step, run, goal);
    run.starting.delete(step.id);
    if (error !== undefined) return fail(step, { ...change, error }, run);
    if (isDefinition(step) && change.action !== 'unchanged') await awaitServed(step, run);
  }
  finish(step, change, run);
  return waits && run.over.aborted ? 'left' : 'done';
}

/** A uid means that the object is still there: who waits waits for its end, and otherwise it stays on record. */
async function afterRemoval(node: GraphNode, step: PlanStep, change: Change, reach: (need: Need) => void, { run, graph }: NodeOptions): Promise<NodeEnd> {
  reach('present');
  reach('tried');
  const waits = step.ready.wait || neededOf(node, graph).has('absent');
  if (change.action === 'kept' || change.uid === undefined || !waits) {
    finish(step, change, run);
    return 'done';
  }
  run.context.emit({ type: 'step-progress', ref: step.ref, message: 'waiting until it is gone' });
  const isGone = (await awaitGone(step, change.uid, run)) === 'gone';
  finish(step, { ...change, uid: isGone ? undefined : change.uid }, run);
  return isGone ? 'done' : 'left';
}

/** What others want to see of the node. */
function neededOf({ index }: GraphNode, { outgoing }: Graph): ReadonlySet<Need> {
  return new Set((outgoing[index] ?? []).map(({ need }) => need));
}

function fail(step: PlanStep, change: Change, run: Execution): NodeEnd {
  finish(step, change, run);
  if (change.error !== undefined) run.failed(step, change.error);
  return 'failed';
}

function finish(step: PlanStep, change: Change, run: Execution): void {
  run.changes.set(step.id, change);
  const action = change.error === undefined ? change.action : 'failed';
  run.context.emit({ type: 'step-finished', ref: step.ref, action, error: change.error });
}
