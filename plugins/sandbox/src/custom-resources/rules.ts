import { equalValues } from '@sherpack/field-set/equal';
import { isObject } from '@sherpack/field-set/field-schema';
import type { KubeObject } from '../server/api-types.ts';
import { cause, invalid, ruleBroken, type FieldError, type FieldErrors } from '../validation/field-error.ts';
import { propertySchema, type JsonSchema, type ValidationRule } from './json-schema.ts';
import { below } from './validate.ts';

type Evaluate = (expression: string, context: Record<string, unknown>) => unknown;

let evaluator: Promise<Evaluate> | undefined;

/** CEL is loaded when the first definition with rules meets its first object. */
function loadCel(): Promise<Evaluate> {
  evaluator ??= import('@marcbachmann/cel-js').then(({ evaluate }) => (expression, context) => evaluate(expression, context) as unknown);
  return evaluator;
}

/** Whether any part of a schema carries rules. */
export function hasRules(schema: JsonSchema): boolean {
  if (schema['x-kubernetes-validations']?.length) return true;
  const parts = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : []), ...(typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [])];
  return parts.some(hasRules);
}

/** The `x-kubernetes-validations` that an object breaks. Rules over `oldSelf` run only when there is a stored value. */
export async function ruleErrors(object: KubeObject, schema: JsonSchema, live: KubeObject | undefined): Promise<FieldErrors> {
  const evaluate = await loadCel();
  return walk(object, schema, '', live, evaluate);
}

function walk(value: unknown, schema: JsonSchema, path: string, old: unknown, evaluate: Evaluate): FieldErrors {
  const errors = (schema['x-kubernetes-validations'] ?? []).flatMap((rule) => checkRule(rule, value, schema, path, old, evaluate));
  if (Array.isArray(value) && schema.items) {
    const items = schema.items;
    return [...errors, ...value.flatMap((item, i) => walk(item, items, `${path}[${i}]`, matching(item, schema, old), evaluate))];
  }
  if (!isObject(value)) return errors;
  const children = Object.entries(value).flatMap(([name, item]) => {
    const property = propertySchema(schema, name);
    return property ? walk(item, property, below(path, name), isObject(old) ? old[name] : undefined, evaluate) : [];
  });
  return [...errors, ...children];
}

function matching(item: unknown, schema: JsonSchema, old: unknown): unknown {
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  if (!Array.isArray(old) || keys.length === 0 || !isObject(item)) return undefined;
  return old.find((other) => isObject(other) && keys.every((key) => equalValues(other[key], item[key])));
}

function checkRule(rule: ValidationRule, value: unknown, schema: JsonSchema, path: string, old: unknown, evaluate: Evaluate): FieldErrors {
  const isTransition = /\boldSelf\b/.test(rule.rule);
  if (isTransition && old === undefined && rule.optionalOldSelf !== true) return [];
  if (old !== undefined && !isTransition && equalValues(value, old)) return [];
  const context = { self: celValue(value, schema), ...(isTransition ? { oldSelf: celValue(old, schema) } : {}) };
  try {
    if (evaluate(rule.rule, context) === true) return [];
  } catch (error) {
    return [invalid(path, shownValue(value), `rule evaluation error: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}: ${rule.rule}`)];
  }
  return [broken(rule, value, path, messageOf(rule, context, evaluate))];
}

function messageOf(rule: ValidationRule, context: Record<string, unknown>, evaluate: Evaluate): string {
  const fallback = rule.message ?? `failed rule: ${rule.rule}`;
  if (rule.messageExpression === undefined) return fallback;
  try {
    const message = evaluate(rule.messageExpression, context);
    return typeof message === 'string' && message !== '' ? message : fallback;
  } catch {
    return fallback;
  }
}

function broken(rule: ValidationRule, value: unknown, path: string, message: string): FieldError {
  const field = `${path}${rule.fieldPath ?? ''}`;
  switch (rule.reason) {
    case 'FieldValueForbidden':
      return cause('FieldValueForbidden', field, `Forbidden: ${message}`);
    case 'FieldValueRequired':
      return cause('FieldValueRequired', field, `Required value: ${message}`);
    case 'FieldValueDuplicate':
      return cause('FieldValueDuplicate', field, `Duplicate value: ${JSON.stringify(shownValue(value))}`);
    default:
      return isObject(value) || Array.isArray(value) ? ruleBroken(field, message) : invalid(field, value, message);
  }
}

/** Objects are not shown in messages. */
function shownValue(value: unknown): unknown {
  if (Array.isArray(value)) return 'array';
  return isObject(value) ? 'object' : value;
}

/** CEL tells integers from doubles by their type, so integers go in as bigints where the schema says so. */
function celValue(value: unknown, schema: JsonSchema | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => celValue(item, schema?.items));
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, celValue(item, schema && propertySchema(schema, name))]));
  if (typeof value === 'number' && Number.isInteger(value) && schema?.type !== 'number') return BigInt(value);
  return value;
}
