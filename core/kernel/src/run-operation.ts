import type {
  ChangeSet, Deployer, Issue, Manifests, Operation, OperationRow, OperationStage, Pack, Plan, Revision, RunOptions,
  StageContext,
} from '@sherpack/plugin-api';
import { NO_MANIFESTS, SherpackError, blankRevision, emptyPlan, isSherpackError, issueError, unreadPack } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import type { KernelHooks } from './hooks.ts';
import type { Lifeline } from './operation-context.ts';

/** What the stages have made so far. */
export interface OperationState {
  pack: Pack | undefined;
  manifests: Manifests;
  issues: readonly Issue[];
  plan: Plan | undefined;
  revision: Revision | undefined;
  changeSet: ChangeSet | undefined;
}

export interface StageRun {
  readonly row: OperationRow;
  readonly stages: readonly OperationStage[];
  readonly operation: Operation;
  readonly context: StageContext;
  readonly lifeline: Lifeline;
  readonly hooks: KernelHooks;
  readonly deployer: () => Promise<Deployer>;
  readonly options: RunOptions;
  readonly state: OperationState;
}

export function newState(): OperationState {
  return { pack: undefined, manifests: NO_MANIFESTS, issues: [], plan: undefined, revision: undefined, changeSet: undefined };
}

/**
 * Walks the stages of one row.
 *
 * Guarantees: nothing is executed before the pending revision is stored; once it is stored, the final `store` runs
 * whatever happens to execution, with a signal of its own.
 */
export async function runStages(run: StageRun): Promise<void> {
  for (const stage of run.stages) {
    // From the pending record on, an abort is the deployer's to notice: the last record must be written.
    if (run.state.revision === undefined) run.lifeline.check();
    run.context.emit({ type: 'stage-started', stage });
    await STAGES[stage](run);
    if (stage === 'validate' && hasErrors(run.state.issues)) return;
  }
  if (run.state.changeSet?.error !== undefined) throw run.state.changeSet.error;
  if (run.state.changeSet?.outcome === 'interrupted') run.lifeline.check();
}

const STAGES: Readonly<Record<OperationStage, (run: StageRun) => Promise<void>>> = Object.freeze({
  load, resolve, render, validate, apply, store, execute,
});

async function load({ operation, hooks, context, state }: StageRun): Promise<void> {
  if (operation.pack === undefined) return;
  state.pack = await hooks.pass('load', unreadPack(operation.pack), context);
}

async function resolve({ hooks, context, state }: StageRun): Promise<void> {
  if (state.pack !== undefined) state.pack = await hooks.pass('resolve', state.pack, context);
}

async function render({ hooks, context, state }: StageRun): Promise<void> {
  state.manifests = await hooks.pass('render', NO_MANIFESTS, { ...context, pack: state.pack });
}

async function validate({ hooks, context, state, options }: StageRun): Promise<void> {
  state.issues = await hooks.collect<Issue>('validate', { pack: state.pack, manifests: state.manifests }, context);
  for (const issue of state.issues) {
    if (issue.severity === 'warning') context.emit({ type: 'warning', message: issue.message });
  }
  const found = state.issues.filter((issue) => issue.severity === 'error').map(issueError);
  if (found.length > 0 && options.collectIssues !== true) throw summary(found);
}

async function apply({ operation, hooks, context, state }: StageRun): Promise<void> {
  const plan = await hooks.pass('apply', emptyPlan(operation), deployContext(context, state));
  state.plan = plan;
  context.emit({ type: 'plan-ready', plan });
}

async function store(run: StageRun): Promise<void> {
  const { state, operation, hooks, row } = run;
  const plan = state.plan ?? emptyPlan(operation);
  const phase = state.changeSet === undefined ? 'pending' : 'final';
  const revision = phase === 'pending'
    ? blankRevision(operation, plan, row.pendingStatus ?? 'unknown', state.pack)
    : closed(state.revision, state.changeSet, row);
  if (revision === undefined) return;
  // The last record must be written even though the operation was stopped.
  const signal = phase === 'final' ? new AbortController().signal : run.context.signal;
  const context = { ...deployContext(run.context, state), signal, phase, plan, changeSet: state.changeSet };
  state.revision = await hooks.pass('store', revision, context);
  const { release, revision: number, status } = state.revision;
  run.context.emit({ type: 'revision-stored', revision: { release, revision: number, status } });
}

function closed(pending: Revision | undefined, changes: ChangeSet | undefined, row: OperationRow): Revision | undefined {
  if (pending === undefined || changes === undefined) return undefined;
  const status = changes.outcome === 'succeeded' ? row.finalStatus ?? 'deployed' : 'failed';
  return Object.freeze({ ...pending, status, inventory: changes.inventory });
}

async function execute({ state, context, deployer }: StageRun): Promise<void> {
  const { plan, revision } = state;
  if (plan === undefined || revision === undefined) return;
  try {
    state.changeSet = await (await deployer()).execute(plan, deployContext(context, state), { revision });
  } catch (error) {
    const cause = isSherpackError(error) ? error : errors.EXECUTION_FAILED(error);
    state.changeSet = { changes: [], inventory: revision.inventory, outcome: 'failed', error: cause };
  }
}

function deployContext(context: StageContext, { pack, manifests }: OperationState) {
  return { ...context, pack, manifests };
}

function hasErrors(issues: readonly Issue[]): boolean {
  return issues.some((issue) => issue.severity === 'error');
}

/** One finding is shown as itself, several below a line that counts them. */
function summary(found: readonly SherpackError[]): SherpackError {
  const [first] = found;
  if (found.length === 1 && first !== undefined) return first;
  const all = errors.INVALID(found.length);
  return new SherpackError(all.code, { message: all.message, exitCode: all.exitCode, others: found });
}
