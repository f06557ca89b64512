import { Fault } from '../cel-error.ts';
import { isCelMap } from '../values/cel-map.ts';
import { compare } from '../values/compare.ts';
import { equal } from '../values/equal.ts';
import { sizeOf, typeNameOf } from '../values/kind.ts';
import { mergeLists } from '../values/list-type.ts';
import { toInt, toUint, Uint } from '../values/number.ts';
import { Opaque } from '../values/opaque.ts';
import { Duration, Timestamp } from '../values/time.ts';
import { define, defineForEach, joinedCost, shorterCost, type Overload } from './overload.ts';

function divisor(value: bigint, word: string): bigint {
  if (value === 0n) throw new Fault(`${word} by zero`);
  return value;
}

const ints: readonly Overload[] = [
  define('_+_(int, int): int', (a: bigint, b: bigint) => toInt(a + b)),
  define('_-_(int, int): int', (a: bigint, b: bigint) => toInt(a - b)),
  define('_*_(int, int): int', (a: bigint, b: bigint) => toInt(a * b)),
  define('_/_(int, int): int', (a: bigint, b: bigint) => toInt(a / divisor(b, 'division'))),
  define('_%_(int, int): int', (a: bigint, b: bigint) => a % divisor(b, 'modulus')),
  define('-_(int): int', (a: bigint) => toInt(-a)),
];

const uints: readonly Overload[] = [
  define('_+_(uint, uint): uint', (a: Uint, b: Uint) => toUint(a.value + b.value)),
  define('_-_(uint, uint): uint', (a: Uint, b: Uint) => toUint(a.value - b.value)),
  define('_*_(uint, uint): uint', (a: Uint, b: Uint) => toUint(a.value * b.value)),
  define('_/_(uint, uint): uint', (a: Uint, b: Uint) => toUint(a.value / divisor(b.value, 'division'))),
  define('_%_(uint, uint): uint', (a: Uint, b: Uint) => toUint(a.value % divisor(b.value, 'modulus'))),
];

const doubles: readonly Overload[] = [
  define('_+_(double, double): double', (a: number, b: number) => a + b),
  define('_-_(double, double): double', (a: number, b: number) => a - b),
  define('_*_(double, double): double', (a: number, b: number) => a * b),
  define('_/_(double, double): double', (a: number, b: number) => a / b),
  define('-_(double): double', (a: number) => -a),
];

const times: readonly Overload[] = [
  define('_+_(timestamp, duration): timestamp', (a: Timestamp, b: Duration) => new Timestamp(a.nanos + b.nanos)),
  define('_+_(duration, timestamp): timestamp', (a: Duration, b: Timestamp) => new Timestamp(a.nanos + b.nanos)),
  define('_+_(duration, duration): duration', (a: Duration, b: Duration) => new Duration(a.nanos + b.nanos)),
  define('_-_(timestamp, timestamp): duration', (a: Timestamp, b: Timestamp) => new Duration(a.nanos - b.nanos)),
  define('_-_(timestamp, duration): timestamp', (a: Timestamp, b: Duration) => new Timestamp(a.nanos - b.nanos)),
  define('_-_(duration, duration): duration', (a: Duration, b: Duration) => new Duration(a.nanos - b.nanos)),
];

const LIST_SIZE = 1000;

/** cel-go shows two lists as one; here they are copied, which counts when they are large. */
function listJoinCost([a, b]: readonly unknown[]): number {
  const size = sizeOf(a) + sizeOf(b);
  return size > LIST_SIZE ? size : 1;
}

const joins: readonly Overload[] = [
  define('_+_(string, string): string', (a: string, b: string) => a + b, joinedCost),
  define('_+_(bytes, bytes): bytes', (a: Uint8Array, b: Uint8Array) => Uint8Array.from([...a, ...b]), joinedCost),
  define('_+_(list<A>, list<A>): list<A>', (a: readonly unknown[], b: readonly unknown[]) => mergeLists(a, b, equal) ?? [...a, ...b], listJoinCost),
];

function contains(value: unknown, list: readonly unknown[]): boolean {
  return list.some((item) => equal(item, value));
}

/** Equality of types of libraries costs 1. */
function equalCost(args: readonly unknown[]): number {
  return args[0] instanceof Opaque ? 1 : shorterCost(args);
}

const equalities: readonly Overload[] = [
  define('_==_(A, A): bool', equal, equalCost),
  define('_!=_(A, A): bool', (a: unknown, b: unknown) => !equal(a, b), shorterCost),
  define('@in(A, list<A>): bool', contains, ([, list]) => sizeOf(list)),
  define('@in(A, map<A, B>): bool', (key: unknown, map: unknown) => isCelMap(map) && map.has(key)),
];

const orders: Readonly<Record<string, (order: number) => boolean>> = {
  '_<_': (order) => order < 0,
  '_<=_': (order) => order <= 0,
  '_>_': (order) => order > 0,
  '_>=_': (order) => order >= 0,
};

function orderCost(args: readonly unknown[]): number {
  return typeof args[0] === 'string' || args[0] instanceof Uint8Array ? shorterCost(args) : 1;
}

function comparisons(pairs: readonly (readonly [string, string])[]): Overload[] {
  return Object.entries(orders).flatMap(([name, holds]) =>
    pairs.map(([a, b]) => define(`${name}(${a}, ${b}): bool`, (x: unknown, y: unknown) => holds(compare(x, y)), orderCost)));
}

const ordered = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'].map((type) => [type, type] as const);
const mixed = [['int', 'uint'], ['int', 'double'], ['uint', 'int'], ['uint', 'double'], ['double', 'int'], ['double', 'uint']] as const;

/** Arithmetic, comparison and membership, as the language defines them. */
export const operators: readonly Overload[] = [
  ...ints,
  ...uints,
  ...doubles,
  ...times,
  ...joins,
  ...equalities,
  ...comparisons(ordered),
  define('!_(bool): bool', (value: boolean) => !value),
  ...defineForEach(['string', 'bytes', 'list<A>', 'map<A, B>'], 'size(§): int', (value: unknown) => BigInt(sizeOf(value))),
  ...defineForEach(['string', 'bytes', 'list<A>', 'map<A, B>'], '§->size(): int', (value: unknown) => BigInt(sizeOf(value))),
  define('dyn(A): dyn', (value: unknown) => value),
];

/** Comparison of numbers of different types. */
export const mixedComparisons: readonly Overload[] = comparisons(mixed);

/** For messages: the types of arguments as they are when an expression runs. */
export function printArguments(args: readonly unknown[]): string {
  return args.map(typeNameOf).join(', ');
}
