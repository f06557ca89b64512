import type { CommandEntry, CommandTable } from './command-table.ts';
import { dashed } from './arguments/flag-name.ts';
import { splitAtEquals } from './arguments/normalise-arguments.ts';
import type { OptionSet } from './arguments/option-set.ts';
import { takesValue } from './arguments/option-set.ts';

export type FoundCommand =
  | { readonly kind: 'command'; readonly entry: CommandEntry; readonly rest: readonly string[] }
  | { readonly kind: 'group'; readonly name: string; readonly rest: readonly string[] }
  | { readonly kind: 'unknown'; readonly words: string; readonly rest: readonly string[] }
  | { readonly kind: 'none'; readonly rest: readonly string[] };

interface Word {
  readonly text: string;
  readonly index: number;
}

/**
 * Finds the command's words among global flags, which may stand before, between and behind them.
 * The longest name wins: `config path` before `config`.
 */
export function findCommand(argv: readonly string[], table: CommandTable, globals: OptionSet): FoundCommand {
  const words = leadingWords(argv, globals);
  for (let count = words.length; count > 0; count--) {
    const used = words.slice(0, count);
    const name = used.map(({ text }) => text).join(' ');
    const rest = without(argv, used);
    const entry = table.find(name);
    if (entry !== undefined) return { kind: 'command', entry, rest };
    if (table.below(name).length > 0) return groupOrUnknown(name, words, count, rest);
  }
  const first = words[0];
  return first === undefined ? { kind: 'none', rest: argv } : { kind: 'unknown', words: first.text, rest: without(argv, [first]) };
}

function groupOrUnknown(name: string, words: readonly Word[], count: number, rest: readonly string[]): FoundCommand {
  const next = words[count];
  return next === undefined ? { kind: 'group', name, rest } : { kind: 'unknown', words: `${name} ${next.text}`, rest };
}

/** The first words that are neither global flags nor their values. An unknown flag ends the search once a word was found. */
function leadingWords(argv: readonly string[], globals: OptionSet): readonly Word[] {
  const words: Word[] = [];
  for (let index = 0; index < argv.length && words.length < 3; index++) {
    const token = argv[index] ?? '';
    if (token === '--') break;
    if (!token.startsWith('-') || token === '-') words.push({ text: token, index });
    else if (globalFlag(token, globals) === undefined && words.length > 0) break;
    else if (hasValueBehind(token, globals)) index++;
  }
  return words;
}

function globalFlag(token: string, globals: OptionSet) {
  const [name] = splitAtEquals(token.replace(/^--?/, ''));
  return globals.find(name) ?? (token.startsWith('--') ? undefined : globals.find(token.charAt(1)));
}

function hasValueBehind(token: string, globals: OptionSet): boolean {
  const option = globalFlag(token, globals);
  return option !== undefined && takesValue(option) && option.names.some((name) => dashed(name) === token);
}

function without(argv: readonly string[], words: readonly Word[]): readonly string[] {
  const taken = new Set(words.map(({ index }) => index));
  return argv.filter((_, index) => !taken.has(index));
}
