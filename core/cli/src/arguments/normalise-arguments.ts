import { errors } from '../errors.ts';
import { dashed } from './flag-name.ts';
import type { KnownOption, OptionSet } from './option-set.ts';
import { takesValue } from './option-set.ts';

const BOOLEANS: Readonly<Record<string, string>> = {
  true: 'true', t: 'true', '1': 'true', yes: 'true', false: 'false', f: 'false', '0': 'false', no: 'false',
};

/**
 * Rewrites the spellings that kubectl and Helm understand and yargs does not: `-ojson`, `-qn shop`, `--no-wait`,
 * `--wait=1`, values that begin with a dash, and a bare `--dry-run`, which must not swallow the argument behind it.
 */
export function normaliseArguments(argv: readonly string[], options: OptionSet): readonly string[] {
  const end = argv.indexOf('--');
  const flags = end === -1 ? argv : argv.slice(0, end);
  const result: string[] = [];
  let valueFollows = false;
  for (const token of flags) {
    const written: readonly string[] = valueFollows ? valueOf(token, result, options) : normalise(token, options);
    result.push(...written);
    valueFollows = !valueFollows && wantsValue(written.at(-1) ?? '', options);
  }
  return end === -1 ? result : [...result, ...argv.slice(end)];
}

/** A value may begin with a dash, `--post-renderer-args --team`; a flag that is known there means that the value was forgotten. */
function valueOf(token: string, result: string[], options: OptionSet): readonly string[] {
  const isValue = !token.startsWith('-') || token === '-' || options.find(splitAtEquals(token.replace(/^--?/, ''))[0]) !== undefined;
  const option = isValue ? undefined : options.find((result.at(-1) ?? '').replace(/^--?/, ''));
  if (option === undefined) return [token];
  result.pop();
  return [`--${option.flag}=${token}`];
}

function normalise(token: string, options: OptionSet): readonly string[] {
  if (token.startsWith('--')) return [normaliseLong(token, options)];
  return token.length > 1 && token.startsWith('-') ? normaliseShort(token, options) : [token];
}

function normaliseLong(token: string, options: OptionSet): string {
  const [name = '', value] = splitAtEquals(token.slice(2));
  const option = options.find(name);
  if (option === undefined) return normaliseNegation(token, name, options);
  if (option.definition.type === 'boolean' && value !== undefined) return `--${name}=${booleanText(option, value)}`;
  if (option.definition.whenBare !== undefined && value === undefined) return `--${name}=${option.definition.whenBare}`;
  return token;
}

function normaliseNegation(token: string, name: string, options: OptionSet): string {
  const negated = name.startsWith('no-') ? options.find(name.slice(3)) : undefined;
  return negated?.definition.type === 'boolean' ? `--${negated.flag}=false` : token;
}

function booleanText(option: KnownOption, value: string): string {
  const text = BOOLEANS[value.toLowerCase()];
  if (text === undefined) throw errors.OPTION_VALUE_INVALID(dashed(option.flag), 'true or false');
  return text;
}

/** `-qojson` → `-q`, `-o=json`. Stops at the first letter that it does not know, so that the message names it. */
function normaliseShort(token: string, options: OptionSet): readonly string[] {
  const result: string[] = [];
  for (let index = 1; index < token.length; index++) {
    const letter = token.charAt(index);
    const rest = token.slice(index + 1);
    const option = options.find(letter);
    if (option === undefined) return [...result, `-${token.slice(index)}`];
    if (rest.startsWith('=')) return [...result, normaliseLong(`--${option.flag}${rest}`, options)];
    if (option.definition.whenBare !== undefined) result.push(`--${option.flag}=${option.definition.whenBare}`);
    else if (takesValue(option)) return [...result, ...(rest === '' ? [`-${letter}`] : [`--${option.flag}=${rest}`])];
    else result.push(`-${letter}`);
  }
  return result;
}

function wantsValue(token: string, options: OptionSet): boolean {
  if (!token.startsWith('-') || token.includes('=')) return false;
  const option = options.find(token.replace(/^--?/, ''));
  return option !== undefined && takesValue(option);
}

export function splitAtEquals(text: string): [string, string | undefined] {
  const at = text.indexOf('=');
  return at === -1 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}
