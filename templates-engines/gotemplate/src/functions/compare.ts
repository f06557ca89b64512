import { directive } from '../format/directive.ts';
import { formatValue } from '../format/verb.ts';
import { FunctionError } from '../run/failure.ts';
import { Host } from '../value/host.ts';
import { Int, isUnsigned } from '../value/int.ts';
import { typeName } from '../value/kind.ts';
import { compareText, GoMap } from '../value/map.ts';

type Basic = 'bool' | 'int' | 'uint' | 'float' | 'string' | 'none';

function basicKind(value: unknown): Basic {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'number') return 'float';
  if (typeof value === 'string') return 'string';
  if (value instanceof Int) return isUnsigned(value) ? 'uint' : 'int';
  return 'none';
}

/** Go's `eq`: whether the first is equal to any of the others. Types must agree, signs of integers need not. */
export function isEqual(first: unknown, others: readonly unknown[]): boolean {
  if (others.length === 0) throw new FunctionError('missing argument for comparison');
  return others.some((other) => isSame(first, other));
}

function isSame(a: unknown, b: unknown): boolean {
  const left = basicKind(a);
  const right = basicKind(b);
  if (a instanceof Int && b instanceof Int) return a.value === b.value;
  if (left !== right) {
    if (isNil(a) || isNil(b)) return false;
    throw new FunctionError(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`);
  }
  return left === 'none' ? sameObject(a, b) : a === b;
}

function isNil(value: unknown): boolean {
  return value === null || value === undefined;
}

function sameObject(a: unknown, b: unknown): boolean {
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  if (!(b instanceof Host) || b.kind === 'map') throw new FunctionError(`non-comparable type ${formatValue(b, directive('s'))}: ${typeName(b)}`);
  return a === b;
}

/** Go's `lt`. */
export function compareLess(a: unknown, b: unknown): boolean {
  const left = basicKind(a);
  const right = basicKind(b);
  if (left === 'none' || right === 'none') throw new FunctionError('invalid type for comparison');
  if (a instanceof Int && b instanceof Int) return a.value < b.value;
  if (left !== right) throw new FunctionError(`incompatible types for comparison: ${typeName(a)} and ${typeName(b)}`);
  if (left === 'bool') throw new FunctionError('invalid type for comparison');
  return left === 'string' ? compareText(a as string, b as string) < 0 : (a as number) < (b as number);
}

/** Go's reflect.DeepEqual: types count. */
export function deepEqual(a: unknown, b: unknown): boolean {
  if (a === b || (isNil(a) && isNil(b))) return true;
  if (a instanceof Int && b instanceof Int) return a.value === b.value && a.type === b.type;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || typeName(a) !== typeName(b)) return false;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => deepEqual(item, b[index]));
  if (a instanceof GoMap && b instanceof GoMap) return sameMembers(a, b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return a.length === b.length && a.every((byte, index) => byte === b[index]);
  return a instanceof Host && b instanceof Host && a.text() === b.text() && deepEqual(JSON.stringify(a.json()), JSON.stringify(b.json()));
}

function sameMembers(a: GoMap, b: GoMap): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && deepEqual(a[key], b[key]));
}
