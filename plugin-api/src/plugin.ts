import type { ConfigOf } from './config.ts';
import type { ExtensionPoint, Extensions, VariantLoader } from './extension-point.ts';
import type { LifecycleTaps } from './hooks.ts';
import type { OperationRow } from './operation-row.ts';
import type { ServiceGetters, ServiceToken } from './service.ts';
import type { Log } from './services/log.ts';

/** The version of this contract. Plugins name the range they were written for: `apiVersion: '^1'`. */
export const API_VERSION = '1.0.0';

/** What a plugin may do while it is set up. Synchronous and without I/O. */
export interface PluginSetup<Config = unknown> {
  /** The plugin's section of the configuration, checked against its JSON Schema and frozen. */
  readonly config: Config;
  readonly hooks: LifecycleTaps;
  readonly log: Log;
  /** Adds a variant to an extension point. The loader runs when a user's choice names the key. */
  provide<Variant>(point: ExtensionPoint<Variant>, key: string, load: VariantLoader<Variant>): void;
  /** Offers a service. `create` runs once, at the first use. */
  provideService<Service>(token: ServiceToken<Service>, create: () => Service | Promise<Service>): void;
  /** Reads an extension point. */
  extensions<Variant>(point: ExtensionPoint<Variant>): Extensions<Variant>;
  /** Adds a row to the table of operations. */
  addOperation(row: OperationRow): void;
  /** Runs when the kernel is disposed, last registered first. Must tolerate a second call. */
  onDispose(dispose: () => void | Promise<void>): void;
}

export type Uses = Readonly<Record<string, ServiceToken<unknown>>>;

export interface PluginDefinition<Name extends string = string, Used extends Uses = Uses> {
  /** kebab-case; equals the folder, the package's suffix, the noun on the command line and the prefix of error codes. */
  readonly name: Name;
  /** The semver range of {@link API_VERSION} that this plugin was written for. */
  readonly apiVersion: string;
  /** Plugins that must be there; they are set up before this one. */
  readonly requires?: readonly string[];
  /** Plugins that are set up before this one if they are there. */
  readonly after?: readonly string[];
  /** The services that this plugin may reach; nothing else is. */
  readonly uses?: Used;
  setup(sherpack: PluginSetup<ConfigOf<Name>>, services: ServiceGetters<Used>): void;
}

/** A plugin as the kernel holds it: the definition with its types forgotten. */
export interface Plugin {
  readonly name: string;
  readonly apiVersion: string;
  readonly requires?: readonly string[];
  readonly after?: readonly string[];
  readonly uses?: Uses;
  setup(sherpack: PluginSetup<never>, services: ServiceGetters<never>): void;
}

/** Returns its argument; exists for the types: config by name, services by token. */
export function definePlugin<const Name extends string, const Used extends Uses = Record<never, never>>(
  definition: PluginDefinition<Name, Used>,
): Plugin {
  return definition as unknown as Plugin;
}
