import type { ExtensionPoint, Log, OperationRow, Plugin, PluginManifest, PluginSetup, SherpackConfig } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { checkConfig } from './plugin-config.ts';
import { errors } from './errors.ts';
import type { ExtensionRegistry } from './extension-registry.ts';
import { isThenable, type TapOwner } from './guarded-hook.ts';
import type { KernelHooks } from './hooks.ts';
import type { PluginSource } from './kernel-host.ts';
import { loadPlugin } from './load-plugin.ts';
import type { OperationTable } from './operations.ts';
import type { ServiceContainer } from './service-container.ts';

export interface PluginHostOptions {
  /** Enabled plugins in set-up order. */
  readonly sources: readonly PluginSource[];
  readonly config: SherpackConfig;
  readonly log: Log;
  readonly hooks: KernelHooks;
  readonly table: OperationTable;
  readonly registry: () => ExtensionRegistry;
  readonly services: () => ServiceContainer;
}

/** Loads plugins, sets them up in order and disposes them in the other one. */
export interface PluginHost {
  /** Sets up the named plugins and what they require. Plugins already set up are left alone. */
  ensure(names: readonly string[]): Promise<void>;
  isLoaded(name: string): boolean;
  /** Last set up first. What fails is logged; the others are disposed all the same. */
  dispose(): Promise<void>;
}

interface Disposer {
  readonly plugin: string;
  readonly dispose: () => void | Promise<void>;
}

export function createPluginHost(options: PluginHostOptions): PluginHost {
  const { sources, log } = options;
  const loaded = new Map<string, Promise<void>>();
  const disposers: Disposer[] = [];
  let disposed = false;
  // One after another: set-up order must not depend on how fast modules load.
  let queue: Promise<void> = Promise.resolve();

  function ensure(names: readonly string[]): Promise<void> {
    const wanted = sources.filter(({ manifest }) => withRequired(names, sources).has(manifest.name));
    if (wanted.every(({ manifest }) => loaded.has(manifest.name))) return settled(wanted);
    const turn = queue.then(() => setUpAll(wanted));
    queue = turn.catch(() => undefined);
    return turn;
  }

  async function settled(wanted: readonly PluginSource[]): Promise<void> {
    for (const { manifest } of wanted) await loaded.get(manifest.name);
  }

  async function setUpAll(wanted: readonly PluginSource[]): Promise<void> {
    if (disposed) throw errors.DISPOSED();
    for (const source of wanted) {
      const { name } = source.manifest;
      if (!loaded.has(name)) loaded.set(name, setUp(source));
      await loaded.get(name);
    }
  }

  async function setUp(source: PluginSource): Promise<void> {
    const { manifest } = source;
    const plugin = await loadPlugin(source);
    const config = await checkConfig(manifest, (options.config as Record<string, unknown>)[manifest.name]);
    const owner: TapOwner = { plugin: manifest.name, position: sources.indexOf(source), isDisposed: () => disposed };
    const door = { open: true };
    const services = options.services().getters(plugin.uses ?? {}, `plugin "${plugin.name}"`);
    try {
      runSetup(plugin, createSetup({ ...options, manifest, owner, config, door, disposers }), services);
    } finally {
      door.open = false;
    }
  }

  async function dispose(): Promise<void> {
    disposed = true;
    await queue;
    for (const { plugin, dispose: run } of disposers.splice(0).reverse()) {
      try {
        await run();
      } catch (error) {
        log.warn(`plugin "${plugin}" failed in dispose: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
  }

  return { ensure, isLoaded: (name) => loaded.has(name), dispose };
}

function runSetup(plugin: Plugin, sherpack: PluginSetup<unknown>, services: object): void {
  let result: unknown;
  try {
    result = plugin.setup(sherpack as PluginSetup<never>, services as never);
  } catch (error) {
    throw isSherpackError(error) ? error : errors.SETUP_FAILED(plugin.name, error);
  }
  if (!isThenable(result)) return;
  // Its rejection is the lesser evil and must not end the process.
  Promise.resolve(result).catch(() => undefined);
  throw errors.SETUP_ASYNC(plugin.name);
}

interface SetupOptions extends Omit<PluginHostOptions, 'config'> {
  readonly manifest: PluginManifest;
  readonly owner: TapOwner;
  readonly config: unknown;
  readonly door: { open: boolean };
  readonly disposers: Disposer[];
}

/** The single place that decides what a plugin may touch. */
function createSetup(options: SetupOptions): PluginSetup<unknown> {
  const { owner, door, config, log, manifest } = options;
  const { plugin } = owner;

  /** A module without a package announces nothing. */
  function admit(what: string, announced: boolean | undefined = false): void {
    if (!door.open) throw errors.SETUP_LATE(plugin, what);
    if (!announced && manifest.plugin !== '') throw errors.UNANNOUNCED(plugin, what);
  }

  return Object.freeze({
    config,
    log,
    hooks: options.hooks.tapsFor(owner, (what, stage) => admit(what, manifest.hooks?.includes(stage))),
    provide(point: ExtensionPoint<unknown>, key: string, load: () => Promise<{ default: unknown }>) {
      admit(`provide() for the ${point.noun} "${key}"`, manifest.extensions?.[point.id]?.includes(key));
      options.registry().provide(point.id, point.noun, key, { plugin, load });
    },
    provideService(token: { readonly id: string }, create: () => unknown) {
      admit(`provideService() for "${token.id}"`, manifest.services?.includes(token.id));
      options.services().provide(plugin, token, create);
    },
    extensions: (point: ExtensionPoint<unknown>) => options.registry().reader(point),
    addOperation(row: OperationRow) {
      admit(`addOperation() for "${row.kind}"`, manifest.operations?.includes(row.kind));
      options.table.add(row, plugin);
    },
    onDispose(dispose: () => void | Promise<void>) {
      admit('onDispose()', true);
      options.disposers.push({ plugin, dispose });
    },
  }) as PluginSetup<unknown>;
}

function withRequired(names: readonly string[], sources: readonly PluginSource[]): ReadonlySet<string> {
  const all = new Set(names);
  // Sources stand in set-up order, so one pass from the end reaches all that is required.
  for (const { manifest } of sources.toReversed()) {
    if (all.has(manifest.name)) for (const required of manifest.requires ?? []) all.add(required);
  }
  return all;
}
