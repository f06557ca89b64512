import { isObject } from '@sherpack/field-set/field-schema';
import { parseQuantity } from '../schemas/quantity.ts';
import { duplicate, forbiddenField, invalid, notSupported, required, tooLong, tooMany, type FieldErrors } from './field-error.ts';
import type { NameCheck } from './names.ts';

export type Json = Record<string, unknown>;

/** Judges a value at a place; `parent` is the object that has it. The value is undefined where the field is not set. */
export type Check = (value: unknown, at: string, parent: Json) => FieldErrors;

/** Checks that have nothing to say about a field that is not set: most of them, and most fields are not set. */
const silent = new WeakSet<Check>();

function ofValues(check: Check): Check {
  silent.add(check);
  return check;
}

/** The fields of an object, each with its check; nothing to say where there is no object. */
export function fields(table: Readonly<Record<string, Check>>): Check {
  const entries = Object.entries(table).map(([name, check]) => ({ name, check, isSilent: silent.has(check) }));
  return ofValues((value, at) => {
    const errors: FieldErrors = [];
    if (!isObject(value)) return errors;
    for (const { name, check, isSilent } of entries) {
      const given = value[name];
      if (given !== undefined || !isSilent) gather(check(given, below(at, name), value), errors);
    }
    return errors;
  });
}

/** Nearly always there is nothing to gather, and there are many checks. */
function gather(found: FieldErrors, into: FieldErrors): void {
  if (found.length > 0) into.push(...found);
}

export function below(at: string, name: string): string {
  return at === '' ? name : `${at}.${name}`;
}

export function all(...checks: readonly Check[]): Check {
  const every: Check = (value, at, parent) => {
    const errors: FieldErrors = [];
    for (const check of checks) gather(check(value, at, parent), errors);
    return errors;
  };
  return checks.every((check) => silent.has(check)) ? ofValues(every) : every;
}

export function each(check: Check): Check {
  return ofValues((value, at, parent) => (Array.isArray(value) ? value.flatMap((item, i) => check(item, `${at}[${i}]`, parent)) : []));
}

/** A map: its keys and its values. */
export function entries(keys: Check, values: Check = fine): Check {
  return ofValues((value, at, parent) => (isObject(value) ? Object.entries(value).flatMap(([key, item]) => [...keys(key, `${at}[${key}]`, parent), ...values(item, `${at}[${key}]`, parent)]) : []));
}

export function fine(): FieldErrors {
  return [];
}

export function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
}

/** A check that is made when there is something to judge: most containers have no volumes, hooks and probes. */
export function late(make: (parent: Json) => Check): Check {
  return ofValues((value, at, parent) => (value === undefined ? [] : make(parent)(value, at, parent)));
}

export function needed(check: Check = fine, detail = ''): Check {
  return (value, at, parent) => (isUnset(value) ? [required(at, detail)] : check(value, at, parent));
}

/** Holds for values that are set only. */
export function given(check: Check): Check {
  return ofValues((value, at, parent) => (isUnset(value) ? [] : check(value, at, parent)));
}

export function when(test: (parent: Json, value: unknown) => boolean, check: Check): Check {
  return (value, at, parent) => (test(parent, value) ? check(value, at, parent) : []);
}

export function oneOf(...values: readonly string[]): Check {
  const listed = values.toSorted();
  return ofValues((value, at) => (value === undefined || values.includes(String(value)) ? [] : [notSupported(at, value, listed)]));
}

export function named(...problems: readonly NameCheck[]): Check {
  return ofValues((value, at) => (typeof value === 'string' ? problems.flatMap((check) => check(value).map((problem) => invalid(at, value, problem))) : []));
}

export function atLeast(min: number): Check {
  return ofValues((value, at) => (isNumber(value) && value < min ? [invalid(at, value, min === 1 ? 'must be greater than 0' : `must be greater than or equal to ${min}`)] : []));
}

export const notNegative = atLeast(0);

export function within(min: number, max: number): Check {
  return ofValues((value, at) => (isNumber(value) && (value < min || value > max) ? [invalid(at, value, `must be between ${min} and ${max}, inclusive`)] : []));
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

export function forbidden(detail: string): Check {
  return ofValues((value, at) => (value === undefined ? [] : [forbiddenField(at, detail)]));
}

export function refused(detail: string): Check {
  return (value, at) => [invalid(at, value ?? null, detail)];
}

export function atMost(max: number): Check {
  return ofValues((value, at) => (Array.isArray(value) && value.length > max ? [tooMany(at, value.length, max)] : []));
}

export function noLongerThan(max: number): Check {
  return ofValues((value, at) => (typeof value === 'string' && value.length > max ? [tooLong(at, max)] : []));
}

/** Items by which the list would hold the same thing twice. */
export function distinct(identity: (item: unknown) => unknown, place = ''): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return [];
    const seen = new Set<unknown>();
    return value.flatMap((item, i) => {
      const id = identity(item);
      if (id === undefined || id === '') return [];
      const isSecond = seen.has(id);
      seen.add(id);
      return isSecond ? [duplicate(`${at}[${i}]${place}`, id)] : [];
    });
  };
}

export function field(name: string): (item: unknown) => unknown {
  return (item) => (isObject(item) ? item[name] : undefined);
}

export function jsonOf(...names: readonly string[]): (item: unknown) => unknown {
  return (item) => (isObject(item) ? JSON.stringify(names.map((name) => item[name] ?? null)) : undefined);
}

/** Exactly one of the members of a union, each with its own check; `other` fields do not count. */
export function exactlyOne(members: Readonly<Record<string, Check>>, what: string): Check {
  const names = Object.keys(members);
  return (value, at) => {
    if (!isObject(value)) return [];
    const set = names.filter((name) => value[name] !== undefined);
    const [first, ...more] = set;
    if (first === undefined) return [required(at, `must specify a ${what}`)];
    const errors = members[first]?.(value[first], below(at, first), value) ?? [];
    return [...errors, ...more.map((name) => forbiddenField(below(at, name), `may not specify more than 1 ${what}`))];
  };
}

/** The field that belongs to the `type` of a union must be set and no other. */
export function matching(members: Readonly<Record<string, readonly [type: string, check: Check]>>, type = 'type'): Check {
  return (value, at) => {
    if (!isObject(value)) return [];
    return Object.entries(members).flatMap(([name, [wanted, check]]) => {
      const place = below(at, name);
      if (value[type] !== wanted) return value[name] === undefined ? [] : [forbiddenField(place, `may not be set when \`${type}\` is not ${wanted}`)];
      return value[name] === undefined ? [required(place, `must be set when \`${type}\` is ${wanted}`)] : check(value[name], place, value);
    });
  };
}

export function quantityOf(value: unknown): bigint | undefined {
  return value === undefined ? undefined : parseQuantity(String(value))?.nanos;
}

export function quantityNotNegative(value: unknown, at: string): FieldErrors {
  return (quantityOf(value) ?? 0n) < 0n ? [invalid(at, value, 'must be greater than or equal to 0')] : [];
}
export function quantityPositive(value: unknown, at: string): FieldErrors {
  return (quantityOf(value) ?? 0n) <= 0n ? [invalid(at, value, 'must be greater than zero')] : [];
}
