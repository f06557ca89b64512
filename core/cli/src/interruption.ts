import { constants } from 'node:os';
import { errors } from './errors.ts';

type Signal = 'SIGINT' | 'SIGTERM';

/** What the outside world asks of the process: to stop, or not to write any more. */
export interface Interruption {
  /** Aborts at the first Ctrl-C or SIGTERM; the reason is CLI_INTERRUPTED. */
  readonly signal: AbortSignal;
  /** 130 or 143 once a signal came. */
  exitCode(): number | undefined;
  /** Stops the command because nobody reads its output any more; that is no failure. */
  closeOutput(): void;
  outputClosed(): boolean;
}

/** The first signal asks the command to end by itself; the second ends the process. */
export function watchSignals(): Interruption {
  const controller = new AbortController();
  let received: Signal | undefined;
  let closed = false;

  function onSignal(signal: Signal): void {
    if (received !== undefined) process.exit(codeOf(signal));
    received = signal;
    controller.abort(errors.INTERRUPTED(signal));
  }

  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    exitCode: () => (received === undefined ? undefined : codeOf(received)),
    closeOutput() {
      closed = true;
      controller.abort(errors.INTERRUPTED('the end of the output'));
    },
    outputClosed: () => closed,
  };
}

function codeOf(signal: Signal): number {
  return 128 + constants.signals[signal];
}
