import { cloneJson, setOwn } from '@sherpack/yaml/equal';
import { resolveLocal } from './json-pointer.ts';

type JsonObject = Record<string, unknown>;

// A schema may nest itself without end through properties; nobody writes defaults this deep.
const MAX_DEPTH = 64;

/**
 * The values that a schema gives by `default`, as one object: properties, `allOf` and local `$ref` are followed, what
 * stands nearer to the value wins (its own `default`, then its properties, then `$ref` and `allOf`). A schema that
 * contains itself is followed once. Without any default the result is `{}`.
 */
export function schemaDefaults(schema: unknown): unknown {
  const found = collect(schema, { root: schema, active: [] });
  return found === undefined ? {} : found;
}

interface Walk {
  root: unknown;
  active: object[];
}

function collect(schema: unknown, walk: Walk): unknown {
  if (!isObject(schema) || walk.active.includes(schema) || walk.active.length > MAX_DEPTH) return undefined;
  const inner: Walk = { root: walk.root, active: [...walk.active, schema] };
  const sources = [...inherited(schema, inner), ownProperties(schema, inner), cloneJson(schema['default'])];
  return sources.reduce(overlay, undefined);
}

function inherited(schema: JsonObject, walk: Walk): unknown[] {
  const parts = Array.isArray(schema['allOf']) ? (schema['allOf'] as unknown[]) : [];
  const target = resolveLocal(walk.root, schema['$ref']);
  return [...parts, target].map((part) => collect(part, walk));
}

function ownProperties(schema: JsonObject, walk: Walk): JsonObject | undefined {
  const properties = schema['properties'];
  if (!isObject(properties)) return undefined;
  const result: JsonObject = {};
  for (const [name, property] of Object.entries(properties)) {
    const value = collect(property, walk);
    if (value !== undefined) setOwn(result, name, value);
  }
  return Object.keys(result).length === 0 ? undefined : result;
}

function overlay(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isObject(base) || !isObject(over)) return over;
  const result: JsonObject = { ...base };
  for (const [name, value] of Object.entries(over)) {
    setOwn(result, name, overlay(Object.hasOwn(base, name) ? base[name] : undefined, value));
  }
  return result;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
