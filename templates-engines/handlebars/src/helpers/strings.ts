import { list, integer, rotated, text } from './arguments.ts';
import { ANY, helper, spendText, type HelperCall, type HelperGroup } from './helper.ts';
import { textOf } from '../run/value.ts';

type Args = readonly unknown[];

// Go's notion: everything but letters, digits and underscores parts words.
const WORD_START = /(?<![\p{L}\p{N}_])\p{L}/gu;

function mapped(change: (value: string) => string) {
  return helper(1, 1, (args, call) => change(text(call, args, 0)));
}

/** Number and text in either order. */
export function counted(args: Args): Args {
  return rotated(args, typeof args[1] === 'number' && typeof args[0] !== 'number');
}

function truncate(args: Args, call: HelperCall): string {
  const ordered = counted(args);
  const count = integer(call, ordered, 0);
  const characters = [...text(call, ordered, 1)];
  return (count < 0 ? characters.slice(count) : characters.slice(0, count)).join('');
}

function repeat(args: Args, call: HelperCall): string {
  const ordered = counted(args);
  const count = Math.max(0, integer(call, ordered, 0));
  const value = text(call, ordered, 1);
  spendText(call, count * value.length);
  return value.repeat(count);
}

/** Sprig: `substr 0 5 text` (start, end). 0.4.0: `substr text start length`. */
function substring(args: Args, call: HelperCall): string {
  if (typeof args[0] !== 'string') {
    const end = integer(call, args, 1);
    const characters = [...text(call, args, 2)];
    return characters.slice(Math.max(0, integer(call, args, 0)), end < 0 ? undefined : end).join('');
  }
  const start = integer(call, args, 1);
  const length = args.length > 2 ? integer(call, args, 2) : undefined;
  const characters = [...args[0]].slice(start);
  return characters.slice(0, length).join('');
}

function replaceAll(args: Args, call: HelperCall): string {
  const [old, replacement, value] = [text(call, args, 0), text(call, args, 1), text(call, args, 2)];
  const parts = value.split(old);
  spendText(call, value.length + parts.length * replacement.length);
  return parts.join(replacement);
}

function contains(args: Args, call: HelperCall): boolean {
  if (Array.isArray(args[0])) return list(call, args, 0).includes(args[1]);
  if (Array.isArray(args[1])) return list(call, args, 1).includes(args[0]);
  return text(call, args, 1).includes(text(call, args, 0));
}

function words(value: string): string[] {
  return value.split(/\s+/).filter((word) => word !== '');
}

function capitalized(value: string): string {
  return value.charAt(0).toUpperCase() + value.slice(1);
}

function withoutPrefix(value: string, prefix: string): string {
  return value.startsWith(prefix) ? value.slice(prefix.length) : value;
}

function withoutSuffix(value: string, suffix: string): string {
  return suffix !== '' && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value;
}

function strip(value: string, characters: string): string {
  let [start, end] = [0, value.length];
  while (start < end && characters.includes(value.charAt(start))) start += 1;
  while (end > start && characters.includes(value.charAt(end - 1))) end -= 1;
  return value.slice(start, end);
}

function sprigPair<Result>(work: (value: string, other: string) => Result) {
  return helper(2, 2, (args, call) => work(text(call, args, 1), text(call, args, 0)));
}

function valueFirstPair<Result>(work: (value: string, other: string) => Result) {
  return helper(2, 2, (args, call) => work(text(call, args, 0), text(call, args, 1)));
}

function starts(value: string, prefix: string): boolean {
  return value.startsWith(prefix);
}

function ends(value: string, suffix: string): boolean {
  return value.endsWith(suffix);
}

const title = mapped((value) => value.replaceAll(WORD_START, (letter) => letter.toUpperCase()));

export const strings: HelperGroup = {
  upper: mapped((value) => value.toUpperCase()),
  lower: mapped((value) => value.toLowerCase()),
  title,
  capitalize: mapped((value) => capitalized(value.toLowerCase())),
  untitle: mapped((value) => value.replaceAll(WORD_START, (letter) => letter.toLowerCase())),
  trim: mapped((value) => value.trim()),
  trimAll: sprigPair(strip),
  trimPrefix: sprigPair(withoutPrefix),
  trimSuffix: sprigPair(withoutSuffix),
  trimprefix: valueFirstPair(withoutPrefix),
  trimsuffix: valueFirstPair(withoutSuffix),
  hasPrefix: sprigPair(starts),
  hasSuffix: sprigPair(ends),
  hasprefix: valueFirstPair(starts),
  hassuffix: valueFirstPair(ends),
  contains: helper(2, 2, contains),
  trunc: helper(2, 2, truncate),
  repeat: helper(2, 2, repeat),
  substr: helper(2, 3, substring),
  replace: helper(3, 3, replaceAll),
  nospace: mapped((value) => value.replaceAll(/\s+/g, '')),
  initials: mapped((value) => words(value).map((word) => word.charAt(0)).join('')),
  cat: helper(1, ANY, (args) => args.filter((value) => value !== null).map(textOf).join(' ')),
  plural: helper(3, 3, (args, call) => (integer(call, args, 2) === 1 ? text(call, args, 0) : text(call, args, 1))),
  abbrev: helper(2, 2, (args, call) => {
    const width = integer(call, counted(args), 0);
    const value = text(call, counted(args), 1);
    return value.length <= width || width < 4 ? value : `${value.slice(0, width - 3)}...`;
  }),
};
