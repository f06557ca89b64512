import { join } from 'node:path';
import { parseManifest } from '@sherpack/kernel/plugin-manifest';
import type { PluginSource } from '@sherpack/kernel/kernel-host';
import type { Command, JsonObject, OptionTable, Plugin } from '@sherpack/plugin-api';
import { isSherpackError, manifestOf } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { importModule } from './import-module.ts';
import type { PluginPlace } from './locate-plugin.ts';
import { moduleFile, readPluginPackage } from './plugin-package.ts';

/**
 * Makes a source of a plugin that the configuration names. A package is only read; a single module has no manifest and
 * is run to learn what it is.
 *
 * @throws CLI_PLUGIN_UNREADABLE, KERNEL_MANIFEST_INVALID
 */
export async function configPlugin(reference: string, place: PluginPlace): Promise<PluginSource> {
  try {
    return place.kind === 'package' ? await packageSource(place.path) : await moduleSource(place.path);
  } catch (error) {
    if (isSherpackError(error)) throw error;
    throw errors.PLUGIN_UNREADABLE(reference, reasonOf(error), error);
  }
}

async function packageSource(folder: string): Promise<PluginSource> {
  const packageJson = await readPluginPackage(folder);
  const manifest = parseManifest(packageJson, join(folder, 'package.json'));
  const load = (module: string) => importModule(moduleFile(folder, packageJson, module)) as Promise<JsonObject>;
  return {
    manifest,
    origin: 'config',
    load: async () => (await load(manifest.plugin))['default'] as Plugin,
    loadCommand: async (name) => (await exportOf(moduleOf(name), 'command')) as Command,
    loadOptions: async (module) => (await exportOf(module, 'options')) as OptionTable,
  };

  async function exportOf(module: string, name: string): Promise<unknown> {
    const found = await load(module).catch((error: unknown) => {
      throw errors.PLUGIN_UNREADABLE(manifest.name, `${module}: ${reasonOf(error)}`, error);
    });
    if (found[name] === undefined) throw errors.PLUGIN_UNREADABLE(manifest.name, `${module} lacks the export "${name}".`);
    return found[name];
  }

  function moduleOf(command: string): string {
    return manifest.commands?.find(({ name }) => name === command)?.module ?? '';
  }
}

/** Without the list of modules on the way, which names the place a second time. */
function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split(/\n?Require stack/)[0] ?? '';
}

async function moduleSource(file: string): Promise<PluginSource> {
  const module = (await importModule(file)) as { readonly default?: Plugin };
  const plugin = module.default;
  if (typeof plugin?.setup !== 'function') throw errors.PLUGIN_UNREADABLE(file, 'its default export is no plugin; see definePlugin.');
  return {
    manifest: manifestOf(plugin),
    origin: 'config',
    load: async () => plugin,
    loadCommand: (name) => Promise.reject(errors.PLUGIN_UNREADABLE(file, `it has no manifest and so no command "${name}".`)),
    loadOptions: () => Promise.reject(errors.PLUGIN_UNREADABLE(file, 'it has no manifest and so no options.')),
  };
}
