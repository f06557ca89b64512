import { dirname } from 'node:path';
import type { PluginSource } from '@sherpack/kernel/kernel-host';
import { nearMiss } from '@sherpack/schema/near-miss';
import type { EffectiveConfig } from '../config/effective-config.ts';
import { errors } from '../errors.ts';

/**
 * The default plugins and those of the configuration, in order; `disable` takes default ones out.
 *
 * @throws CLI_PLUGIN_NOT_FOUND, CLI_PLUGIN_UNREADABLE, CLI_PLUGIN_NOT_DEFAULT
 */
export async function pluginSources(config: EffectiveConfig, defaults: readonly PluginSource[]): Promise<readonly PluginSource[]> {
  const plugins = texts(config.values.plugins);
  const disable = texts(config.values.disable);
  const known = defaults.map((source) => (disable.includes(source.manifest.name) ? { ...source, disabled: true } : source));
  const unknown = disable.find((name) => !defaults.some(({ manifest }) => manifest.name === name));
  if (unknown !== undefined) throw notDefault(unknown, config, defaults);
  const further = plugins.filter((reference) => !isDefault(reference, defaults));
  return further.length === 0 ? known : [...known, ...(await loadFurther(further, config))];
}

/** What is no list of texts is reported when the whole configuration is checked, which needs the plugins first. */
function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

async function loadFurther(references: readonly string[], config: EffectiveConfig): Promise<readonly PluginSource[]> {
  const [{ locatePlugin }, { configPlugin }] = await Promise.all([import('./locate-plugin.ts'), import('./config-plugin.ts')]);
  const file = config.layerOf('plugins')?.file?.file ?? '';
  const sources: PluginSource[] = [];
  for (const reference of references) {
    sources.push(await configPlugin(reference, locatePlugin(reference, dirname(file), file)));
  }
  return sources;
}

/** Naming a default plugin is allowed and changes nothing: configurations written for more plugins stay valid. */
function isDefault(reference: string, defaults: readonly PluginSource[]): boolean {
  return defaults.some(({ manifest: { name } }) => [name, `@sherpack/plugin-${name}`, `@sherpack/engine-${name}`].includes(reference));
}

function notDefault(name: string, config: EffectiveConfig, defaults: readonly PluginSource[]) {
  const file = config.layerOf('disable')?.file?.file ?? '';
  return errors.PLUGIN_NOT_DEFAULT(name, file, nearMiss(name, defaults.map(({ manifest }) => manifest.name)));
}
