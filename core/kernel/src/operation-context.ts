import type { ClusterAccess, Log, Operation, OperationEvent, OperationRequest, RunOptions, SherpackError, StageContext } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import type { KernelHooks } from './hooks.ts';
import type { KernelHost } from './kernel-host.ts';

/** Makes the frozen value that travels through all taps. Its id is made when somebody asks: ids need cryptography, which takes time to load. */
export function createOperation(request: OperationRequest, options: RunOptions, host: KernelHost): Operation {
  let id: string | undefined;
  return Object.freeze({
    get id() { return (id ??= host.newId()); },
    kind: request.kind,
    release: request.release,
    pack: request.pack,
    values: Object.freeze([...(request.values ?? [])]),
    revision: request.revision,
    dryRun: request.dryRun ?? 'none',
    flags: Object.freeze({ ...request.flags }),
    startedAt: host.clock.now(),
    parent: options.parent?.id,
  });
}

/** The operation's lifeline: one signal for Ctrl-C, time limit and taps that give up. */
export interface Lifeline {
  readonly signal: AbortSignal;
  abort(reason: SherpackError): void;
  /** @throws the reason of the abort as an error for people */
  check(): void;
  end(): void;
}

export function createLifeline(operation: Operation, request: OperationRequest, options: RunOptions, host: KernelHost): Lifeline {
  const controller = new AbortController();
  const over = new AbortController();
  const interrupt = () => controller.abort(reasonOf(options.signal, operation));
  if (options.signal?.aborted === true) interrupt();
  options.signal?.addEventListener('abort', interrupt, { once: true });
  const { timeout } = request;
  if (timeout !== undefined && timeout > 0) {
    host.clock.sleep(timeout, over.signal, { background: true }).then(
      () => controller.abort(errors.TIMED_OUT(operation.kind, timeout / 1000)),
      () => undefined,
    );
  }
  return {
    signal: controller.signal,
    abort: (reason) => controller.abort(reason),
    check: () => controller.signal.throwIfAborted(),
    end() {
      over.abort();
      options.signal?.removeEventListener('abort', interrupt);
    },
  };
}

function reasonOf(signal: AbortSignal | undefined, operation: Operation): SherpackError {
  return isSherpackError(signal?.reason) ? signal.reason : errors.INTERRUPTED(operation.kind);
}

export interface ContextOptions {
  readonly operation: Operation;
  readonly lifeline: Lifeline;
  readonly access: ClusterAccess;
  readonly log: Log;
  readonly hooks: KernelHooks;
  readonly onEvent: RunOptions['onEvent'];
}

/** A stage context whose events reach observers one after another, in order. */
export function createContext(options: ContextOptions): { context: StageContext; settled: () => Promise<void> } {
  const { operation, lifeline, access, log, hooks } = options;
  let queue = Promise.resolve();

  function emit(event: OperationEvent): void {
    options.onEvent?.(event);
    const looking = { operation, log, signal: lifeline.signal };
    queue = queue.then(() => hooks.notify('observe', event, looking));
  }

  const context: StageContext = Object.freeze({
    operation,
    signal: lifeline.signal,
    log,
    emit,
    abort: lifeline.abort,
    cluster: access.cluster,
  });
  return { context, settled: () => queue };
}
