import type { JsonObject } from './json.ts';

/**
 * Maps a plugin's name to the type of its section in the configuration. Plugins add to it without being imported:
 *
 * @example declare module '@sherpack/plugin-api' { interface SherpackPluginConfig { drift: DriftConfig } }
 */
export interface SherpackPluginConfig {}

export type ConfigOf<Name extends string> = Name extends keyof SherpackPluginConfig
  ? SherpackPluginConfig[Name]
  : JsonObject | undefined;

/** A plugin is named by its short name, its npm name or a path; code runs only when it is needed. */
export type PluginReference = string;

export interface ReleaseEntry {
  readonly pack: string;
  readonly namespace?: string;
  readonly environment?: string;
  readonly values?: readonly string[];
  readonly needs?: readonly string[];
}

/** The content of `sherpack.config.{ts,js,yaml,json}`. */
export interface SherpackConfig extends Partial<SherpackPluginConfig> {
  /** Further plugins besides the default ones, in order. */
  readonly plugins?: readonly PluginReference[];
  /** Default plugins to leave out. */
  readonly disable?: readonly string[];
  /** The cluster variant: `kubernetes`, `sandbox`, `directory` or what a plugin adds. */
  readonly cluster?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly namespace?: string;
  /** Default output form of commands: table, json or yaml. */
  readonly output?: 'table' | 'json' | 'yaml';
  /** Reserved: releases by name, for pipelines. */
  readonly releases?: Readonly<Record<string, ReleaseEntry>>;
  /** Reserved: named pipelines over the releases. */
  readonly pipelines?: Readonly<Record<string, unknown>>;
}

/** Returns its argument; gives completion and type checks in a config file. */
export function defineConfig(config: SherpackConfig): SherpackConfig {
  return config;
}
