import { isExactNumber, type ExactNumber } from './exact-number.ts';

type JsonObject = Record<string, unknown>;

/**
 * Equality of JSON values. Numbers are compared by their mathematical value whatever carries them: `5n` equals `5`,
 * `ExactNumber('1.0')` equals `1`. Members that are undefined count as absent; NaN equals NaN.
 */
export function jsonEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (isNumeric(a) && isNumeric(b)) return numbersEqual(a, b);
  if (Array.isArray(a)) return Array.isArray(b) && arraysEqual(a, b);
  return isObject(a) && isObject(b) && objectsEqual(a, b);
}

/** A deep copy of lists and objects; everything else (ExactNumber included, it cannot change) is kept. */
export function cloneJson<T>(value: T): T;
export function cloneJson(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => cloneJson(entry));
  if (!isObject(value)) return value;
  const copy: JsonObject = {};
  for (const key of Object.keys(value)) setOwn(copy, key, cloneJson(value[key]));
  return copy;
}

/** Freezes the value and everything below it, and returns it. */
export function deepFreeze<T>(value: T): T {
  freeze(value, new Set());
  return value;
}

/** Assigns an own property even when the key is `__proto__`. */
export function setOwn(target: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__') Object.defineProperty(target, key, { value, configurable: true, enumerable: true, writable: true });
  else target[key] = value;
}

function arraysEqual(a: unknown[], b: unknown[]): boolean {
  return a.length === b.length && a.every((entry, index) => jsonEqual(entry, b[index]));
}

function objectsEqual(a: JsonObject, b: JsonObject): boolean {
  const keys = definedKeys(a);
  if (keys.length !== definedKeys(b).length) return false;
  return keys.every((key) => Object.hasOwn(b, key) && b[key] !== undefined && jsonEqual(a[key], b[key]));
}

function definedKeys(value: JsonObject): string[] {
  return Object.keys(value).filter((key) => value[key] !== undefined);
}

function numbersEqual(a: number | bigint | ExactNumber, b: number | bigint | ExactNumber): boolean {
  if (typeof a === 'number' && typeof b === 'number') return Number.isNaN(a) && Number.isNaN(b);
  if (!isExactNumber(a) && !isExactNumber(b)) return compareMixed(a, b);
  return decimal(a) === decimal(b);
}

// Strict equality is false for a bigint and a number; the loose one compares their mathematical values.
function compareMixed(a: number | bigint, b: number | bigint): boolean {
  return a == b;
}

/** `digits` without zeros at either end and the power of ten: 1, 1.0 and 10e-1 give the same text. */
function decimal(value: number | bigint | ExactNumber): string {
  const parts = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([-+]?[0-9]+))?$/.exec(String(value));
  if (!parts) return String(value);
  const [, sign, whole = '', fraction = '', exponent = '0'] = parts;
  const digits = trimZeros(whole + fraction);
  if (digits.text === '') return '0';
  return `${sign}${digits.text}e${BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.dropped)}`;
}

// A pattern anchored at the end would be quadratic on long runs of zeros in the middle.
function trimZeros(digits: string): { text: string; dropped: number } {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  let start = 0;
  while (start < end && digits[start] === '0') start += 1;
  return { text: digits.slice(start, end), dropped: digits.length - end };
}

function freeze(value: unknown, seen: Set<object>): void {
  if (typeof value !== 'object' || value === null || seen.has(value)) return;
  seen.add(value);
  Object.freeze(value);
  for (const child of Object.values(value)) freeze(child, seen);
}

function isNumeric(value: unknown): value is number | bigint | ExactNumber {
  return typeof value === 'number' || typeof value === 'bigint' || isExactNumber(value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}
