import { Fault } from '../cel-error.ts';
import { isCelMap } from '../values/cel-map.ts';
import { compare } from '../values/compare.ts';
import { equal } from '../values/equal.ts';
import { characterCount } from '../values/kind.ts';
import { toInt, toUint, Uint } from '../values/number.ts';
import { Optional } from '../values/optional.ts';
import { Duration } from '../values/time.ts';
import { Work } from '../values/work.ts';
import { define, defineForEach, free, type Overload } from './overload.ts';

type List = readonly unknown[];

/** A walk along a whole tree. */
function treeCost(value: unknown, work: Work): number {
  work.step();
  if (typeof value === 'string') return Math.floor(characterCount(value) * 0.1);
  if (value instanceof Uint8Array) return Math.floor(value.length * 0.1);
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + treeCost(item, work), 0);
  return isCelMap(value) ? value.keys().reduce((sum: number, key) => sum + treeCost(key, work) + treeCost(value.get(key), work), 0) : 1;
}

function walkCost([list]: readonly unknown[]): number {
  return treeCost(list, new Work());
}

function isSorted(list: List): boolean {
  return list.every((item, i) => i === 0 || !(compare(list[i - 1], item) > 0));
}

function extreme(name: string, isBetter: (order: number) => boolean): (list: List) => unknown {
  return (list) => {
    if (list.length === 0) throw new Fault(`${name} called on empty list`);
    return list.reduce((best, item) => (isBetter(compare(best, item)) ? item : best));
  };
}

function indexOf(list: List, item: unknown): bigint {
  return BigInt(list.findIndex((other) => equal(other, item)));
}

function lastIndexOf(list: List, item: unknown): bigint {
  return BigInt(list.findLastIndex((other) => equal(other, item)));
}

const ordered = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'].map((type) => `list<${type}>`);

const adders: Readonly<Record<string, (list: readonly never[]) => unknown>> = {
  bigint: (list: readonly bigint[]) => list.reduce((sum, item) => toInt(sum + item), 0n),
  number: (list: readonly number[]) => list.reduce((sum, item) => sum + item, 0),
  uint: (list: readonly Uint[]) => list.reduce((sum, item) => toUint(sum.value + item.value), new Uint(0n)),
  duration: (list: readonly Duration[]) => list.reduce((sum, item) => new Duration(sum.nanos + item.nanos), new Duration(0n)),
};

/** The items tell what is added: of a list without a type nothing else does. */
function sum(list: List): unknown {
  const kind = adderOf(list[0] ?? 0n);
  const add = adders[kind];
  if (!add || list.some((item) => adderOf(item) !== kind)) throw new Fault('no such overload');
  return add(list as readonly never[]);
}

function adderOf(value: unknown): string {
  if (value instanceof Uint) return 'uint';
  return value instanceof Duration ? 'duration' : typeof value;
}

/** Kubernetes' list library. */
export const lists: readonly Overload[] = [
  ...['int', 'uint', 'double', 'duration'].map((type) => define(`list<${type}>->sum(): ${type}`, sum, walkCost)),
  ...defineForEach(ordered, '§->isSorted(): bool', isSorted, walkCost),
  ...ordered.map((type) => define(`${type}->min(): ${elementOf(type)}`, extreme('min', (order) => order > 0), walkCost)),
  ...ordered.map((type) => define(`${type}->max(): ${elementOf(type)}`, extreme('max', (order) => order < 0), walkCost)),
  define('list<A>->indexOf(A): int', indexOf, walkCost),
  define('list<A>->lastIndexOf(A): int', lastIndexOf, walkCost),
];

function elementOf(type: string): string {
  return type.slice('list<'.length, -1);
}

function slice(list: List, start: bigint, end: bigint): List {
  if (start < 0n || end < 0n) throw new Fault(`cannot slice(${start}, ${end}), negative indexes not supported`);
  if (start > end) throw new Fault(`cannot slice(${start}, ${end}), start index must be less than or equal to end index`);
  if (BigInt(list.length) < end) throw new Fault(`cannot slice(${start}, ${end}), list is length ${list.length}`);
  return list.slice(Number(start), Number(end));
}

function flatten(list: List, depth = 1n): List {
  if (depth < 0n) throw new Fault('level must be non-negative');
  return list.flat(Math.min(Number(depth), 250));
}

const RANGE_LIMIT = 1_000_000n;

function range(count: bigint): List {
  if (count > RANGE_LIMIT) throw new Fault('operation cancelled: actual cost limit exceeded', 'limit');
  return Array.from({ length: Math.max(0, Number(count)) }, (_, i) => BigInt(i));
}

function distinct(list: List): List {
  const kept: unknown[] = [];
  for (const item of list) if (!kept.some((other) => equal(other, item))) kept.push(item);
  return kept;
}

function sort(list: List): List {
  const first = list[0];
  if (list.some((item) => typeof item !== typeof first)) throw new Fault('list elements must have the same type');
  return list.toSorted(compare);
}

function at(list: List, index: number): Optional {
  const item = list.at(index);
  return item === undefined ? Optional.none : Optional.of(item);
}

/** Of a new list. */
const LIST_COST = 10;

function squareCost([list]: readonly unknown[]): number {
  return LIST_COST + (Array.isArray(list) ? 2 * list.length * list.length + 1 : 1);
}

function lengthCost(result: unknown): number {
  return LIST_COST + (Array.isArray(result) ? result.length + 1 : 1);
}

/** cel-go's `ext.Lists` of version 3. */
export const listsThree: readonly Overload[] = [
  define('list<A>->slice(int, int): list<A>', slice, free, lengthCost),
  define('list<list<A>>->flatten(): list<A>', flatten, free, lengthCost),
  define('list<dyn>->flatten(): list<dyn>', flatten, free, lengthCost),
  define('list<dyn>->flatten(int): list<dyn>', flatten, free, lengthCost),
  define('lists.range(int): list<int>', range, free, lengthCost),
  define('list<A>->distinct(): list<A>', distinct, squareCost),
  define('list<A>->reverse(): list<A>', (list: List) => list.toReversed(), free, lengthCost),
  ...ordered.map((type) => define(`${type}->sort(): ${type}`, sort, squareCost)),
  define('list<A>->first(): optional<A>', (list: List) => at(list, 0)),
  define('list<A>->last(): optional<A>', (list: List) => at(list, -1)),
];
