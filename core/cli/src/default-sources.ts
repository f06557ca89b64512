import type { PluginSource } from '@sherpack/kernel/kernel-host';
import type { Command, OptionTable, Plugin, PluginManifest } from '@sherpack/plugin-api';
import manifests from './default-manifests.json' with { type: 'json' };
import { defaultModules } from './default-plugins.ts';

/** The plugins that come with the shell. Only their manifests are in memory. */
export const defaultSources: readonly PluginSource[] = (manifests as unknown as readonly PluginManifest[]).map(toSource);

function toSource(manifest: PluginManifest): PluginSource {
  const modules = defaultModules[manifest.name];
  return {
    manifest,
    origin: 'default',
    load: () => named<Plugin>(modules?.plugin, 'default'),
    loadCommand: (name) => named<Command>(modules?.commands[name], 'command'),
    loadOptions: (module) => named<OptionTable>(modules?.options[module], 'options'),
  };
}

/** Manifest and modules are generated together, so what is missing here is a mistake of the build. */
async function named<Value>(load: (() => Promise<unknown>) | undefined, name: string): Promise<Value> {
  const module = (await load?.()) as Readonly<Record<string, Value>> | undefined;
  const value = module?.[name];
  if (value === undefined) throw new TypeError(`a module of a default plugin lacks the export "${name}"`);
  return value;
}
