import { equal } from '../values/equal.ts';
import { sizeOf } from '../values/kind.ts';
import { define, type Overload } from './overload.ts';

type List = readonly unknown[];

function containsAll(list: List, part: List): boolean {
  return part.every((item) => list.some((other) => equal(other, item)));
}

function productCost([a, b]: readonly unknown[]): number {
  return sizeOf(a) * sizeOf(b) + 1;
}

/** cel-go's `ext.Sets`. */
export const sets: readonly Overload[] = [
  define('sets.contains(list<A>, list<A>): bool', containsAll, productCost),
  define('sets.equivalent(list<A>, list<A>): bool', (a: List, b: List) => containsAll(a, b) && containsAll(b, a), (args) => 2 * productCost(args) - 1),
  define('sets.intersects(list<A>, list<A>): bool', (a: List, b: List) => a.some((item) => b.some((other) => equal(other, item))), productCost),
];
