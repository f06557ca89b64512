import type { PluginManifest } from '../plugin-manifest.ts';
import { defineService } from '../service.ts';

/** A plugin as its manifest tells; none of its code has to be loaded for it. */
export interface PluginInfo {
  readonly manifest: PluginManifest;
  /** A default plugin of the command line, or named by the configuration. */
  readonly origin: 'default' | 'config';
  readonly loaded: boolean;
  /** A default plugin that the configuration takes out; its Pack.yaml keys warn instead of failing. */
  readonly disabled: boolean;
}

export interface PluginCatalog {
  /** In set-up order, disabled ones last. */
  list(): readonly PluginInfo[];
}

export const pluginCatalog = defineService<PluginCatalog>('plugin-catalog');
