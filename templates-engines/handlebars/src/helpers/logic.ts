import { jsonEqual } from '@sherpack/yaml/equal';
import { spendNodes, toNumeric } from './arguments.ts';
import { ANY, helper, lazyHelper, lenientHelper, refuse, type HelperCall, type HelperGroup, type Thunk } from './helper.ts';
import { isDict, isTrue, kindOf } from '../run/value.ts';

type Args = readonly unknown[];

/** Nothing, empty text, empty list, empty map. Zero and false are values: whoever writes them means them. */
export function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return isDict(value) && Object.keys(value).length === 0;
}

function equal(args: Args, call: HelperCall): boolean {
  for (const value of args) spendNodes(call, value);
  return args.slice(1).some((other) => jsonEqual(args[0], other));
}

function compare(call: HelperCall, a: unknown, b: unknown): number {
  if (typeof a === 'string' && typeof b === 'string') {
    if (a === b) return 0;
    return a < b ? -1 : 1;
  }
  const [left, right] = [typeof a === 'string' ? undefined : toNumeric(a), typeof b === 'string' ? undefined : toNumeric(b)];
  if (left === undefined || right === undefined) return refuse(call, `${kindOf(a)} and ${kindOf(b)} cannot be compared`);
  if (left < right) return -1;
  return left > right ? 1 : 0;
}

function ordered(test: (order: number) => boolean) {
  return helper(2, 2, (args, call) => test(compare(call, args[0], args[1])));
}

/** The first argument that decides, as Go's `and` and `or` have it. */
function decided(stops: (value: unknown) => boolean) {
  return lazyHelper(1, ANY, (args) => {
    let value: unknown;
    for (const arg of args) {
      value = arg();
      if (stops(value)) return value;
    }
    return value;
  });
}

/** `default fallback value`; `default value fallback` if only the second is a literal. */
function fallback(args: readonly Thunk[], call: HelperCall): unknown {
  const valueFirst = call.literals[1] === true && call.literals[0] !== true;
  const [other, value] = valueFirst ? [args[1], args[0]] : [args[0], args[1]];
  const given = value?.();
  return isEmpty(given) ? other?.() : given;
}

function firstGiven(args: readonly Thunk[]): unknown {
  for (const arg of args) {
    const value = arg();
    if (!isEmpty(value)) return value;
  }
  return null;
}

/** As Go's `if` and Sprig's `default` have it: zero and false count as nothing too. */
function isFilled(value: unknown): boolean {
  return isTrue(value) && !isEmpty(value);
}

/** The first that is filled, or else the last, as `default` and `or` of Go templates have it. */
function firstFilled(args: readonly Thunk[]): unknown {
  let value: unknown;
  for (const arg of args) {
    value = arg();
    if (isFilled(value)) return value;
  }
  return value;
}

const KINDS: Readonly<Record<string, string>> = {
  'a list': 'slice', 'a map': 'map', 'a text': 'string', 'a boolean': 'bool', null: 'invalid', undefined: 'invalid', bytes: 'bytes',
};

function kindName(value: unknown): string {
  const numeric = toNumeric(value);
  if (numeric !== undefined && typeof value !== 'string') return Number.isInteger(Number(numeric)) ? 'int' : 'float64';
  return KINDS[kindOf(value)] ?? 'object';
}

const kind = lenientHelper(1, 1, (args) => kindName(args[0]));
const kindIs = lenientHelper(2, 2, (args) => kindName(args[1]) === args[0]);

export const logic: HelperGroup = {
  eq: helper(2, ANY, equal),
  ne: helper(2, 2, (args, call) => !equal(args, call)),
  lt: ordered((order) => order < 0),
  le: ordered((order) => order <= 0),
  gt: ordered((order) => order > 0),
  ge: ordered((order) => order >= 0),
  and: decided((value) => !isTrue(value)),
  or: decided(isTrue),
  not: lenientHelper(1, 1, (args) => !isTrue(args[0])),
  default: lazyHelper(2, 2, fallback),
  coalesce: lazyHelper(1, ANY, firstGiven),
  filled: lenientHelper(1, 1, (args) => (isFilled(args[0]) ? args[0] : null)),
  firstFilled: lazyHelper(2, ANY, firstFilled),
  empty: lenientHelper(1, 1, (args) => isEmpty(args[0])),
  ternary: lazyHelper(3, 3, (args) => (isTrue(args[2]?.()) ? args[0]?.() : args[1]?.())),
  all: lenientHelper(1, ANY, (args) => args.every((value) => !isEmpty(value))),
  any: lenientHelper(1, ANY, (args) => args.some((value) => !isEmpty(value))),
  kindOf: kind,
  typeOf: kind,
  kindIs,
  typeIs: kindIs,
};
