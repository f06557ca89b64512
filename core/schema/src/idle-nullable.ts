/** Keywords whose members are schemas by names that mean nothing, and those that hold data. */
const NAMED = new Set(['properties', 'patternProperties', '$defs', 'definitions', 'dependentSchemas', 'dependencies']);
const DATA = new Set(['const', 'enum', 'default', 'examples']);

/**
 * `nullable` is a word of OpenAPI, which JSON Schema passes over. ajv knows it and refuses one without a `type` beside it,
 * where it says nothing: such ones are taken out. Properties and data of that name stay.
 */
export function withoutIdleNullable(schema: unknown): unknown {
  return mentions(schema) ? stripped(schema) : schema;
}

function mentions(value: unknown): boolean {
  return typeof value === 'object' && value !== null && (Object.hasOwn(value, 'nullable') || Object.values(value).some(mentions));
}

function stripped(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(stripped);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key]) => key !== 'nullable' || 'type' in schema);
  return Object.fromEntries(kept.map(([key, value]) => [key, strippedUnder(key, value)]));
}

function strippedUnder(keyword: string, value: unknown): unknown {
  if (DATA.has(keyword)) return value;
  if (!NAMED.has(keyword) || typeof value !== 'object' || value === null) return stripped(value);
  return Object.fromEntries(Object.entries(value).map(([name, schema]) => [name, stripped(schema)]));
}
