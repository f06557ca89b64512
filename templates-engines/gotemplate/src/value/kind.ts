import { Host } from './host.ts';
import { Int } from './int.ts';
import { GoMap, TYPE, ValuesMap } from './map.ts';
import { sliceType } from './slice.ts';

/**
 * Values of templates: string, boolean, number (float64), {@link Int}, array, Uint8Array, {@link GoMap}, {@link Host},
 * `null` (a nil interface) and, between expressions only, `undefined` (Go's invalid reflect.Value).
 */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'float64';
  if (typeof value === 'boolean') return 'bool';
  if (value instanceof Int) return value.type;
  if (Array.isArray(value)) return sliceType(value);
  if (value instanceof GoMap) return value instanceof ValuesMap ? 'common.Values' : value[TYPE];
  if (value instanceof Host) return value.type;
  return '[]uint8';
}

/** The type that Go knows without looking into an interface. */
export function staticTypeName(value: unknown): string {
  return value === null || value === undefined ? 'interface {}' : typeName(value);
}

/** As reflect's Kind prints itself. */
export function kindName(value: unknown): string {
  if (value === null || value === undefined) return 'invalid';
  if (value instanceof GoMap) return 'map';
  if (Array.isArray(value) || value instanceof Uint8Array) return 'slice';
  if (value instanceof Host) return value.kind;
  return typeName(value);
}

/** Go's truth of templates: everything that is not the zero value of its type. */
export function isTrue(value: unknown): boolean {
  if (typeof value === 'string') return value !== '';
  if (typeof value === 'boolean') return value;
  if (value === null || value === undefined) return false;
  if (typeof value === 'number') return value !== 0;
  if (Array.isArray(value) || value instanceof Uint8Array) return value.length > 0;
  if (value instanceof Int) return value.value !== 0n;
  if (value instanceof GoMap) return !isEmptyMap(value);
  return value instanceof Host && value.kind === 'map' ? Object.keys(value.fields()).length > 0 : true;
}

export function isEmptyMap(map: GoMap): boolean {
  for (const _key in map) return false;
  return true;
}

/** Sprig's `empty`: like {@link isTrue}, the other way round. */
export function isEmpty(value: unknown): boolean {
  return !isTrue(value);
}
