import { Fault } from '../cel-error.ts';
import { isCelMap } from '../values/cel-map.ts';
import { Optional } from '../values/optional.ts';
import { Uint } from '../values/number.ts';
import { Duration, Timestamp } from '../values/time.ts';
import { define, type Overload } from './overload.ts';

function isZero(value: unknown): boolean {
  if (value === null || value === '' || value === 0 || value === 0n || value === false) return true;
  if (value instanceof Uint) return value.value === 0n;
  if (value instanceof Duration) return value.nanos === 0n;
  if (value instanceof Timestamp) return value.toString() === '0001-01-01T00:00:00Z';
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length === 0;
  return isCelMap(value) && value.size === 0;
}

function valueOf(optional: Optional): unknown {
  if (!optional.hasValue) throw new Fault('optional.none() dereference');
  return optional.value;
}

function unwrap(list: readonly unknown[]): unknown[] {
  return list.flatMap((item) => (item instanceof Optional && item.hasValue ? [item.value] : []));
}

/**
 * Optional values. `or` and `orValue` are evaluated without the argument that is not needed, in the planner.
 */
export const optionals: readonly Overload[] = [
  define('optional.of(A): optional<A>', (value: unknown) => Optional.of(value)),
  define('optional.ofNonZeroValue(A): optional<A>', (value: unknown) => (isZero(value) ? Optional.none : Optional.of(value))),
  define('optional.none(): optional<A>', () => Optional.none),
  define('optional.unwrap(list<optional<A>>): list<A>', unwrap),
  define('list<optional<A>>->unwrapOpt(): list<A>', unwrap),
  define('optional<A>->hasValue(): bool', (optional: Optional) => optional.hasValue),
  define('optional<A>->value(): A', valueOf),
  define('optional<A>->or(optional<A>): optional<A>', (optional: Optional, other: Optional) => (optional.hasValue ? optional : other)),
  define('optional<A>->orValue(A): A', (optional: Optional, other: unknown) => (optional.hasValue ? optional.value : other)),
];
