import type { SherpackError } from '@sherpack/plugin-api';
import type { CommandTable } from './command-table.ts';
import { errors } from './errors.ts';

/** The error for words that name no command, with the command that was probably meant. */
export async function unknownCommand(words: string, commands: CommandTable): Promise<SherpackError> {
  const { nearMiss } = await import('@sherpack/schema/near-miss');
  const visible = commands.entries.filter(({ hidden }) => !hidden);
  const names = visible.flatMap(({ name, aliases }) => [name, ...aliases, name.split(' ')[0] ?? name]);
  return errors.UNKNOWN_COMMAND(words, nearMiss(words, new Set(names)));
}
