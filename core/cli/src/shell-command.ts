import type {
  ArgumentDefinition, CommandExample, ExitCode, GlobalOptions, JsonObject, OptionTable, Terminal,
} from '@sherpack/plugin-api';
import type { Kernel } from '@sherpack/kernel/kernel';
import type { CommandTable } from './command-table.ts';
import type { EffectiveConfig } from './config/effective-config.ts';
import type { World } from './world.ts';

/** What the shell's own commands get: they look at the shell itself and need no kernel for most of it. */
export interface ShellContext {
  readonly world: World;
  readonly commands: CommandTable;
  readonly config: EffectiveConfig;
  readonly options: JsonObject;
  readonly args: Readonly<Record<string, string | undefined>>;
  readonly global: GlobalOptions;
  readonly terminal: Terminal;
  /** Prints data as `-o` says. */
  print(data: unknown, table: () => void): Promise<void>;
  kernel(): Promise<Kernel>;
}

/** A command of the shell itself. Looks like a plugin's command from outside. */
export interface ShellCommand {
  readonly description?: string;
  readonly arguments?: readonly ArgumentDefinition[];
  readonly options?: OptionTable;
  readonly examples?: readonly CommandExample[];
  runInShell(context: ShellContext): Promise<ExitCode | void>;
}
