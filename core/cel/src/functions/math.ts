import { Fault } from '../cel-error.ts';
import { compare } from '../values/compare.ts';
import { toInt, toUint, Uint } from '../values/number.ts';
import { define, type Overload } from './overload.ts';

function best(isBetter: (order: number) => boolean): (...values: unknown[]) => unknown {
  return (...values) => values.reduce((chosen, value) => (isBetter(compare(chosen, value)) ? value : chosen));
}

function bestOfList(choose: (...values: unknown[]) => unknown): (list: readonly unknown[]) => unknown {
  return (list) => {
    if (list.length === 0) throw new Fault('math.@list() argument must not be empty');
    return choose(...list);
  };
}

/** With one argument to six, as many as are written in practice. */
function variadic(name: string, choose: (...values: unknown[]) => unknown): Overload[] {
  const counts = [1, 2, 3, 4, 5, 6];
  const plain = counts.map((count) => define(`${name}(${Array.from({ length: count }, () => 'dyn').join(', ')}): dyn`, choose));
  return [define(`${name}(list<A>): A`, bestOfList(choose)), ...plain];
}

function round(value: number): number {
  return Number.isFinite(value) ? Math.sign(value) * Math.floor(Math.abs(value) + 0.5) : value;
}

function shiftLeft(value: bigint, by: bigint): bigint {
  if (by < 0n) throw new Fault(`math.bitShiftLeft() negative offset: ${by}`);
  return by > 63n ? 0n : BigInt.asIntN(64, value << by);
}

function shiftRight(value: bigint, by: bigint): bigint {
  if (by < 0n) throw new Fault(`math.bitShiftRight() negative offset: ${by}`);
  return by > 63n ? 0n : BigInt.asIntN(64, BigInt.asUintN(64, value) >> by);
}

type Pair = (a: bigint, b: bigint) => bigint;

function bitwise(name: string, run: Pair): Overload[] {
  return [
    define(`math.${name}(int, int): int`, run),
    define(`math.${name}(uint, uint): uint`, (a: Uint, b: Uint) => new Uint(BigInt.asUintN(64, run(a.value, b.value)))),
  ];
}

function shift(name: string, run: Pair): Overload[] {
  return [
    define(`math.${name}(int, int): int`, run),
    define(`math.${name}(uint, int): uint`, (a: Uint, by: bigint) => new Uint(BigInt.asUintN(64, run(a.value, by)))),
  ];
}

function squareRoot(value: bigint | number | Uint): number {
  return Math.sqrt(Number(value instanceof Uint ? value.value : value));
}

/** cel-go's `ext.Math`. Kubernetes has none of it. */
export const math: readonly Overload[] = [
  ...variadic('math.greatest', best((order) => order < 0)),
  ...variadic('math.least', best((order) => order > 0)),
  define('math.ceil(double): double', Math.ceil),
  define('math.floor(double): double', Math.floor),
  define('math.round(double): double', round),
  define('math.trunc(double): double', Math.trunc),
  define('math.abs(int): int', (value: bigint) => toInt(value < 0n ? -value : value)),
  define('math.abs(uint): uint', (value: Uint) => value),
  define('math.abs(double): double', Math.abs),
  define('math.sign(int): int', (value: bigint) => BigInt(Math.sign(Number(value)))),
  define('math.sign(uint): uint', (value: Uint) => toUint(value.value === 0n ? 0n : 1n)),
  define('math.sign(double): double', Math.sign),
  define('math.isNaN(double): bool', Number.isNaN),
  define('math.isInf(double): bool', (value: number) => Math.abs(value) === Infinity),
  define('math.isFinite(double): bool', Number.isFinite),
  define('math.sqrt(int): double', squareRoot),
  define('math.sqrt(uint): double', squareRoot),
  define('math.sqrt(double): double', squareRoot),
  ...bitwise('bitAnd', (a, b) => a & b),
  ...bitwise('bitOr', (a, b) => a | b),
  ...bitwise('bitXor', (a, b) => a ^ b),
  define('math.bitNot(int): int', (value: bigint) => ~value),
  define('math.bitNot(uint): uint', (value: Uint) => new Uint(BigInt.asUintN(64, ~value.value))),
  ...shift('bitShiftLeft', shiftLeft),
  ...shift('bitShiftRight', shiftRight),
];
