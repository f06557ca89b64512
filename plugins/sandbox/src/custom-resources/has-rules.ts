import type { JsonSchema } from './json-schema.ts';

/** Whether any part of a schema carries rules. */
export function hasRules(schema: JsonSchema): boolean {
  if (schema['x-kubernetes-validations']?.length) return true;
  const values = typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
  const parts = [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : []), ...values, ...(schema.allOf ?? [])];
  return parts.some(hasRules);
}
