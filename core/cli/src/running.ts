import type { Kernel } from '@sherpack/kernel/kernel';
import type { Operations } from '@sherpack/plugin-api';
import type { StatusScreen } from './terminal/progress.ts';
import type { EarlyFlags } from './early-flags.ts';

/** What the process must know of the command that runs, to end well whatever happens. */
export class Running {
  kernel: Kernel | undefined;
  screen: StatusScreen | undefined;
  /** How errors are reported, as far as it is known. */
  reporting: Pick<EarlyFlags, 'json' | 'debug' | 'color'>;
  /** What operations did, for `--debug`. */
  readonly trace: string[] = [];
  #operations = 0;

  constructor(reporting: Pick<EarlyFlags, 'json' | 'debug' | 'color'>) {
    this.reporting = reporting;
  }

  /** Whether an operation is under way, which a closed pipe must not stop. */
  get isOperating(): boolean {
    return this.#operations > 0;
  }

  /** The same operations, watched, and stopped by the command's signal. */
  watch(operations: Operations, signal: AbortSignal): Operations {
    return {
      rows: () => operations.rows(),
      run: async (request, options = {}) => {
        this.#operations++;
        const onEvent: NonNullable<typeof options.onEvent> = (event) => {
          if (event.type === 'stage-started') this.trace.push(`${request.kind}: ${event.stage}${moment()}`);
          options.onEvent?.(event);
        };
        try {
          const result = await operations.run(request, { signal, ...options, onEvent });
          this.trace.push(`${request.kind}: end${moment()}`);
          this.trace.push(...result.trace.map(({ stage, plugin, milliseconds }) => `${stage} ${plugin} ${milliseconds.toFixed(1)} ms`));
          return result;
        } finally {
          this.#operations--;
        }
      },
    };
  }

  async end(): Promise<void> {
    this.screen?.endProgress();
    await this.kernel?.dispose();
  }
}

/** Since Node began to start. */
function moment(): string {
  return ` at ${performance.now().toFixed(0)} ms`;
}
