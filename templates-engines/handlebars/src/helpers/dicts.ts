import { cloneJson } from '@sherpack/yaml/equal';
import { dict, list, spendNodes, text } from './arguments.ts';
import { ANY, helper, lenientHelper, refuse, spend, type HelperCall, type HelperGroup } from './helper.ts';
import { isDict, kindOf, member, type Dict } from '../run/value.ts';

type Args = readonly unknown[];

/** Own members whatever the keys are called; `{}` with assignments would not survive `__proto__`. */
function fromEntries(entries: Iterable<readonly [string, unknown]>): Dict {
  return Object.fromEntries(entries);
}

function make(args: Args, call: HelperCall): Dict {
  if (args.length % 2 === 1) refuse(call, 'needs a value for every key');
  const pairs = args.flatMap((_, index) => (index % 2 === 0 ? [[text(call, args, index), args[index + 1]] as const] : []));
  return fromEntries([...pairs, ...Object.entries(call.hash ?? {})]);
}

/** Map and key in either order where the types tell. */
function keyed(args: Args): Args {
  return isDict(args[1]) && typeof args[0] === 'string' ? [args[1], args[0], ...args.slice(2)] : args;
}

function get(args: Args, call: HelperCall): unknown {
  const ordered = keyed(args);
  const [base] = ordered;
  if (base !== null && base !== undefined && !isDict(base) && !Array.isArray(base)) refuse(call, `${kindOf(base)} has no members`);
  const found = member(base, text(call, ordered, 1));
  return found === undefined || found === null ? (ordered[2] ?? found) : found;
}

/** Maps are never changed: the result is a copy. */
function set(args: Args, call: HelperCall): Dict {
  return fromEntries([...Object.entries(dict(call, args, 0)), [text(call, args, 1), args[2]]]);
}

function select(call: HelperCall, args: Args, keep: (key: string, wanted: ReadonlySet<string>) => boolean): Dict {
  const keys = args.slice(1).flatMap((arg) => (Array.isArray(arg) ? (arg as unknown[]) : [arg]));
  const wanted = new Set(keys.map((_, index) => text(call, keys, index)));
  return fromEntries(Object.entries(dict(call, args, 0)).filter(([key]) => keep(key, wanted)));
}

function mergeTwo(call: HelperCall, first: Dict, second: Dict, firstWins: boolean): Dict {
  spend(call, Object.keys(first).length + Object.keys(second).length + 1);
  const merged = new Map(Object.entries(first));
  for (const [key, value] of Object.entries(second)) {
    const known = merged.get(key);
    if (isDict(known) && isDict(value)) merged.set(key, mergeTwo(call, known, value, firstWins));
    else if (!firstWins || !merged.has(key)) merged.set(key, value);
  }
  return fromEntries(merged);
}

/** Sprig's `merge` takes what comes first, `mergeOverwrite` what comes last. */
function merging(firstWins: boolean) {
  return helper(1, ANY, (args, call) => args.map((_, index) => dict(call, args, index)).reduce((first, second) => mergeTwo(call, first, second, firstWins)));
}

/** Sprig: `dig "a" "b" fallback map`. 0.4.0: `dig map "a" "b" fallback`. */
function dig(args: Args, call: HelperCall): unknown {
  const mapFirst = isDict(args[0]) || args[0] === undefined || args[0] === null;
  const ordered = mapFirst ? args : [args.at(-1), ...args.slice(0, -1)];
  let current = ordered[0];
  for (let index = 1; index < ordered.length - 1; index++) {
    const key = typeof ordered[index] === 'number' ? String(ordered[index]) : text(call, ordered, index);
    current = member(current, key);
    if (current === undefined || current === null) return ordered.at(-1);
  }
  return current;
}

function hasKey(args: Args, call: HelperCall): boolean {
  const ordered = keyed(args);
  return isDict(ordered[0]) && Object.hasOwn(ordered[0], text(call, ordered, 1));
}

/** `pluck "name" map map…` or of a list of maps. */
function pluck(args: Args, call: HelperCall): unknown[] {
  const maps = args.slice(1).flatMap((arg) => (Array.isArray(arg) ? (arg as unknown[]) : [arg]));
  return maps.map((item) => member(item, text(call, args, 0))).filter((value) => value !== undefined && value !== null);
}

function entries(args: Args, call: HelperCall): { key: string; value: unknown }[] {
  return Object.entries(dict(call, args, 0)).map(([key, value]) => ({ key, value }));
}

function deepCopy(args: Args, call: HelperCall): unknown {
  spendNodes(call, args[0]);
  return cloneJson(args[0]);
}

function byKey(a: { key: string }, b: { key: string }): number {
  return Number(a.key > b.key) - Number(a.key < b.key);
}

const has = lenientHelper(2, 2, hasKey);
const overwrite = merging(false);

export const dicts: HelperGroup = {
  dict: helper(0, ANY, make),
  get: lenientHelper(2, 3, get),
  set: helper(3, 3, set),
  unset: helper(2, 2, (args, call) => select(call, args, (key, wanted) => !wanted.has(key))),
  hasKey: has,
  haskey: has,
  keys: helper(1, ANY, (args, call) => args.flatMap((_, index) => Object.keys(dict(call, args, index)))),
  values: helper(1, 1, (args, call) => Object.values(dict(call, args, 0))),
  items: helper(1, 1, entries),
  dictsort: helper(1, 1, (args, call) => entries(args, call).sort(byKey)),
  pick: helper(2, ANY, (args, call) => select(call, args, (key, wanted) => wanted.has(key))),
  omit: helper(2, ANY, (args, call) => select(call, args, (key, wanted) => !wanted.has(key))),
  merge: merging(true),
  mergeOverwrite: overwrite,
  merge_overwrite: overwrite,
  deepCopy: helper(1, 1, deepCopy),
  pluck: helper(2, ANY, pluck),
  dig: lenientHelper(3, ANY, dig),
  isDict: lenientHelper(1, 1, (args) => isDict(args[0])),
  index: helper(2, ANY, (args, call) => args.slice(1).reduce<unknown>((base, _, index) => member(base, text(call, args, index + 1)), args[0])),
  fromPairs: helper(1, 1, (args, call) => fromEntries(list(call, args, 0).map((pair) => [String(member(pair, 'key')), member(pair, 'value')]))),
};
