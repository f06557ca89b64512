import { isObject, type Plugin } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { checkApiVersion } from './plugin-manifest.ts';
import type { PluginSource } from './kernel-host.ts';

/** Imports the plugin's module and checks that it is what its manifest says. */
export async function loadPlugin(source: PluginSource): Promise<Plugin> {
  const { manifest } = source;
  const plugin = await importPlugin(source);
  if (!isPlugin(plugin)) throw errors.PLUGIN_INVALID(manifest.name, 'its default export is no plugin');
  if (plugin.name !== manifest.name) {
    throw errors.PLUGIN_INVALID(manifest.name, `the module calls itself "${plugin.name}"`);
  }
  checkApiVersion(plugin.name, plugin.apiVersion, `plugin "${plugin.name}"`);
  return plugin;
}

async function importPlugin(source: PluginSource): Promise<unknown> {
  try {
    return await source.load();
  } catch (error) {
    throw errors.PLUGIN_INVALID(source.manifest.name, error instanceof Error ? error.message : String(error), error);
  }
}

function isPlugin(value: unknown): value is Plugin {
  return isObject(value) && typeof value['name'] === 'string' && typeof value['setup'] === 'function';
}
