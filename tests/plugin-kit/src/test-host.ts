import { randomUUID } from 'node:crypto';
import type {
  ClusterSelection, Clock, Command, OperationEvent, OperationRequest, OperationResult, Plugin, SherpackConfig, Terminal,
} from '@sherpack/plugin-api';
import type { KernelHost, PluginSource } from '@sherpack/kernel/kernel-host';
import type { Kernel } from '@sherpack/kernel/kernel';
import { createKernel } from '@sherpack/kernel/kernel';
import { manifestOf } from '@sherpack/plugin-api';
import { deepFreeze } from '@sherpack/yaml/equal';
import { wallClock } from './wall-clock.ts';

export interface TestHostOptions {
  /** Plugins under test, and those that they need; sources with a manifest are loaded lazily as on the command line. */
  readonly plugins: readonly (Plugin | PluginSource)[];
  readonly config?: SherpackConfig;
  /** Key of the cluster variant that one of the plugins provides. */
  readonly cluster?: string;
  readonly selection?: ClusterSelection;
  /** Defaults to the real time. */
  readonly clock?: Clock;
}

/** What a run left behind besides its result. */
export interface TestRun extends OperationResult {
  readonly events: readonly OperationEvent[];
}

/** A real kernel whose terminal and log are kept for looking at. Every value between stages is frozen. */
export interface TestHost {
  readonly kernel: Kernel;
  /** Everything that was logged, `warn: …`. */
  readonly logged: readonly string[];
  /** Everything that was written to the terminal. */
  readonly written: () => string;
  run(kind: string, request?: Omit<OperationRequest, 'kind'>): Promise<TestRun>;
  dispose(): Promise<void>;
}

/**
 * Boots the kernel with the given plugins, in memory.
 *
 * @example const host = createTestHost({ plugins: [plugin] }); await host.run('template', { pack: './pack' });
 */
export function createTestHost(options: TestHostOptions): TestHost {
  const logged: string[] = [];
  const written: string[] = [];
  const kernel = createKernel({
    host: memoryHost(logged, written, options.clock ?? wallClock),
    plugins: options.plugins.map((plugin) => ('manifest' in plugin ? plugin : sourceOf(plugin))),
    config: options.config ?? {},
    selection: options.selection ?? {},
    defaultCluster: options.cluster ?? 'none',
    inspect: deepFreeze,
  });

  async function run(kind: string, request: Omit<OperationRequest, 'kind'> = {}): Promise<TestRun> {
    const events: OperationEvent[] = [];
    const result = await kernel.operations.run({ kind, ...request }, { onEvent: (event) => void events.push(event) });
    return { ...result, events };
  }

  return { kernel, logged, written: () => written.join(''), run, dispose: () => kernel.dispose() };
}

/** A plugin without a package: all that it does is found out by loading it. */
export function sourceOf(plugin: Plugin): PluginSource {
  return {
    manifest: manifestOf(plugin),
    origin: 'config',
    load: async () => plugin,
    loadCommand: async () => ({}) as Command,
    loadOptions: async () => ({}),
  };
}

function memoryHost(logged: string[], written: string[], clock: Clock): KernelHost {
  return {
    clock,
    log: {
      debug: (message) => void logged.push(`debug: ${message}`),
      info: (message) => void logged.push(`info: ${message}`),
      warn: (message) => void logged.push(`warn: ${message}`),
    },
    terminal: memoryTerminal(written),
    newId: () => randomUUID(),
  };
}

function memoryTerminal(written: string[]): Terminal {
  return {
    interactive: false,
    colors: false,
    columns: 80,
    write: (text) => void written.push(text),
    style: (text) => text,
    table(rows, columns) {
      written.push(`${columns.map(({ title }) => title).join('\t')}\n`);
      for (const row of rows) written.push(`${columns.map(({ value }) => value(row)).join('\t')}\n`);
    },
    progress: () => undefined,
    endProgress: () => undefined,
    confirm: async () => true,
    readInput: async () => '',
  };
}
