import { randomUUID } from 'node:crypto';
import type { Kernel } from '@sherpack/kernel/kernel';
import type { JsonObject, Log, Terminal } from '@sherpack/plugin-api';
import type { EffectiveConfig } from './config/effective-config.ts';
import { DEFAULTS } from './config/effective-config.ts';
import { clusterSelection } from './global-values.ts';
import type { Setup } from './setup.ts';
import { wallClock } from './terminal/clock.ts';
import type { World } from './world.ts';

export interface KernelStart {
  readonly setup: Setup;
  readonly config: EffectiveConfig;
  /** Global flags that were given, by key. */
  readonly global: JsonObject;
  /** Flags that plugins contribute for their cluster variants. */
  readonly clusterFlags?: JsonObject;
  readonly world: World;
  readonly terminal: Terminal;
  readonly log: Log;
}

/** Imports the kernel and starts it. No plugin is loaded by that. */
export async function startKernel({ setup, config, global, clusterFlags, world, terminal, log }: KernelStart): Promise<Kernel> {
  const { createKernel } = await import('@sherpack/kernel/kernel');
  // Whoever changes a value in place is then found where that happens, and not where somebody stumbles over it.
  const inspect = global['debug'] === true ? (await import('@sherpack/yaml/equal')).deepFreeze : undefined;
  return createKernel({
    host: { clock: wallClock, log, terminal, newId: () => randomUUID() },
    plugins: setup.sources,
    config: config.values,
    selection: clusterSelection(config, global, world, clusterFlags),
    defaultCluster: DEFAULTS.cluster,
    inspect,
  });
}
