import type { RawArguments } from '../arguments/parse-arguments.ts';
import type { LoadedCommand } from '../invocation.ts';
import type { Setup } from '../setup.ts';
import type { World } from '../world.ts';
import type { Proposal } from './proposal.ts';
import { NOTHING, among } from './proposal.ts';
import { wordsBelow } from './propose-commands.ts';

export interface ArgumentPlace {
  readonly loaded: LoadedCommand;
  readonly setup: Setup;
  readonly world: World;
}

/** Completes an argument, by its position among those given. */
export async function proposeArgument(given: RawArguments, current: string, { loaded, setup, world }: ArgumentPlace): Promise<Proposal> {
  const definitions = loaded.command.arguments ?? [];
  const index = given.positionals.length;
  const definition = definitions[index] ?? definitions.find(({ variadic }) => variadic === true);
  const below = index === 0 ? among(wordsBelow(loaded.entry.name, setup.commands), current) : NOTHING;
  if (definition?.completes === 'file') return { ...below, kind: 'files' };
  if (definition?.completes === 'folder') return { ...below, kind: 'folders' };
  if (definition?.completes !== 'release') return below;
  const { releaseNames } = await import('./release-names.ts');
  const names = await releaseNames(setup, given.flags, world);
  return among([...below.candidates, ...names.map((text) => ({ text, about: 'release' }))], current);
}
