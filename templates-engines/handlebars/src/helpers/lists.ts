import { jsonEqual } from '@sherpack/yaml/equal';
import { integer, list, spendNodes, text } from './arguments.ts';
import { ANY, helper, lenientHelper, refuse, spend, spendText, type HelperCall, type HelperGroup } from './helper.ts';
import { isDict, kindOf, textOf } from '../run/value.ts';
import { isEmpty } from './logic.ts';

type Args = readonly unknown[];

function includes(call: HelperCall, items: readonly unknown[], value: unknown): boolean {
  return items.some((item) => {
    spendNodes(call, item);
    return jsonEqual(item, value);
  });
}

function unique(args: Args, call: HelperCall): unknown[] {
  const kept: unknown[] = [];
  for (const item of list(call, args, 0)) if (!includes(call, kept, item)) kept.push(item);
  return kept;
}

/** Numbers by value, everything else by its text, as Sprig's sortAlpha. */
function sort(args: Args, call: HelperCall): unknown[] {
  const items = [...list(call, args, 0)];
  if (items.every((item) => typeof item === 'number' || typeof item === 'bigint')) return items.sort((a, b) => Number(a > b) - Number(a < b));
  return items.map((_, index) => text(call, items, index)).sort((a, b) => Number(a > b) - Number(a < b));
}

/** `join ", " items`, or `join items ", "`. */
function join(args: Args, call: HelperCall): string {
  const ordered = Array.isArray(args[0]) ? [args[1] ?? '', args[0]] : args;
  const separator = text(call, ordered, 0);
  const items = list(call, ordered, 1).filter((item) => item !== null);
  const texts = items.map((_, index) => text(call, items, index));
  spendText(call, texts.reduce((sum, part) => sum + part.length + separator.length, 0));
  return texts.join(separator);
}

function split(args: Args, call: HelperCall): string[] {
  const parts = text(call, args, 1).split(text(call, args, 0));
  spend(call, parts.length);
  return parts;
}

function lengthOf(args: Args, call: HelperCall): number {
  const [value] = args;
  if (typeof value === 'string') return [...value].length;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return isDict(value) ? Object.keys(value).length : refuse(call, `${kindOf(value)} has no length`);
}

function end(position: number) {
  return helper(1, 1, (args, call) => (typeof args[0] === 'string' ? [...args[0]].at(position) : list(call, args, 0).at(position)) ?? null);
}

/** `slice items from to`; also of a text. */
function slice(args: Args, call: HelperCall): unknown {
  const from = args.length > 1 ? integer(call, args, 1) : 0;
  const to = args.length > 2 ? integer(call, args, 2) : undefined;
  return typeof args[0] === 'string' ? [...args[0]].slice(from, to).join('') : list(call, args, 0).slice(from, to);
}

/** `has needle items`, or `has items needle`. */
function has(args: Args, call: HelperCall): boolean {
  const [needle, at] = Array.isArray(args[1]) ? [args[0], 1] : [args[1], 0];
  return includes(call, list(call, args, at), needle);
}

function without(args: Args, call: HelperCall): unknown[] {
  return list(call, args, 0).filter((item) => !includes(call, args.slice(1), item));
}

function concat(args: Args, call: HelperCall): unknown[] {
  return args.flatMap((_, index) => list(call, args, index) as unknown[]);
}

function chunk(args: Args, call: HelperCall): unknown[][] {
  const sizeAt = Array.isArray(args[0]) ? 1 : 0;
  const size = integer(call, args, sizeAt);
  if (size < 1) refuse(call, 'the size must be 1 or more');
  const items = list(call, args, 1 - sizeAt);
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function toStrings(args: Args, call: HelperCall): string[] {
  const { prefix = '', suffix = '', skip_empty: skip = false } = call.hash ?? {};
  const items = list(call, args, 0).filter((item) => !(skip && isEmpty(item)));
  return items.map((_, index) => `${textOf(prefix)}${text(call, items, index)}${textOf(suffix)}`);
}

function flatten(call: HelperCall, items: readonly unknown[]): unknown[] {
  spend(call, items.length);
  return items.flatMap((item) => (Array.isArray(item) ? flatten(call, item) : [item]));
}

function lines(args: Args, call: HelperCall): string[] {
  const value = text(call, args, 0).replace(/\r?\n$/, '');
  return value === '' ? [] : value.split(/\r?\n/);
}

const append = helper(2, 2, (args, call) => [...list(call, args, 0), args[1]]);
const prepend = helper(2, 2, (args, call) => [args[1], ...list(call, args, 0)]);
const sorted = helper(1, 1, sort);
const uniq = helper(1, 1, unique);
const length = helper(1, 1, lengthOf);
const strings = helper(1, 1, toStrings);
const chunks = helper(2, 2, chunk);

export const lists: HelperGroup = {
  list: helper(0, ANY, (args) => [...args]),
  tuple: helper(0, ANY, (args) => [...args]),
  first: end(0),
  last: end(-1),
  rest: helper(1, 1, (args, call) => list(call, args, 0).slice(1)),
  initial: helper(1, 1, (args, call) => list(call, args, 0).slice(0, -1)),
  append,
  push: append,
  prepend,
  concat: helper(1, ANY, concat),
  without: helper(2, ANY, without),
  compact: helper(1, 1, (args, call) => list(call, args, 0).filter((item) => !isEmpty(item))),
  uniq,
  unique: uniq,
  reverse: helper(1, 1, (args, call) => (typeof args[0] === 'string' ? [...args[0]].toReversed().join('') : list(call, args, 0).toReversed())),
  sort: sorted,
  sortAlpha: sorted,
  slice: helper(1, 3, slice),
  has: helper(2, 2, has),
  join: helper(1, 2, join),
  split: helper(2, 2, split),
  splitList: helper(2, 2, split),
  lines: helper(1, 1, lines),
  len: length,
  length,
  count: length,
  flatten: helper(1, 1, (args, call) => flatten(call, list(call, args, 0))),
  chunk: chunks,
  batch: chunks,
  tostrings: strings,
  toStrings: strings,
  compactLines: helper(1, 1, (args, call) => lines(args, call).filter((line) => line.trim() !== '').join('\n')),
  isList: lenientHelper(1, 1, (args) => Array.isArray(args[0])),
};
