import type { PluginSource } from '@sherpack/kernel/kernel-host';
import type { CommandTable } from './command-table.ts';
import { createCommandTable } from './command-table.ts';
import { createEffectiveConfig } from './config/effective-config.ts';
import type { FileLayers } from './config/load-config.ts';
import { loadFileLayers } from './config/load-config.ts';
import { defaultSources } from './default-sources.ts';
import { ownCommands } from './own-commands.ts';
import { pluginSources } from './plugins/plugin-sources.ts';
import type { World } from './world.ts';

/** What the configuration files decide before a command is looked for: which plugins and so which commands there are. */
export interface Setup {
  readonly files: FileLayers;
  readonly sources: readonly PluginSource[];
  readonly commands: CommandTable;
}

/** @throws what is wrong with configuration files, their plugins, or the commands of both */
export async function prepareSetup(world: World, configFile: string | undefined): Promise<Setup> {
  const files = await loadFileLayers(world, configFile);
  if (files.layers.length === 0) return { ...defaultSetup(), files };
  const config = createEffectiveConfig(files.layers);
  const sources = await pluginSources(config, defaultSources);
  const { checkConfig } = await import('./config/check-config.ts');
  await checkConfig(config, sources);
  return { files, sources, commands: createCommandTable(sources, ownCommands) };
}

/** Without any configuration: nothing is read. */
export function defaultSetup(): Setup {
  return { files: { layers: [], ignored: [] }, sources: defaultSources, commands: createCommandTable(defaultSources, ownCommands) };
}
