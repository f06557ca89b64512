import { readList, readObject } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { invalid, type FieldErrors } from '../validation/field-error.ts';
import type { JsonSchema } from './json-schema.ts';
import { hasRules } from './rules.ts';

type Parse = (expression: string) => unknown;

/** Rules of a definition that are not CEL. Their types are looked at only when they meet an object. */
export async function ruleSyntaxErrors(definition: KubeObject): Promise<FieldErrors> {
  const versions = readList(definition, 'spec', 'versions');
  const schemas = versions.map((version) => (readObject(version, 'schema', 'openAPIV3Schema') ?? {}) as JsonSchema);
  if (!schemas.some(hasRules)) return [];
  const { parse } = await import('@marcbachmann/cel-js');
  return schemas.flatMap((schema, i) => walk(schema, schemas.length === 1 ? 'spec.validation.openAPIV3Schema' : `spec.versions[${i}].schema.openAPIV3Schema`, parse));
}

function walk(schema: JsonSchema, field: string, parse: Parse): FieldErrors {
  const own = (schema['x-kubernetes-validations'] ?? []).flatMap(({ rule }, i) => syntaxError(rule, `${field}.x-kubernetes-validations[${i}].rule`, parse));
  const properties = Object.entries(schema.properties ?? {}).flatMap(([name, property]) => walk(property, `${field}.properties[${name}]`, parse));
  const items = schema.items ? walk(schema.items, `${field}.items`, parse) : [];
  const values = typeof schema.additionalProperties === 'object' ? walk(schema.additionalProperties, `${field}.additionalProperties`, parse) : [];
  return [...own, ...properties, ...items, ...values];
}

function syntaxError(rule: string, field: string, parse: Parse): FieldErrors {
  try {
    parse(rule);
    return [];
  } catch (error) {
    return [invalid(field, rule, `compilation failed: ${error instanceof Error ? error.message : String(error)}`)];
  }
}
