import type {
  ChangeSet, ExitCode, GlobalOptions, Log, Operation, OperationEvent, OperationRequest, OperationResult, Operations, Revision, SherpackError, Terminal,
} from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { streamEvents } from './event-stream.ts';
import { showProgress } from './progress.ts';

/** What running a verb needs of a command's context. */
export interface VerbContext {
  readonly operations: Operations;
  readonly terminal: Terminal;
  readonly log: Log;
  readonly signal: AbortSignal;
  readonly global: Pick<GlobalOptions, 'output'>;
}

/** How an operation ended, with all that it made until then. */
export interface VerbEnd {
  readonly result: OperationResult | undefined;
  readonly operation: Operation | undefined;
  readonly revision: Revision | undefined;
  readonly changeSet: ChangeSet | undefined;
  readonly error: SherpackError | undefined;
}

/** Runs an operation with live progress; its failure is returned, not thrown. Defects of code are thrown. */
export async function runVerb(context: VerbContext, request: OperationRequest, parent?: Operation): Promise<VerbEnd> {
  let finished: Extract<OperationEvent, { type: 'operation-finished' }> | undefined;
  const show = context.global.output === 'json' ? streamEvents((line) => context.log.info(line)) : showProgress(context.terminal, context.log);
  function onEvent(event: OperationEvent): void {
    if (event.type === 'operation-finished') finished = event;
    show(event);
  }
  try {
    const result = await context.operations.run(request, { onEvent, signal: context.signal, parent });
    return { result, operation: result.operation, revision: result.revision, changeSet: result.changeSet, error: result.changeSet?.error };
  } catch (error) {
    if (!isSherpackError(error)) throw error;
    return { result: undefined, operation: finished?.operation, revision: finished?.revision, changeSet: finished?.changeSet, error };
  }
}

/** Throws what stopped the operation, for verbs that have nothing to add to it. */
export async function runOrThrow(context: VerbContext, request: OperationRequest): Promise<OperationResult> {
  const { result, error } = await runVerb(context, request);
  if (error !== undefined || result === undefined) throw error ?? new Error('the operation ended without a result');
  return result;
}

export function exitCodeOf(end: VerbEnd): ExitCode {
  return end.error?.exitCode ?? 0;
}
