import type { Command, JsonObject } from '@sherpack/plugin-api';
import type { OptionPart, OptionSet } from './arguments/option-set.ts';
import { createOptionSet } from './arguments/option-set.ts';
import { parseArguments } from './arguments/parse-arguments.ts';
import { readOptions } from './arguments/read-options.ts';
import type { Positionals } from './arguments/read-positionals.ts';
import { readPositionals } from './arguments/read-positionals.ts';
import type { CommandEntry } from './command-table.ts';
import { SHELL } from './command-table.ts';
import { CLUSTER_GROUP, GLOBAL_OPTIONS } from './global-options.ts';
import type { ShellCommand } from './shell-command.ts';

export const globalPart: OptionPart = { role: 'global', plugin: SHELL, table: GLOBAL_OPTIONS };

/** A command with all the flags that it understands; its code is loaded. */
export interface LoadedCommand {
  readonly entry: CommandEntry;
  readonly command: Command | ShellCommand;
  readonly options: OptionSet;
}

/** A command line, understood. */
export interface Invocation extends LoadedCommand, Positionals {
  /** Global flags that were given, by key. */
  readonly global: JsonObject;
  /** All other flags, defaults filled in. */
  readonly flags: JsonObject;
  /** Those among them that plugins contribute for their cluster variants. */
  readonly clusterFlags: JsonObject;
}

/** Imports exactly the command's module and those that contribute flags to it. */
export async function loadCommand(entry: CommandEntry): Promise<LoadedCommand> {
  const [command, ...contributed] = await Promise.all([
    entry.load(),
    ...entry.contributions.map(async ({ plugin, load }) => ({ plugin, table: await load() })),
  ]);
  const parts = contributed.map((part): OptionPart => ({ ...part, role: part.plugin === entry.plugin ? 'command' : 'contributed' }));
  const own: OptionPart = { role: 'command', plugin: entry.plugin, table: command.options ?? {} };
  return { entry, command, options: createOptionSet(entry.name, [globalPart, own, ...parts]) };
}

/** @throws the usage error, exit code 2 */
export async function readInvocation(loaded: LoadedCommand, argv: readonly string[]): Promise<Invocation> {
  const { entry, command, options } = loaded;
  const raw = await parseArguments(entry.name, argv, options);
  const values = readOptions(raw.flags, options);
  const isGlobal = new Set(options.list.filter(({ role }) => role === 'global').map(({ key }) => key));
  const isForCluster = new Set(options.list.filter(({ role, definition }) => role === 'contributed' && definition.group === CLUSTER_GROUP).map(({ key }) => key));
  const split = (wanted: boolean) => Object.fromEntries(Object.entries(values).filter(([key]) => isGlobal.has(key) === wanted));
  const clusterFlags = Object.fromEntries(Object.entries(values).filter(([key]) => isForCluster.has(key)));
  return { ...loaded, ...readPositionals(entry.name, command.arguments ?? [], raw.positionals), global: split(true), flags: split(false), clusterFlags };
}

/** Whether `--help` stands among the flags. */
export function asksForHelp(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const flags = end === -1 ? argv : argv.slice(0, end);
  return flags.includes('--help') || flags.includes('-h');
}
