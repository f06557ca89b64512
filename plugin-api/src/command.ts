import type { ClusterAccess } from './hooks.ts';
import type { ClusterMode } from './services/cluster.ts';
import type { JsonObject } from './json.ts';
import type { Log } from './services/log.ts';
import type { Operations } from './services/operations.ts';
import type { ServiceGetters } from './service.ts';
import type { ExitCode } from './error.ts';
import type { Terminal } from './services/terminal.ts';
import type { Uses } from './plugin.ts';

/** One flag. Its name on the command line is the key in kebab-case. */
export interface OptionDefinition {
  readonly type: 'string' | 'boolean' | 'number' | 'string[]' | 'duration';
  readonly description: string;
  /** One letter, or an older name that is still understood. */
  readonly alias?: string | readonly string[];
  readonly default?: string | number | boolean;
  readonly choices?: readonly string[];
  /** A string flag that may stand without a value, which then is this one: `--dry-run` means `server`. */
  readonly whenBare?: string;
  /** Placeholder in the help: FILE, DURATION. */
  readonly placeholder?: string;
  /** Heading in the help under which the option stands. */
  readonly group?: string;
  readonly hidden?: boolean;
  /** Known from Helm, but refused: the reason that is printed, with what to use instead. */
  readonly refused?: string;
  /** Values known from Helm, but refused, each with the reason. They are not among `choices`. */
  readonly refusedValues?: Readonly<Record<string, string>>;
}

export type OptionTable = Readonly<Record<string, OptionDefinition>>;

/** The type of an option's value in `args`: durations are milliseconds. */
export type OptionValue<Definition extends OptionDefinition> = Definition['type'] extends 'boolean'
  ? boolean
  : Definition['type'] extends 'number' | 'duration'
    ? number
    : Definition['type'] extends 'string[]'
      ? readonly string[]
      : string;

export type OptionValues<Table extends OptionTable> = {
  readonly [Name in keyof Table]: Table[Name] extends { default: string | number | boolean }
    ? OptionValue<Table[Name]>
    : OptionValue<Table[Name]> | undefined;
};

export interface ArgumentDefinition {
  readonly name: string;
  readonly description: string;
  readonly required?: boolean;
  /** Takes all the remaining arguments. */
  readonly variadic?: boolean;
  readonly completes?: 'file' | 'folder' | 'release';
}

export interface CommandExample {
  readonly command: string;
  readonly does: string;
}

/** Flags that every command knows. */
export interface GlobalOptions {
  readonly namespace: string;
  /** False when the namespace is a default that nobody named. */
  readonly namespaceGiven: boolean;
  readonly output: 'table' | 'json' | 'yaml';
  /** False when `output` is a default. */
  readonly outputGiven: boolean;
  readonly quiet: boolean;
  readonly debug: boolean;
}

/** What a command gets. */
export interface CommandContext<Table extends OptionTable = OptionTable, Used extends Uses = Uses> extends ClusterAccess {
  readonly options: OptionValues<Table>;
  /** All flags by camelCase name, those contributed by other plugins included: hand them to an operation as `flags`. */
  readonly flags: JsonObject;
  readonly args: Readonly<Record<string, string | undefined>>;
  /** The values of the variadic argument. */
  readonly rest: readonly string[];
  readonly global: GlobalOptions;
  readonly operations: Operations;
  readonly services: ServiceGetters<Used>;
  readonly terminal: Terminal;
  readonly log: Log;
  readonly signal: AbortSignal;
  /** The folder from which relative paths count. */
  readonly folder: string;
  /** Prints data as `-o` says: JSON and YAML with all fields, a table by `table`. */
  print(data: unknown, table: () => void): Promise<void>;
}

export interface CommandDefinition<Table extends OptionTable, Used extends Uses> {
  readonly description?: string;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options?: Table;
  readonly examples?: readonly CommandExample[];
  /** What the command itself may do to the cluster; operations that it runs have their own row. Default: none. */
  readonly cluster?: ClusterMode;
  readonly uses?: Used;
  /** Returns the exit code; nothing means 0. */
  run(context: CommandContext<Table, Used>): Promise<ExitCode | void>;
}

/** A command as the shell holds it: the definition with its types forgotten. */
export interface Command {
  readonly description?: string;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options?: OptionTable;
  readonly examples?: readonly CommandExample[];
  readonly cluster?: ClusterMode;
  readonly uses?: Uses;
  run(context: CommandContext<never, never>): Promise<ExitCode | void>;
}

/** Returns its argument; exists for the types. A command module exports it as `command`. */
export function defineCommand<const Table extends OptionTable = Record<never, never>, const Used extends Uses = Record<never, never>>(
  definition: CommandDefinition<Table, Used>,
): Command {
  return definition as unknown as Command;
}

/** Flags for commands of other plugins. An options module exports it as `options`. */
export function defineOptions<const Table extends OptionTable>(options: Table): Table {
  return options;
}
