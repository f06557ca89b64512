import { isCelMap, type CelMap } from './cel-map.ts';
import { listTypeOf, sameItem } from './list-type.ts';
import { comparable, isNumeric } from './number.ts';
import { Opaque, TypeValue } from './opaque.ts';
import { Optional } from './optional.ts';
import { Duration, Timestamp } from './time.ts';
import { Work } from './work.ts';

/** CEL's equality: numbers of all types compare by value, values of different types are not equal, NaN equals nothing. */
export function equal(a: unknown, b: unknown): boolean {
  return same(a, b, new Work());
}

function same(a: unknown, b: unknown, work: Work): boolean {
  work.step();
  if (isNumeric(a)) return isNumeric(b) && sameNumber(comparable(a), comparable(b));
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && equalLists(a, b, work);
  if (isCelMap(a)) return isCelMap(b) && equalMaps(a, b, work);
  return equalScalars(a, b, work);
}

function sameNumber(a: bigint | number, b: bigint | number): boolean {
  if (typeof a === typeof b) return a === b;
  const double = Number(typeof a === 'number' ? a : b);
  return Number.isInteger(double) && BigInt(double) === BigInt(typeof a === 'number' ? b : a);
}

function equalScalars(a: object, b: object, work: Work): boolean {
  if (a instanceof Uint8Array) return b instanceof Uint8Array && a.length === b.length && a.every((byte, i) => byte === b[i]);
  if (a instanceof Timestamp) return b instanceof Timestamp && a.nanos === b.nanos;
  if (a instanceof Duration) return b instanceof Duration && a.nanos === b.nanos;
  if (a instanceof TypeValue) return b instanceof TypeValue && a.name === b.name;
  if (a instanceof Opaque) return b instanceof Opaque && a.typeName === b.typeName && a.equals(b);
  if (a instanceof Optional) return b instanceof Optional && a.hasValue === b.hasValue && (!a.hasValue || same(a.value, b.value, work));
  return false;
}

function equalLists(a: readonly unknown[], b: readonly unknown[], work: Work): boolean {
  if (a.length !== b.length) return false;
  const type = listTypeOf(a) ?? listTypeOf(b);
  if (!type) return a.every((item, i) => same(item, b[i], work));
  return a.every((item) => b.some((other) => sameItem(type, item, other, equal) && same(item, other, work)));
}

function equalMaps(a: CelMap, b: CelMap, work: Work): boolean {
  if (a.size !== b.size) return false;
  return a.keys().every((key) => {
    const other = b.get(key);
    return other !== undefined && same(a.get(key), other, work);
  });
}
