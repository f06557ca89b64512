// The kernel knows the lifecycle and nothing else. It may not name a feature, nor touch files, network, arguments,
// environment or console: all that comes through KernelHost and plugins.
import type {
  ClusterAccess, ClusterMode, ExtensionPoint, Extensions, LifecycleStage, Operations, PluginCatalog, ServiceGetters,
  ServiceToken, Uses,
} from '@sherpack/plugin-api';
import { clock, clusterVariants, clusters, deployer, operations, pluginCatalog, terminal } from '@sherpack/plugin-api';
import type { SharedClusters } from '@sherpack/cluster-client/shared-clusters';
import { createAccess } from './cluster-view.ts';
import { createExtensionRegistry } from './extension-registry.ts';
import { createHooks } from './hooks.ts';
import type { KernelOptions, PluginSource } from './kernel-host.ts';
import { createOperationTable } from './operations.ts';
import { createPluginHost } from './plugin-host.ts';
import { orderPlugins } from './plugin-order.ts';
import { createOperations } from './run-operations.ts';
import { createServiceContainer } from './service-container.ts';
import { createTrace } from './trace.ts';

/** A tap that takes longer hangs. Generous, for taps fetch dependencies over slow lines. */
const TAP_TIMEOUT = 10 * 60_000;

export interface Kernel {
  readonly operations: Operations;
  readonly catalog: PluginCatalog;
  /** The services that a command declares in `uses`. */
  services<Used extends Uses>(uses: Used): ServiceGetters<Used>;
  service<Service>(token: ServiceToken<Service>): Promise<Service>;
  extensions<Variant>(point: ExtensionPoint<Variant>): Extensions<Variant>;
  /** Cluster access for a command, up to `mode`. */
  access(mode: ClusterMode): ClusterAccess;
  /** `plugin.hook` of taps that have begun and not ended; for the check that no promise was lost. */
  unfinished(): readonly string[];
  /** Disposes all plugins, last set up first. Idempotent. Reports failures to the log. */
  dispose(): Promise<void>;
}

/** Checks manifests and order at once; loads plugins when something needs them. */
export function createKernel(options: KernelOptions): Kernel {
  const { host, config, selection } = options;
  const { clock: time, log } = host;
  const sources = orderPlugins(options.plugins.filter((source) => source.disabled !== true));
  const trace = createTrace();
  const table = createOperationTable();
  const hooks = createHooks({
    clock: time,
    trace,
    tapTimeout: options.tapTimeout ?? TAP_TIMEOUT,
    inspect: options.inspect,
    report: (error) => log.warn(error instanceof Error ? error.message : String(error)),
  });
  const registry = createExtensionRegistry(sources, (names) => plugins.ensure(names));
  const services = createServiceContainer(sources, (names) => plugins.ensure(names));
  const plugins = createPluginHost({ sources, config, log, hooks, table, registry: () => registry, services: () => services });
  let shared: Promise<SharedClusters> | undefined;
  const connect = () => (shared ??= import('@sherpack/cluster-client/shared-clusters').then(({ createClusters }) =>
    createClusters({ variants: registry.reader(clusterVariants), selection, defaultVariant: options.defaultCluster, clock: time, log })));
  const access = (mode: ClusterMode, asker: string) => createAccess(mode, asker, connect, selection);

  const runner = createOperations({
    host,
    table,
    hooks,
    trace,
    access,
    deployer: () => services.get(deployer, 'the stage "execute"'),
    loadOperation: (kind) => plugins.ensure(namesOf(sources, ({ manifest }) => manifest.operations?.includes(kind) === true)),
    loadStages: (stages) => plugins.ensure(namesOf(sources, (source) => tapsOne(source, stages))),
  });
  const catalog = createCatalog(sources, options.plugins, (name) => plugins.isLoaded(name));

  services.provide('kernel', clusters, connect);
  for (const [token, service] of [[operations, runner], [clock, time], [terminal, host.terminal], [pluginCatalog, catalog]] as const) {
    services.provide('kernel', token, () => service);
  }

  return {
    operations: runner,
    catalog,
    services: (uses) => services.getters(uses, 'the command'),
    service: (token) => services.get(token, 'the command'),
    extensions: (point) => registry.reader(point),
    access: (mode) => access(mode, 'the command'),
    unfinished: () => trace.unfinished(),
    async dispose() {
      await plugins.dispose();
      await (await shared)?.close();
    },
  };
}

/** Plugins without a full manifest are asked in every case: only their set-up says what they do. */
function namesOf(sources: readonly PluginSource[], wanted: (source: PluginSource) => boolean): readonly string[] {
  return sources.filter((source) => source.manifest.plugin === '' || wanted(source)).map(({ manifest }) => manifest.name);
}

function tapsOne({ manifest }: PluginSource, stages: readonly LifecycleStage[]): boolean {
  return manifest.hooks?.some((stage) => stages.includes(stage)) === true;
}

function createCatalog(enabled: readonly PluginSource[], all: readonly PluginSource[], isLoaded: (name: string) => boolean): PluginCatalog {
  const disabled = all.filter((source) => source.disabled === true);
  return {
    list: () => [...enabled, ...disabled].map(({ manifest, origin, disabled: out }) => ({
      manifest, origin, loaded: isLoaded(manifest.name), disabled: out === true,
    })),
  };
}
