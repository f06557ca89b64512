import type { ClusterAccess, ClusterMode, Deployer, LifecycleStage, OperationRequest, OperationResult, Operations, RunOptions } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import type { KernelHooks } from './hooks.ts';
import type { KernelHost } from './kernel-host.ts';
import { createContext, createLifeline, createOperation } from './operation-context.ts';
import { checkRequest, courseOf, type OperationTable } from './operations.ts';
import { newState, runStages } from './run-operation.ts';
import type { Trace } from './trace.ts';

export interface OperationsOptions {
  readonly host: KernelHost;
  readonly table: OperationTable;
  readonly hooks: KernelHooks;
  readonly trace: Trace;
  /** Sets up the plugin that adds the operation. */
  readonly loadOperation: (kind: string) => Promise<void>;
  /** Sets up all plugins that tap one of the stages. */
  readonly loadStages: (stages: readonly LifecycleStage[]) => Promise<void>;
  readonly deployer: () => Promise<Deployer>;
  readonly access: (mode: ClusterMode, asker: string) => ClusterAccess;
}

/** The service `operations`. Holds no state between runs, so an operation may run others. */
export function createOperations(options: OperationsOptions): Operations {
  const { host, table, hooks, trace } = options;

  async function run(request: OperationRequest, runOptions: RunOptions = {}): Promise<OperationResult> {
    await options.loadOperation(request.kind);
    const row = table.row(request.kind);
    checkRequest(row, request);
    const operation = createOperation(request, runOptions, host);
    const { stages, cluster } = courseOf(row, operation);
    await options.loadStages([...stages.filter((stage) => stage !== 'execute'), 'observe']);
    const lifeline = createLifeline(operation, request, runOptions, host);
    const access = options.access(cluster, `operation "${row.kind}"`);
    const { context, settled } = createContext({ operation, lifeline, access, log: host.log, hooks, onEvent: runOptions.onEvent });
    const state = newState();
    const firstTrace = trace.entries.length;
    let error: unknown;
    context.emit({ type: 'operation-started', operation });
    try {
      await runStages({ row, stages, operation, context, lifeline, hooks, deployer: options.deployer, options: runOptions, state });
    } catch (thrown) {
      // What an aborted tap throws is only the echo: the reason of the abort is the news.
      error = lifeline.signal.aborted ? lifeline.signal.reason : thrown;
    }
    lifeline.end();
    const outcome = outcomeOf(error);
    context.emit({
      type: 'operation-finished',
      operation,
      outcome,
      revision: state.revision,
      changeSet: state.changeSet,
      error: isSherpackError(error) ? error : undefined,
    });
    await settled();
    if (outcome !== 'succeeded') throw error;
    return Object.freeze({ operation, ...state, trace: trace.entries.slice(firstTrace) });
  }

  return { rows: () => table.rows(), run };
}

function outcomeOf(error: unknown): 'succeeded' | 'failed' | 'interrupted' {
  if (error === undefined) return 'succeeded';
  return isSherpackError(error) && error.exitCode === 130 ? 'interrupted' : 'failed';
}
