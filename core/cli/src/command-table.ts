import type { Command, OptionTable } from '@sherpack/plugin-api';
import type { PluginSource } from '@sherpack/kernel/kernel-host';
import { errors } from './errors.ts';
import type { ShellCommand } from './shell-command.ts';

/** Flags that another plugin adds to a command. */
export interface OptionContribution {
  readonly plugin: string;
  load(): Promise<OptionTable>;
}

/** A command as its manifest tells; the code is imported when it is called. */
export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  /** Other full names: `ls`, `drift st`. */
  readonly aliases: readonly string[];
  readonly hidden: boolean;
  readonly plugin: string;
  readonly contributions: readonly OptionContribution[];
  load(): Promise<Command | ShellCommand>;
}

export interface CommandTable {
  /** Sorted by name, hidden ones included. */
  readonly entries: readonly CommandEntry[];
  /** By full name or alias. */
  find(name: string): CommandEntry | undefined;
  /** The commands below `name`, for instance those of `drift`. */
  below(name: string): readonly CommandEntry[];
}

export type OwnCommand = Omit<CommandEntry, 'plugin' | 'contributions'>;

/** The name under which the shell's own commands and errors stand. */
export const SHELL = 'cli';

/**
 * Lays the commands of all enabled plugins and of the shell together.
 *
 * @throws CLI_COMMAND_CONFLICT
 */
export function createCommandTable(sources: readonly PluginSource[], own: readonly OwnCommand[]): CommandTable {
  const enabled = sources.filter(({ disabled }) => disabled !== true);
  const entries = [
    ...own.map((command) => ({ ...command, plugin: SHELL, contributions: contributionsTo(command.name, enabled) })),
    ...enabled.flatMap((source) => entriesOf(source, enabled)),
  ].sort((a, b) => compare(a.name, b.name));
  const byName = index(entries);
  return {
    entries,
    find: (name) => byName.get(name),
    below: (name) => entries.filter((entry) => entry.name.startsWith(`${name} `) && !entry.hidden),
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function entriesOf(source: PluginSource, enabled: readonly PluginSource[]): readonly CommandEntry[] {
  return (source.manifest.commands ?? []).map(({ name, summary, aliases = [], hidden = false }) => ({
    name,
    summary,
    hidden,
    aliases: aliases.map((alias) => fullAlias(name, alias)),
    plugin: source.manifest.name,
    contributions: contributionsTo(name, enabled),
    load: () => source.loadCommand(name),
  }));
}

/** An alias replaces the last word: `st` of `drift status` means `drift st`. */
function fullAlias(name: string, alias: string): string {
  const words = name.split(' ');
  return alias.includes(' ') || words.length === 1 ? alias : [...words.slice(0, -1), alias].join(' ');
}

function contributionsTo(command: string, enabled: readonly PluginSource[]): readonly OptionContribution[] {
  return enabled.flatMap((source) => (source.manifest.options ?? [])
    .filter(({ commands }) => commands.includes(command))
    .map(({ module }) => ({ plugin: source.manifest.name, load: () => source.loadOptions(module) })));
}

function index(entries: readonly CommandEntry[]): ReadonlyMap<string, CommandEntry> {
  const byName = new Map<string, CommandEntry>();
  for (const entry of entries) {
    for (const name of [entry.name, ...entry.aliases]) {
      const first = byName.get(name);
      if (first !== undefined) throw errors.COMMAND_CONFLICT(name, first.plugin, entry.plugin);
      byName.set(name, entry);
    }
  }
  return byName;
}
