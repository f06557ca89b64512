import { nearMiss } from '@sherpack/schema/near-miss';
import { errors } from '../errors.ts';
import { dashed } from './flag-name.ts';
import { normaliseArguments } from './normalise-arguments.ts';
import type { OptionSet } from './option-set.ts';

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
 * Only the parser of yargs is taken: help, completion and commands come from manifests here, and the rest of yargs would
 * be half of the time that a short command takes to start.
 *
 * @throws CLI_UNKNOWN_OPTION, CLI_OPTION_WITHOUT_VALUE, CLI_OPTION_VALUE_INVALID
 */
export async function parseArguments(command: string, argv: readonly string[], options: OptionSet): Promise<RawArguments> {
  const { default: parser } = await import('yargs-parser');
  const texts = options.list.filter((option) => option.definition.type !== 'boolean').map(({ flag }) => flag);
  const { argv: parsed, error } = parser.detailed([...normaliseArguments(argv, options)], {
    alias: Object.fromEntries(options.list.map(({ flag, names }) => [flag, names.slice(1)])),
    boolean: options.list.filter((option) => option.definition.type === 'boolean').map(({ flag }) => flag),
    // One argument per flag, and as a plain string: arrays of the parser are greedy, split, or take `-` for a flag.
    string: texts,
    narg: Object.fromEntries(texts.map((flag) => [flag, 1])),
    configuration: PARSER,
  });
  if (error !== null) throw withoutValue(error, options);
  const { _: positionals, ...rest } = parsed;
  return { positionals: positionals.map(String), flags: readFlags(command, rest, options) };
}

function withoutValue(error: Error, options: OptionSet): Error {
  const name = /following: (\S+)$/.exec(error.message)?.[1];
  const option = name === undefined ? undefined : options.find(name);
  return option === undefined ? error : errors.OPTION_WITHOUT_VALUE(dashed(option.flag), option.definition.placeholder ?? 'VALUE');
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
