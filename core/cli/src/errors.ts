import type { SherpackError } from '@sherpack/plugin-api';
import { defineErrors } from '@sherpack/plugin-api';

/** The wrong key or value in a configuration file, in the words of the person who wrote it. */
export interface NamedPlace {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly excerpt?: string | undefined;
}

function meant(suggestion: string | undefined, otherwise: string): string {
  return suggestion === undefined ? otherwise : `Did you mean "${suggestion}"? ${otherwise}`;
}

function placeOf(place: NamedPlace) {
  const { file, line, column, excerpt } = place;
  return {
    file,
    ...(line === undefined ? {} : { line }),
    ...(column === undefined ? {} : { column }),
    ...(excerpt === undefined ? {} : { excerpt }),
  };
}

/** How a command is called; the empty name is that of the program itself. */
function called(command: string): string {
  return command === '' ? 'sherpack' : `sherpack ${command}`;
}

function installHint(tried: readonly string[]): string {
  const looked = tried.length > 1 ? ` Looked for ${tried.join(', ')}.` : '';
  return `Install it beside the configuration: npm install ${tried[0] ?? ''}.${looked}`;
}

export const errors = defineErrors('cli', {
  UNKNOWN_COMMAND: (words: string, suggestion: string | undefined) => ({
    message: `There is no command "${words}".`,
    hint: meant(suggestion, '"sherpack help" lists all commands.'),
    exitCode: 2,
  }),
  COMMAND_DISABLED: (words: string, plugin: string) => ({
    message: `The command "${words}" belongs to the plugin "${plugin}", which is disabled.`,
    hint: `Take "${plugin}" out of "disable" in the configuration; "sherpack config path" shows which files are read.`,
    exitCode: 2,
  }),
  UNKNOWN_OPTION: (command: string, flag: string, suggestion: string | undefined) => ({
    message: `"${called(command)}" knows no flag ${flag}.`,
    hint: meant(suggestion, `"${called('help')}${command === '' ? '' : ` ${command}`}" lists its flags.`),
    exitCode: 2,
  }),
  OPTION_WITHOUT_VALUE: (flag: string, placeholder: string) => ({
    message: `${flag} needs a value.`,
    hint: `Write ${flag} ${placeholder}; a value that begins with a dash goes behind an equals sign: ${flag}=-value.`,
    exitCode: 2,
  }),
  OPTION_VALUE_INVALID: (flag: string, expected: string, suggestion?: string) => ({
    message: `The value of ${flag} must be ${expected}.`,
    hint: suggestion === undefined ? undefined : `Did you mean "${suggestion}"?`,
    exitCode: 2,
  }),
  OPTION_REFUSED: (flag: string, reason: string) => ({
    message: `${flag} is not supported: ${reason}`,
    hint: 'Leave the flag out.',
    exitCode: 2,
  }),
  OPTION_CONFLICT: (command: string, flag: string, first: string, second: string) => ({
    message: `The flag ${flag} of "sherpack ${command}" comes from two plugins: "${first}" and "${second}".`,
    hint: `Take one of the two plugins out of "plugins" in the configuration, or name a default one in "disable".`,
    exitCode: 2,
  }),
  COMMAND_CONFLICT: (command: string, first: string, second: string) => ({
    message: `The command "${command}" comes from two plugins: "${first}" and "${second}".`,
    hint: `Take one of the two plugins out of "plugins" in the configuration, or name a default one in "disable".`,
    exitCode: 2,
  }),
  ARGUMENT_MISSING: (command: string, argument: string, usage: string) => ({
    message: `"sherpack ${command}" needs the argument ${argument}.`,
    hint: `Usage: ${usage}`,
    exitCode: 2,
  }),
  ARGUMENT_UNEXPECTED: (command: string, argument: string, usage: string) => ({
    message: `"sherpack ${command}" takes no further argument: "${argument}" is too many.`,
    hint: `Usage: ${usage}`,
    exitCode: 2,
  }),
  ARGUMENT_INVALID: (argument: string, expected: string, suggestion?: string) => ({
    message: `The argument ${argument} must be ${expected}.`,
    hint: suggestion === undefined ? undefined : `Did you mean "${suggestion}"?`,
    exitCode: 2,
  }),
  ENVIRONMENT_INVALID: (variable: string, expected: string) => ({
    message: `The environment variable ${variable} must be ${expected}.`,
    hint: `Correct it, or remove it with "unset ${variable}".`,
    exitCode: 2,
  }),
  CONFIG_NOT_FOUND: (file: string, source: string) => ({
    message: `There is no configuration file ${file} (named by ${source}).`,
    hint: 'Name an existing file; without one, Sherpack looks for sherpack.config.* from this folder upwards.',
    location: { file },
    exitCode: 2,
  }),
  CONFIG_UNREADABLE: (place: NamedPlace, reason: string, cause?: unknown) => ({
    message: `The configuration cannot be read: ${reason}`,
    hint: 'Correct the file; "sherpack config path" shows which files are read.',
    location: placeOf(place),
    cause,
    exitCode: 2,
  }),
  CONFIG_INVALID: (place: NamedPlace, reason: string, suggestion: string | undefined, others: readonly SherpackError[] = []) => ({
    message: `The configuration is wrong: ${reason}.`,
    hint: suggestion === undefined ? undefined : `Did you mean "${suggestion}"?`,
    location: placeOf(place),
    others,
    exitCode: 2,
  }),
  PLUGIN_NOT_FOUND: (reference: string, file: string, tried: readonly string[], isPath: boolean) => ({
    message: isPath ? `There is no plugin at ${tried[0] ?? reference}.` : `The plugin "${reference}" is not installed.`,
    hint: isPath ? 'Correct the path; it counts from the folder of the configuration file.' : installHint(tried),
    location: { file },
    exitCode: 2,
  }),
  PLUGIN_UNREADABLE: (reference: string, reason: string, cause?: unknown) => ({
    message: `The plugin "${reference}" cannot be loaded: ${reason}`,
    hint: 'Correct the plugin, or take it out of "plugins" in the configuration.',
    cause,
    exitCode: 2,
  }),
  PLUGIN_NOT_DEFAULT: (name: string, file: string, suggestion: string | undefined) => ({
    message: `"disable" names "${name}", which is no plugin here.`,
    hint: meant(suggestion, '"sherpack plugins" lists all plugins.'),
    location: { file },
    exitCode: 2,
  }),
  CONFIRMATION_IMPOSSIBLE: (question: string) => ({
    message: `This needs a confirmation, and there is no terminal to ask on: ${question}`,
    hint: 'Run it in a terminal, or give the flag that answers the question (see --help).',
    exitCode: 6,
  }),
  FOLDER_EXISTS: (folder: string) => ({
    message: `The folder ${folder} exists already.`,
    hint: 'Choose another name, or remove the folder.',
    exitCode: 2,
  }),
  INTERRUPTED: (signal: string) => ({
    message: `Interrupted by ${signal}.`,
    exitCode: 130,
  }),
  UNFINISHED: (taps: readonly string[]) => ({
    message: `The program ran out of work before the command was done. Unfinished: ${taps.join(', ') || 'the command itself'}.`,
    hint: 'A promise was lost. Report it to the author of the plugin named above.',
  }),
  INTERNAL: (cause: unknown) => ({
    message: `Internal error: ${cause instanceof Error ? cause.message : String(cause)}`,
    hint: 'This is a bug. Please report it with the output of the same command under --debug.',
    cause,
  }),
});
