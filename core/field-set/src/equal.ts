import { isObject } from './field-schema.ts';

/** Deep equality of JSON values; 1n and 1 are the same number. */
export function equalValues(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) return Array.isArray(right) && left.length === right.length && left.every((item, i) => equalValues(item, right[i]));
  if (isObject(left)) return isObject(right) && equalObjects(left, right);
  return isNumber(left) && isNumber(right) && left == right;
}

function equalObjects(left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && names.every((name) => name in right && equalValues(left[name], right[name]));
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}
