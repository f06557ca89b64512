import type { LifecycleStage, LifecycleTaps, Plugin, PluginSetup } from '@sherpack/plugin-api';
import { LIFECYCLE_STAGES } from '@sherpack/plugin-api';

/** What a plugin registered in its set-up. */
export interface Recording {
  readonly result: unknown;
  readonly hooks: readonly LifecycleStage[];
  readonly services: readonly string[];
  readonly operations: readonly string[];
  /** Keys by extension point. */
  readonly extensions: Readonly<Record<string, readonly string[]>>;
  readonly loaders: readonly { readonly id: string; readonly load: () => Promise<{ readonly default: unknown }> }[];
  readonly disposers: readonly (() => void | Promise<void>)[];
}

/** Runs a plugin's set-up against a note-taker instead of a kernel. */
export function record(plugin: Plugin, config: unknown): Recording {
  const hooks = new Set<LifecycleStage>();
  const services: string[] = [];
  const operations: string[] = [];
  const extensions: Record<string, string[]> = {};
  const loaders: { id: string; load: () => Promise<{ readonly default: unknown }> }[] = [];
  const disposers: (() => void | Promise<void>)[] = [];
  const taps = LIFECYCLE_STAGES.map((stage) => [stage, { tap: () => void hooks.add(stage) }]);
  const setup: PluginSetup = {
    config,
    log: { debug: () => undefined, info: () => undefined, warn: () => undefined },
    hooks: Object.fromEntries(taps) as unknown as LifecycleTaps,
    provide(point, key, load) {
      extensions[point.id] = [...(extensions[point.id] ?? []), key];
      loaders.push({ id: `${point.id} ${key}`, load: load as () => Promise<{ readonly default: unknown }> });
    },
    provideService: ({ id }) => void services.push(id),
    extensions: () => ({ keys: () => [], has: () => false, get: () => Promise.reject(new Error('not in set-up')) }),
    addOperation: ({ kind }) => void operations.push(kind),
    onDispose: (dispose) => void disposers.push(dispose),
  };
  const getters = Object.keys(plugin.uses ?? {}).map((name) => [name, () => Promise.reject(new Error('services are for taps'))]);
  const result: unknown = plugin.setup(setup as PluginSetup<never>, Object.fromEntries(getters) as never);
  const inOrder = LIFECYCLE_STAGES.filter((stage) => hooks.has(stage));
  return { result, hooks: inOrder, services, operations, extensions, loaders, disposers };
}
