import type { OptionSet } from '../arguments/option-set.ts';
import { createOptionSet, takesValue } from '../arguments/option-set.ts';
import { splitAtEquals } from '../arguments/normalise-arguments.ts';
import { parseArguments } from '../arguments/parse-arguments.ts';
import { readEarlyFlags } from '../early-flags.ts';
import { findCommand } from '../find-command.ts';
import { globalPart, loadCommand } from '../invocation.ts';
import type { LoadedCommand } from '../invocation.ts';
import type { Setup } from '../setup.ts';
import { defaultSetup, prepareSetup } from '../setup.ts';
import type { World } from '../world.ts';
import type { Proposal } from './proposal.ts';
import { NOTHING } from './proposal.ts';
import { proposeArgument } from './propose-argument.ts';
import { proposeCommands } from './propose-commands.ts';
import { proposeFlags, proposeValues } from './propose-flags.ts';

/**
 * Answers the completion scripts: the first line says what the shell itself must add (`none`, `files`, `folders`),
 * each further one is a candidate, a tab, and its description.
 *
 * @param typed the words behind the program's name; the last one is being completed and may be empty
 */
export async function complete(typed: readonly string[], world: World): Promise<void> {
  const words = typed[0] === 'help' ? typed.slice(1) : typed;
  const { kind, candidates } = await propose(words.slice(0, -1), words.at(-1) ?? '', world);
  const lines = candidates.map(({ text, about }) => `${text}\t${about.split('\n')[0] ?? ''}\n`);
  world.stdout.write(`${kind}\n${lines.join('')}`);
}

async function propose(before: readonly string[], current: string, world: World): Promise<Proposal> {
  const setup = await tolerantSetup(before, world);
  const globals = createOptionSet('', [globalPart]);
  const found = findCommand(before, setup.commands, globals);
  const loaded = found.kind === 'command' ? await loadCommand(found.entry) : undefined;
  const options = loaded?.options ?? globals;
  const flag = flagBefore(before.at(-1) ?? '', options);
  if (before.includes('--')) return NOTHING;
  if (flag !== undefined) return proposeValues(flag, current, '', setup);
  if (current.startsWith('-')) return proposeFlagOrValue(current, options, setup);
  if (loaded === undefined || found.kind !== 'command') return proposeCommands(found, current, setup.commands);
  return proposeArgument(await count(loaded, found.rest), current, { loaded, setup, world });
}

/** A configuration that does not work must not make the shell print errors into the line that is being typed. */
async function tolerantSetup(before: readonly string[], world: World): Promise<Setup> {
  try {
    return await prepareSetup(world, readEarlyFlags(before, world.env).config);
  } catch {
    return defaultSetup();
  }
}

function flagBefore(token: string, options: OptionSet) {
  const option = token.startsWith('-') && !token.includes('=') ? options.find(token.replace(/^--?/, '')) : undefined;
  return option !== undefined && takesValue(option) ? option : undefined;
}

function proposeFlagOrValue(current: string, options: OptionSet, setup: Setup): Proposal {
  const [name, value] = splitAtEquals(current);
  const option = value === undefined ? undefined : options.find(name.replace(/^--?/, ''));
  return option === undefined ? proposeFlags(current, options) : proposeValues(option, value ?? '', `${name}=`, setup);
}

async function count({ entry, options }: LoadedCommand, rest: readonly string[]) {
  try {
    return await parseArguments(entry.name, rest, options);
  } catch {
    return { positionals: [], flags: new Map<string, readonly string[] | boolean>() };
  }
}
