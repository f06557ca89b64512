import type { SherpackError } from '@sherpack/plugin-api';
import type { PluginSource } from '@sherpack/kernel/kernel-host';
import { errors } from './errors.ts';
import type { Setup } from './setup.ts';

/** The error for words that name no command: with the disabled plugin that has it, else with the command that was probably meant. */
export async function unknownCommand(words: string, { commands, sources }: Pick<Setup, 'commands' | 'sources'>): Promise<SherpackError> {
  const plugin = sources.find((source) => source.disabled === true && hasCommand(source, words));
  if (plugin !== undefined) return errors.COMMAND_DISABLED(words, plugin.manifest.name);
  const { nearMiss } = await import('@sherpack/schema/near-miss');
  const visible = commands.entries.filter(({ hidden }) => !hidden);
  const names = visible.flatMap(({ name, aliases }) => [name, ...aliases, name.split(' ')[0] ?? name]);
  return errors.UNKNOWN_COMMAND(words, nearMiss(words, new Set(names)));
}

/** The words may be a whole command, an alias, or the first word of a group. */
function hasCommand({ manifest }: PluginSource, words: string): boolean {
  return (manifest.commands ?? []).some(({ name, aliases = [] }) => name === words || name.startsWith(`${words} `) || aliases.includes(words));
}
