import { deducedSchema, type FieldSchema } from '@sherpack/field-set/field-schema';
import { propertySchema, type JsonSchema } from './json-schema.ts';

/** The type of a custom kind for server-side apply; its metadata is that of every other kind. */
export function structuralFieldSchema(schema: JsonSchema, metadata: FieldSchema): FieldSchema {
  return asResource(fieldSchemaOf(schema, metadata), metadata);
}

/** An object, whole or embedded in another one, has a version, a kind and metadata whatever else is said of it. */
function asResource(body: FieldSchema, metadata: FieldSchema): FieldSchema {
  const text: FieldSchema = { kind: 'scalar', scalar: 'string' };
  const head: Record<string, FieldSchema> = { apiVersion: text, kind: text, metadata };
  return { ...body, kind: 'map', field: (name) => head[name] ?? body.field?.(name) };
}

function fieldSchemaOf(schema: JsonSchema, metadata: FieldSchema): FieldSchema {
  if (schema['x-kubernetes-int-or-string']) return { kind: 'scalar', scalar: 'untyped' };
  switch (schema.type) {
    case 'object':
      return schema['x-kubernetes-embedded-resource'] ? asResource(mapSchema(schema, metadata), metadata) : mapSchema(schema, metadata);
    case 'array':
      return listSchema(schema, metadata);
    case 'string':
      return { kind: 'scalar', scalar: 'string' };
    case 'boolean':
      return { kind: 'scalar', scalar: 'boolean' };
    case 'integer':
    case 'number':
      return { kind: 'scalar', scalar: 'numeric' };
    default:
      return deducedSchema;
  }
}

function mapSchema(schema: JsonSchema, metadata: FieldSchema): FieldSchema {
  const fields = new Map<string, FieldSchema>();
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || (!schema.properties && !schema.additionalProperties);
  const extra = isOpen || schema.additionalProperties === true ? deducedSchema : undefined;
  const valueSchema = typeof schema.additionalProperties === 'object' ? schema.additionalProperties : undefined;
  return {
    kind: 'map',
    ...(schema['x-kubernetes-map-type'] === 'atomic' ? { atomic: true } : {}),
    field: (name) => declaredField(schema, name, fields, metadata),
    element: () => (valueSchema ? fieldSchemaOf(valueSchema, metadata) : extra),
  };
}

function declaredField(schema: JsonSchema, name: string, built: Map<string, FieldSchema>, metadata: FieldSchema): FieldSchema | undefined {
  const property = schema.properties?.[name];
  if (!property) return undefined;
  const found = built.get(name) ?? fieldSchemaOf(property, metadata);
  built.set(name, found);
  return found;
}

function listSchema(schema: JsonSchema, metadata: FieldSchema): FieldSchema {
  const items = schema.items ?? {};
  const element = (): FieldSchema => fieldSchemaOf(items, metadata);
  if (schema['x-kubernetes-list-type'] === 'set') return { kind: 'list', listType: 'set', element };
  if (schema['x-kubernetes-list-type'] !== 'map') return { kind: 'list', atomic: true, element };
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const defaults = keys.flatMap((key) => {
    const value = propertySchema(items, key)?.default;
    return value === undefined ? [] : [[key, value] as const];
  });
  return { kind: 'list', listType: 'map', keys, keyDefaults: Object.fromEntries(defaults), element };
}
