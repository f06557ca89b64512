import type { OptionDefinition, OptionTable } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { dashed, flagName } from './flag-name.ts';

/** Who brings options to a command: the shell (`global`), the command itself, or another plugin. */
export interface OptionPart {
  readonly role: 'global' | 'command' | 'contributed';
  readonly plugin: string;
  readonly table: OptionTable;
}

export interface KnownOption {
  /** camelCase, as in `args`. */
  readonly key: string;
  /** The long name without dashes. */
  readonly flag: string;
  /** Every name without dashes, the long one first. */
  readonly names: readonly string[];
  readonly definition: OptionDefinition;
  readonly role: OptionPart['role'];
  readonly plugin: string;
}

/** All flags that one command understands. */
export interface OptionSet {
  readonly list: readonly KnownOption[];
  /** By a name without dashes. */
  find(name: string): KnownOption | undefined;
}

/**
 * Lays the parts together. A command may take over a letter of a global flag (`list -q`), never its long name;
 * everything else that is claimed twice is refused.
 *
 * @throws CLI_OPTION_CONFLICT
 */
export function createOptionSet(command: string, parts: readonly OptionPart[]): OptionSet {
  const options = parts.flatMap(optionsOf);
  const owners = new Map<string, KnownOption>();
  for (const option of options) {
    for (const name of option.names) claim(command, name, option, owners);
  }
  const list = options.map((option) => ({ ...option, names: option.names.filter((name) => owners.get(name) === option) }));
  const byName = new Map(list.flatMap((option) => option.names.map((name) => [name, option] as const)));
  return { list, find: (name) => byName.get(name) };
}

function claim(command: string, name: string, option: KnownOption, owners: Map<string, KnownOption>): void {
  const first = owners.get(name);
  const takesLetter = name.length === 1 && first?.role === 'global' && option.role === 'command';
  if (first !== undefined && !takesLetter) throw errors.OPTION_CONFLICT(command, dashed(name), first.plugin, option.plugin);
  owners.set(name, option);
}

function optionsOf({ role, plugin, table }: OptionPart): readonly KnownOption[] {
  return Object.entries(table).map(([key, definition]) => {
    const flag = flagName(key);
    const aliases = definition.alias === undefined ? [] : [definition.alias].flat().map(flagName);
    return { key, flag, names: [flag, ...aliases], definition, role, plugin };
  });
}

/** Whether the flag is followed by a value of its own. */
export function takesValue({ definition }: KnownOption): boolean {
  return definition.type !== 'boolean' && definition.whenBare === undefined;
}
