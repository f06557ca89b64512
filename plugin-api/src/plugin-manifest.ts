import type { JsonObject } from './json.ts';
import type { LifecycleStage } from './hooks.ts';
import type { Plugin } from './plugin.ts';

/** A command as the manifest names it; its module is imported when it is called. */
export interface CommandManifest {
  /** Words from the top: `install`, `drift status`. */
  readonly name: string;
  readonly summary: string;
  readonly aliases?: readonly string[];
  /** Path from the package's root of the module whose `command` export this is. */
  readonly module: string;
  readonly hidden?: boolean;
}

/** Flags that a plugin adds to commands of others. */
export interface OptionsManifest {
  readonly commands: readonly string[];
  /** Path from the package's root of the module whose `options` export this is. */
  readonly module: string;
}

/** The key `sherpack` of a plugin's package.json: all that may be known without running its code. */
export interface PluginManifest {
  readonly name: string;
  readonly version: string;
  readonly apiVersion: string;
  /** Path from the package's root of the module whose default export is the plugin. */
  readonly plugin: string;
  readonly requires?: readonly string[];
  readonly after?: readonly string[];
  /** Stages that the plugin taps. A plugin is loaded when an operation reaches one of them. */
  readonly hooks?: readonly LifecycleStage[];
  /** Ids of the services that it provides. */
  readonly services?: readonly string[];
  /** Keys that it provides, by id of the extension point. */
  readonly extensions?: Readonly<Record<string, readonly string[]>>;
  /** Kinds of operations that it adds to the table. */
  readonly operations?: readonly string[];
  readonly commands?: readonly CommandManifest[];
  readonly options?: readonly OptionsManifest[];
  /** JSON Schema of the plugin's section in the configuration. */
  readonly configSchema?: JsonObject;
  /** JSON Schema of each key that the plugin adds to Pack.yaml. */
  readonly packKeys?: Readonly<Record<string, JsonObject>>;
}

/** Every key that a manifest may have; a package.json with another one is refused. */
export const MANIFEST_KEYS: readonly string[] = Object.freeze([
  'name', 'version', 'apiVersion', 'plugin', 'requires', 'after', 'hooks', 'services', 'extensions', 'operations', 'commands', 'options', 'configSchema', 'packKeys',
] satisfies readonly (keyof PluginManifest)[]);

/** The manifest of a plugin that has none, for a module named by its path: everything is found out by loading it. */
export function manifestOf(plugin: Plugin): PluginManifest {
  return Object.freeze({
    name: plugin.name,
    version: '0.0.0',
    apiVersion: plugin.apiVersion,
    plugin: '',
    ...(plugin.requires === undefined ? {} : { requires: plugin.requires }),
    ...(plugin.after === undefined ? {} : { after: plugin.after }),
  });
}
