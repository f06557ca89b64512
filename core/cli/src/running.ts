import type { Kernel } from '@sherpack/kernel/kernel';
import type { Operations, TraceEntry } from '@sherpack/plugin-api';
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
          this.trace.push(...summarize(result.trace));
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

/** A line for each stage of a plugin: one that observes is called for every event. */
export function summarize(trace: readonly TraceEntry[]): readonly string[] {
  const sums = new Map<string, { calls: number; milliseconds: number }>();
  for (const { stage, plugin, milliseconds } of trace) {
    const sum = sums.get(`${stage} ${plugin}`) ?? { calls: 0, milliseconds: 0 };
    sums.set(`${stage} ${plugin}`, { calls: sum.calls + 1, milliseconds: sum.milliseconds + milliseconds });
  }
  return [...sums].map(([name, { calls, milliseconds }]) => `${name} ${milliseconds.toFixed(1)} ms${calls === 1 ? '' : ` in ${calls} calls`}`);
}

/** Since Node began to start. */
function moment(): string {
  // Not by `performance`, which Node would have to load.
  return ` at ${(process.uptime() * 1000).toFixed(0)} ms`;
}
