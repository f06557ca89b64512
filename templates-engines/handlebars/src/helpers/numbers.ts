import { isExactNumber } from '@sherpack/yaml/exact-number';
import { list, narrow, numeric, toNumeric, type Numeric } from './arguments.ts';
import { ANY, helper, refuse, type HelperCall, type HelperGroup } from './helper.ts';

type Args = readonly unknown[];

// Go's integers overflow in silence; these stay exact, but not without bound.
const LARGEST = 2n ** 512n;

function isInteger(value: Numeric): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

function bounded(call: HelperCall, value: bigint): Numeric {
  if (value > LARGEST || value < -LARGEST) refuse(call, 'the result is too large');
  return narrow(value);
}

/** Integers are reckoned exactly, everything else as floating point. */
function reckoned(onIntegers: (a: bigint, b: bigint) => bigint, onFloats: (a: number, b: number) => number) {
  return helper(2, ANY, (args, call) => args.map((_, index) => numeric(call, args, index)).reduce((a, b) => {
    if (!isInteger(a) || !isInteger(b)) return onFloats(Number(a), Number(b));
    return bounded(call, onIntegers(BigInt(a), BigInt(b)));
  }));
}

function divided(onIntegers: (a: bigint, b: bigint) => bigint, onFloats: (a: number, b: number) => number) {
  const work = reckoned(onIntegers, onFloats);
  return helper(2, 2, (args, call) => {
    if (Number(numeric(call, args, 1)) === 0) refuse(call, 'the divisor is zero');
    return work.run(args, call);
  });
}

function rounded(round: (value: number) => number) {
  return helper(1, 1, (args, call) => {
    const value = numeric(call, args, 0);
    return typeof value === 'bigint' ? value : round(value);
  });
}

/** A half goes away from zero, as in Go. */
function roundTo(args: Args, call: HelperCall): Numeric {
  const value = numeric(call, args, 0);
  const factor = 10 ** (args.length > 1 ? Number(numeric(call, args, 1)) : 0);
  return typeof value === 'bigint' ? value : (Math.sign(value) * Math.round(Math.abs(value) * factor)) / factor;
}

/** Truncates towards zero; text that spells no number is 0 in Sprig, here it is an error. */
function integerOf(args: Args, call: HelperCall): Numeric {
  const value = typeof args[0] === 'boolean' ? Number(args[0]) : numeric(call, args, 0);
  return typeof value === 'bigint' ? value : Math.trunc(value);
}

function floatOf(args: Args, call: HelperCall): Numeric {
  return isExactNumber(args[0]) ? (args[0] as never) : Number(numeric(call, args, 0));
}

function extreme(better: (a: Numeric, b: Numeric) => boolean) {
  return helper(1, ANY, (args, call) => {
    const values = args.length === 1 && Array.isArray(args[0]) ? list(call, args, 0) : args;
    if (values.length === 0) refuse(call, 'the list is empty');
    return values.map((_, index) => numeric(call, values, index)).reduce((a, b) => (better(b, a) ? b : a));
  });
}

function sum(args: Args, call: HelperCall): Numeric {
  const values = list(call, args, 0).map((value) => toNumeric(value) ?? refuse(call, 'the list holds something that is no number'));
  return values.reduce((a, b) => (isInteger(a) && isInteger(b) ? bounded(call, BigInt(a) + BigInt(b)) : Number(a) + Number(b)), 0);
}

const add = reckoned((a, b) => a + b, (a, b) => a + b);
const sub = reckoned((a, b) => a - b, (a, b) => a - b);
const mul = reckoned((a, b) => a * b, (a, b) => a * b);
const largest = extreme((a, b) => a > b);
const smallest = extreme((a, b) => a < b);
const int = helper(1, 1, integerOf);
const float = helper(1, 1, floatOf);

export const numbers: HelperGroup = {
  add,
  add1: helper(1, 1, (args, call) => add.run([args[0], 1], call)),
  addf: add,
  sub,
  subf: sub,
  mul,
  mulf: mul,
  div: divided((a, b) => a / b, (a, b) => a / b),
  divf: helper(2, 2, (args, call) => Number(numeric(call, args, 0)) / Number(numeric(call, args, 1))),
  mod: divided((a, b) => a % b, (a, b) => a % b),
  max: largest,
  maxf: largest,
  min: smallest,
  minf: smallest,
  sum: helper(1, 1, sum),
  abs: helper(1, 1, (args, call) => {
    const value = numeric(call, args, 0);
    return value < 0 ? -value : value;
  }),
  floor: rounded(Math.floor),
  ceil: rounded(Math.ceil),
  round: helper(1, 2, roundTo),
  int,
  int64: int,
  toint: int,
  toInt: int,
  atoi: int,
  float,
  float64: float,
  tofloat: float,
  toFloat: float,
};
