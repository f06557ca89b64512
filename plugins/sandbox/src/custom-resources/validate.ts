import { equalValues } from '@sherpack/field-set/equal';
import { isObject } from '@sherpack/field-set/field-schema';
import { duplicate, invalid, notSupported, required, tooLong, tooMany, wrongType, type FieldError } from '../validation/field-error.ts';
import { formatProblem } from './formats.ts';
import { compilePattern } from './pattern.ts';
import { propertySchema, type JsonSchema } from './json-schema.ts';

/**
 * What a value does wrong against its schema, in the words of the API server. `old` is the stored value: what did not
 * change is not complained about (ratcheting); undefined when there is none.
 */
export function schemaErrors(value: unknown, schema: JsonSchema, path: string, old?: unknown): FieldError[] {
  if (old !== undefined && equalValues(value, old)) return [];
  if (value === null && schema.nullable) return [];
  const mistyped = typeError(value, schema, path);
  if (mistyped) return [mistyped];
  return [...embeddedErrors(value, schema, path), ...valueErrors(value, schema, path), ...listTypeErrors(value, schema, path), ...combinedErrors(value, schema, path), ...childErrors(value, schema, path, old)];
}

function typeError(value: unknown, schema: JsonSchema, path: string): FieldError | undefined {
  const actual = typeOf(value);
  if (schema['x-kubernetes-int-or-string']) {
    return actual === 'integer' || actual === 'string' ? undefined : wrongType(path, actual, `${path} in body must be of type integer,string: "${actual}"`);
  }
  if (schema.type === undefined) return undefined;
  const fits = schema.type === actual || (schema.type === 'number' && actual === 'integer');
  return fits ? undefined : wrongType(path, actual, `${path} in body must be of type ${schema.type}: "${actual}"`);
}

/** An object within an object says what it is. */
function embeddedErrors(value: unknown, schema: JsonSchema, path: string): FieldError[] {
  if (!schema['x-kubernetes-embedded-resource'] || !isObject(value)) return [];
  return ['apiVersion', 'kind'].filter((name) => !value[name]).map((name) => required(below(path, name), 'must not be empty'));
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))) return 'integer';
  return typeof value;
}

function valueErrors(value: unknown, schema: JsonSchema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.enum && !schema.enum.some((allowed) => equalValues(allowed, value))) errors.push(notSupported(path, value, schema.enum.map(String)));
  if (typeof value === 'string') errors.push(...textErrors(value, schema, path));
  if (typeof value === 'number' || typeof value === 'bigint') errors.push(...numberErrors(value, schema, path));
  if (Array.isArray(value)) errors.push(...sizeErrors(value, schema, path));
  if (isObject(value)) errors.push(...objectErrors(value, schema, path));
  return errors;
}

function textErrors(text: string, schema: JsonSchema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const length = [...text].length;
  if (schema.maxLength !== undefined && length > schema.maxLength) errors.push(tooLong(path, schema.maxLength));
  if (schema.minLength !== undefined && length < schema.minLength) errors.push(invalid(path, text, `${path} in body should be at least ${schema.minLength} chars long`));
  if (schema.pattern !== undefined && !compilePattern(schema.pattern).test(text)) errors.push(invalid(path, text, `${path} in body should match '${schema.pattern}'`));
  const problem = schema.format === undefined ? false : formatProblem(schema.format, text);
  if (problem) errors.push(wrongType(path, text, `${path} in body must be of type ${schema.format}: ${JSON.stringify(text)}`));
  return errors;
}

function numberErrors(value: number | bigint, schema: JsonSchema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const { minimum, maximum } = schema;
  if (maximum !== undefined && (schema.exclusiveMaximum ? value >= maximum : value > maximum)) {
    errors.push(invalid(path, value, `${path} in body should be less than ${schema.exclusiveMaximum ? '' : 'or equal to '}${maximum}`));
  }
  if (minimum !== undefined && (schema.exclusiveMinimum ? value <= minimum : value < minimum)) {
    errors.push(invalid(path, value, `${path} in body should be greater than ${schema.exclusiveMinimum ? '' : 'or equal to '}${minimum}`));
  }
  errors.push(...multipleErrors(value, schema.multipleOf, path));
  return errors;
}

/** For integers the server takes the integer part of the factor, and refuses all of them when that is nothing. */
function multipleErrors(value: number | bigint, multipleOf: number | undefined, path: string): FieldError[] {
  if (multipleOf === undefined) return [];
  const factor = Number.isInteger(Number(value)) ? Math.trunc(multipleOf) : multipleOf;
  if (factor <= 0) return [invalid(path, factor, `factor MultipleOf declared for ${path} must be positive: ${factor}`)];
  const quotient = Number(value) / factor;
  return Number.isInteger(quotient) ? [] : [invalid(path, value, `${path} in body should be a multiple of ${multipleOf}`)];
}

function sizeErrors(items: readonly unknown[], schema: JsonSchema, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if (schema.maxItems !== undefined && items.length > schema.maxItems) errors.push(tooMany(path, items.length, schema.maxItems));
  if (schema.minItems !== undefined && items.length < schema.minItems) errors.push(invalid(path, items.length, `${path} in body should have at least ${schema.minItems} items`));
  return errors;
}

function objectErrors(object: Record<string, unknown>, schema: JsonSchema, path: string): FieldError[] {
  const errors = (schema.required ?? []).filter((name) => object[name] === undefined).map((name) => required(below(path, name)));
  const count = Object.keys(object).length;
  if (schema.maxProperties !== undefined && count > schema.maxProperties) errors.push(tooMany(path, count, schema.maxProperties));
  if (schema.minProperties !== undefined && count < schema.minProperties) errors.push(invalid(path, count, `${path} in body should have at least ${schema.minProperties} properties`));
  return errors;
}

/** Items of sets and keyed lists must be told apart; of those that are alike the second is named (apiextensions-apiserver, schema/listtype). */
function listTypeErrors(value: unknown, schema: JsonSchema, path: string): FieldError[] {
  const listType = schema['x-kubernetes-list-type'];
  if (!Array.isArray(value) || (listType !== 'set' && listType !== 'map')) return [];
  const odd = listType === 'map' ? value.findIndex((item) => item !== null && !isObject(item)) : -1;
  if (odd >= 0) return [invalid(`${path}[${odd}]`, value[odd], 'must be an object for an array of list-type map')];
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const seen = new Map<string, number>();
  return value.flatMap((item, i) => {
    const identity = listType === 'map' ? keysOf(item, keys) : item;
    const text = JSON.stringify(identity, (_, part: unknown) => (typeof part === 'bigint' ? part.toString() : part));
    const count = (seen.get(text) ?? 0) + 1;
    seen.set(text, count);
    return count === 2 ? [duplicate(`${path}[${i}]`, identity)] : [];
  });
}

/** A key that is left out is not the same as any value of it. */
function keysOf(item: unknown, keys: readonly string[]): Record<string, unknown> {
  const given = isObject(item) ? item : {};
  return Object.fromEntries(keys.filter((key) => Object.hasOwn(given, key)).map((key) => [key, given[key]]));
}

function combinedErrors(value: unknown, schema: JsonSchema, path: string): FieldError[] {
  const errors = (schema.allOf ?? []).flatMap((part) => schemaErrors(value, part, path));
  const any = alternatives(value, schema.anyOf, path);
  if (any && any.passing === 0) errors.push(combination(path, 'must validate at least one schema (anyOf)'), ...any.nearest);
  const one = alternatives(value, schema.oneOf, path);
  if (one && one.passing === 0) errors.push(combination(path, 'must validate one and only one schema (oneOf). Found none valid'), ...one.nearest);
  if (one && one.passing > 1) errors.push(combination(path, `must validate one and only one schema (oneOf). Found ${one.passing} valid alternatives`));
  if (schema.not && schemaErrors(value, schema.not, path).length === 0) errors.push(combination(path, 'must not validate the schema (not)'));
  return errors;
}

/** How many alternatives fit, and what is wrong with the one that comes nearest. */
function alternatives(value: unknown, parts: readonly JsonSchema[] | undefined, path: string): { passing: number; nearest: FieldError[] } | undefined {
  if (!parts) return undefined;
  const results = parts.map((part) => schemaErrors(value, part, path));
  const nearest = results.reduce((best, errors) => (errors.length < best.length ? errors : best), results[0] ?? []);
  return { passing: results.filter((errors) => errors.length === 0).length, nearest };
}

/** Where the fault lies is not said in the field but in the text. */
function combination(path: string, text: string): FieldError {
  return invalid('<nil>', '', `${JSON.stringify(path)} ${text}`);
}

function childErrors(value: unknown, schema: JsonSchema, path: string, old: unknown): FieldError[] {
  if (Array.isArray(value)) {
    const items = schema.items;
    return items ? value.flatMap((item, i) => schemaErrors(item, items, `${path}[${i}]`, oldItem(item, i, schema, old))) : [];
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const property = propertySchema(schema, name);
    return property ? schemaErrors(item, property, below(path, name), isObject(old) ? old[name] : undefined) : [];
  });
}

/** Items of keyed lists are compared with their namesakes; those of other lists have no past. */
function oldItem(item: unknown, index: number, schema: JsonSchema, old: unknown): unknown {
  if (!Array.isArray(old) || schema['x-kubernetes-list-type'] !== 'map' || !isObject(item)) return undefined;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  return old.find((other) => isObject(other) && keys.every((key) => equalValues(other[key], item[key]))) ?? (index < 0 ? old[index] : undefined);
}

export function below(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
