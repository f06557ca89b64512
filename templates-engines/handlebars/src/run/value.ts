import { isExactNumber } from '@sherpack/yaml/exact-number';

/** An object of the engine itself: `files` has methods, but no members that a template could print. */
export class HostObject {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

export type Dict = Readonly<Record<string, unknown>>;

export function isDict(value: unknown): value is Dict {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value)
    && !(value instanceof Uint8Array) && !(value instanceof HostObject);
}

export function isNumeric(value: unknown): boolean {
  return typeof value === 'number' || typeof value === 'bigint' || isExactNumber(value);
}

export function isScalar(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || isNumeric(value);
}

/** Own members only: nothing of JavaScript's prototypes can be reached. */
export function member(base: unknown, name: string): unknown {
  if (base === null || base === undefined) return base;
  if (typeof base === 'string' || Array.isArray(base) || isDict(base)) {
    return Object.hasOwn(base as object, name) ? (base as Dict)[name] : undefined;
  }
  return undefined;
}

export function keysOf(value: unknown): string[] {
  if (isDict(value)) return Object.keys(value);
  return Array.isArray(value) ? ['length'] : [];
}

/** What a value is called in messages. */
export function kindOf(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof HostObject) return `the object ${value.name}`;
  if (isNumeric(value)) return 'a number';
  if (typeof value === 'string') return 'a text';
  return typeof value === 'boolean' ? 'a boolean' : 'a map';
}

/** Truth as `{{#if}}` has it: an empty list is false, an empty map is true. */
export function isTrue(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  return isExactNumber(value) ? value.valueOf() !== 0 : Boolean(value);
}

/** As `{{#with}}` has it: zero is something. */
export function isNothing(value: unknown): boolean {
  if (value === 0 || isExactNumber(value)) return false;
  return !value || (Array.isArray(value) && value.length === 0);
}

export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object' && !Array.isArray(value) && !isExactNumber(value)) return '[object Object]';
  return String(Array.isArray(value) ? value.map(textOf) : value);
}
