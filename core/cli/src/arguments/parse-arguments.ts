import { nearMiss } from '@sherpack/schema/near-miss';
import { errors } from '../errors.ts';
import { dashed } from './flag-name.ts';
import { normaliseArguments } from './normalise-arguments.ts';
import type { KnownOption, OptionSet } from './option-set.ts';

/** What stood on the command line, as text. */
export interface RawArguments {
  /** In order, those behind `--` included. */
  readonly positionals: readonly string[];
  /** By key; a boolean is `true` or `false`, every other flag the list of its values. */
  readonly flags: ReadonlyMap<string, readonly string[] | boolean>;
}

// Values are texts to Sherpack: `--set a.b=007` must arrive as it was written.
const PARSER = {
  'parse-numbers': false,
  'parse-positional-numbers': false,
  'dot-notation': false,
  'camel-case-expansion': false,
  'boolean-negation': false,
  'strip-aliased': true,
} as const;

/**
 * @throws CLI_UNKNOWN_OPTION, CLI_OPTION_WITHOUT_VALUE, CLI_OPTION_VALUE_INVALID
 */
export async function parseArguments(command: string, argv: readonly string[], options: OptionSet): Promise<RawArguments> {
  const { default: yargs } = await import('yargs');
  const shell = yargs([...normaliseArguments(argv, options)])
    .parserConfiguration(PARSER)
    // Before the options: yargs would complain about a flag --version of a command.
    .help(false).version(false)
    .options(Object.fromEntries(options.list.map((option) => [option.flag, yargsOption(option)])))
    .exitProcess(false).detectLocale(false).fail(false);
  const parsed = await parse(shell, options);
  const { _: positionals = [], $0: _program, ...rest } = parsed;
  return { positionals: positionals.map(String), flags: readFlags(command, rest, options) };
}

function yargsOption(option: KnownOption) {
  const alias = option.names.slice(1);
  // One argument per flag, and as a plain string: yargs' own arrays are greedy, split, or take `-` for a flag.
  return option.definition.type === 'boolean' ? { alias, type: 'boolean' as const } : { alias, type: 'string' as const, nargs: 1 };
}

async function parse(shell: { parseAsync(): Promise<object> }, options: OptionSet): Promise<Record<string, unknown> & { _?: unknown[] }> {
  try {
    return { ...(await shell.parseAsync()) };
  } catch (error) {
    const name = /following: (\S+)$/.exec(error instanceof Error ? error.message : '')?.[1];
    const option = name === undefined ? undefined : options.find(name);
    if (option === undefined) throw error;
    throw errors.OPTION_WITHOUT_VALUE(dashed(option.flag), option.definition.placeholder ?? 'VALUE');
  }
}

function readFlags(command: string, parsed: Record<string, unknown>, options: OptionSet): RawArguments['flags'] {
  const flags = new Map<string, readonly string[] | boolean>();
  for (const [name, value] of Object.entries(parsed)) {
    const option = options.find(name);
    if (option === undefined) throw errors.UNKNOWN_OPTION(command, dashed(name), suggestFlag(name, options));
    if (value === undefined) continue;
    flags.set(option.key, option.definition.type === 'boolean' ? [value].flat().at(-1) === true : [value].flat().map(String));
  }
  return flags;
}

function suggestFlag(name: string, options: OptionSet): string | undefined {
  const candidates = options.list.filter(({ definition }) => definition.hidden !== true && definition.refused === undefined);
  const found = nearMiss(name, candidates.flatMap(({ names }) => names.filter((known) => known.length > 1)));
  return found === undefined ? undefined : dashed(found);
}
