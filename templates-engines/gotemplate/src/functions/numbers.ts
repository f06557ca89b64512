import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { sprint } from '../format/print.ts';
import { parseInteger } from '../read/literal.ts';
import { Int, int64, toNumber } from '../value/int.ts';
import { castFloat, castInt64 } from './cast.ts';
import { addDecimal, divideDecimal, multiplyDecimal, subtractDecimal, type Operation } from './decimal.ts';
import { fn, type FunctionGroup, type Signature } from './signature.ts';

function fold(work: (a: bigint, b: bigint) => bigint): Signature {
  return fn('any ...any', (_frame, first: unknown, ...others: unknown[]) => int64(others.reduce<bigint>((sum, each) => BigInt.asIntN(64, work(sum, castInt64(each))), castInt64(first))));
}

function decimal(work: Operation): Signature {
  return fn('any ...any', (_frame, first: unknown, ...others: unknown[]) => others.reduce<number>((sum, each) => work(sum, castFloat(each)), castFloat(first)));
}

function foldFloat(work: (a: number, b: number) => number): Signature {
  return fn('any ...any', (_frame, first: unknown, ...others: unknown[]) => others.reduce<number>((most, each) => work(most, castFloat(each)), castFloat(first)));
}

function divisor(value: unknown): bigint {
  const number = castInt64(value);
  if (number === 0n) throw new FunctionError('runtime error: integer divide by zero');
  return number;
}

function round(_frame: Frame, value: unknown, places: Int, ...options: number[]): number {
  const [roundOn = 0.5] = options;
  const power = 10 ** toNumber(places);
  const digit = power * castFloat(value);
  const fraction = digit - Math.trunc(digit);
  return (fraction >= roundOn ? Math.ceil(digit) : Math.floor(digit)) / power;
}

/** Go's strconv.Atoi without its error: 0, or the end of the range. */
function atoi(text: string): Int {
  if (!/^[+-]?[0-9]+$/.test(text)) return new Int(0n, 'int');
  const value = BigInt(text.replace('+', ''));
  const least = -(2n ** 63n);
  const most = 2n ** 63n - 1n;
  if (value > most) return new Int(most, 'int');
  return new Int(value < least ? least : value, 'int');
}

function toDecimal(value: unknown): Int {
  const text = sprint([value]);
  const octal = /^([+-]?)([0-7]+)$/.exec(text);
  return int64(octal === null ? 0n : parseInteger(`${octal[1] ?? ''}0o${octal[2] ?? ''}`) ?? 0n);
}

function add(_frame: Frame, ...values: unknown[]): Int {
  return int64(values.reduce<bigint>((sum, each) => sum + castInt64(each), 0n));
}

const max = fold((a, b) => (b > a ? b : a));

export const numbers: FunctionGroup = {
  add: fn('...any', add),
  add1: fn('any', (_frame, value: unknown) => int64(castInt64(value) + 1n)),
  sub: fn('any any', (_frame, a: unknown, b: unknown) => int64(castInt64(a) - castInt64(b))),
  mul: fold((a, b) => a * b),
  div: fn('any any', (_frame, a: unknown, b: unknown) => int64(castInt64(a) / divisor(b))),
  mod: fn('any any', (_frame, a: unknown, b: unknown) => int64(castInt64(a) % divisor(b))),
  max, biggest: max, min: fold((a, b) => (b < a ? b : a)),
  maxf: foldFloat(Math.max), minf: foldFloat(Math.min),
  add1f: fn('any', (_frame, value: unknown) => addDecimal(castFloat(value), 1)),
  addf: fn('...any', (_frame, ...values: unknown[]) => values.reduce<number>((sum, each) => addDecimal(sum, castFloat(each)), 0)),
  subf: decimal(subtractDecimal), mulf: decimal(multiplyDecimal), divf: decimal(divideDecimal),
  ceil: fn('any', (_frame, value: unknown) => Math.ceil(castFloat(value))),
  floor: fn('any', (_frame, value: unknown) => Math.floor(castFloat(value))),
  round: fn('any int ...float64', round),
  int: fn('any', (_frame, value: unknown) => new Int(castInt64(value), 'int')),
  int64: fn('any', (_frame, value: unknown) => int64(castInt64(value))),
  float64: fn('any', (_frame, value: unknown) => castFloat(value)),
  atoi: fn('string', (_frame, text: string) => atoi(text)),
  toDecimal: fn('any', (_frame, value: unknown) => toDecimal(value)),
};
