/**
 * `nullable` is a word of OpenAPI, which JSON Schema passes over. ajv knows it and refuses one without a `type` beside it,
 * where it says nothing: such ones are taken out.
 */
export function withoutIdleNullable(schema: unknown): unknown {
  return holdsIdle(schema) ? stripped(schema) : schema;
}

function isIdle(schema: object): boolean {
  return 'nullable' in schema && typeof schema.nullable === 'boolean' && !('type' in schema);
}

function holdsIdle(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && (isIdle(schema) || Object.values(schema).some(holdsIdle));
}

function stripped(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(stripped);
  if (typeof schema !== 'object' || schema === null) return schema;
  const entries = isIdle(schema) ? Object.entries(schema).filter(([key]) => key !== 'nullable') : Object.entries(schema);
  return Object.fromEntries(entries.map(([key, value]) => [key, stripped(value)]));
}
