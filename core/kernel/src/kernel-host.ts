import type { Clock, ClusterSelection, Command, Log, OptionTable, Plugin, PluginManifest, SherpackConfig, Terminal } from '@sherpack/plugin-api';

/** All that the kernel needs of the world around it. It has no other way out: no files, network, arguments, console. */
export interface KernelHost {
  readonly clock: Clock;
  readonly log: Log;
  readonly terminal: Terminal;
  /** A fresh unguessable id. */
  newId(): string;
}

/** A plugin that can be loaded: its manifest is known, its code is not. */
export interface PluginSource {
  readonly manifest: PluginManifest;
  readonly origin: 'default' | 'config';
  /** A default plugin that the configuration takes out. Stays known so that its Pack.yaml keys can be recognised. */
  readonly disabled?: boolean;
  /** Imports the plugin's module. */
  load(): Promise<Plugin>;
  /** Imports the module of the command of that name. */
  loadCommand(name: string): Promise<Command>;
  /** Imports the module of contributed options, by its `module` in the manifest. */
  loadOptions(module: string): Promise<OptionTable>;
}

export interface KernelOptions {
  readonly host: KernelHost;
  /** In the order of the configuration, default plugins first. */
  readonly plugins: readonly PluginSource[];
  readonly config: SherpackConfig;
  /** What flags and configuration say about the cluster; `variant` missing means {@link defaultCluster}. */
  readonly selection: ClusterSelection;
  /** Key of the cluster variant that is used when nobody names one. */
  readonly defaultCluster: string;
  /** Milliseconds that one tap may take; 10 minutes when missing. */
  readonly tapTimeout?: number | undefined;
  /** Looks at every value that a transforming tap returned. The test kit freezes it, to catch mutations. */
  readonly inspect?: ((value: unknown) => void) | undefined;
}
