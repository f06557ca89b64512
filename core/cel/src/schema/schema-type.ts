import { dyn, int, listOf, mapOf, string, timestamp, type CelType, type FieldType } from '../cel-type.ts';
import type { JsonSchema } from './json-schema.ts';
import { escapeProperty } from './property-name.ts';

/**
 * `rule` gives what `x-kubernetes-validations` see: of metadata only `name` and `generateName`, and no field without a type.
 * `object` gives the whole object: all of metadata, and undeclared fields as dyn where the schema keeps them.
 */
export type SchemaView = 'rule' | 'object';

export interface SchemaTypeOptions {
  readonly view?: SchemaView;
  /** Whether the schema is that of a whole resource, with `apiVersion`, `kind` and `metadata`. */
  readonly isRoot?: boolean;
  /** How messages name the type. */
  readonly name?: string;
}

/**
 * The type that a structural schema gives to expressions (k8s.io/apiserver, pkg/cel/common/schemas.go). Undefined when expressions
 * cannot see such values.
 */
export function schemaType(schema: JsonSchema, options: SchemaTypeOptions = {}): CelType | undefined {
  const { view = 'object', isRoot = false, name = 'object' } = options;
  if (schema['x-kubernetes-int-or-string']) return dyn;
  if (isRoot) return objectType(schema, view, name, headFields(view));
  switch (schema.type) {
    case 'object':
      return typeof schema.additionalProperties === 'object' ? valuesType(schema.additionalProperties, view, name) : objectType(schema, view, name, []);
    case 'array':
      return arrayType(schema, view, name);
    case 'string':
      return { kind: formatKinds[schema.format ?? ''] ?? 'string' };
    case 'boolean':
      return { kind: 'bool' };
    case 'integer':
      return int;
    case 'number':
      return { kind: 'double' };
    default:
      return view === 'object' ? dyn : undefined;
  }
}

const formatKinds: Readonly<Record<string, 'bytes' | 'duration' | 'timestamp'>> = { byte: 'bytes', duration: 'duration', date: 'timestamp', 'date-time': 'timestamp' };

function below(schema: JsonSchema, view: SchemaView, name: string): CelType | undefined {
  return schemaType(schema, { view, name, isRoot: schema['x-kubernetes-embedded-resource'] === true });
}

function valuesType(values: JsonSchema, view: SchemaView, name: string): CelType | undefined {
  const value = below(values, view, `${name}.@elem`);
  return value && mapOf(string, value);
}

function arrayType(schema: JsonSchema, view: SchemaView, name: string): CelType | undefined {
  if (!schema.items) return view === 'object' ? listOf(dyn) : undefined;
  const element = below(schema.items, view, `${name}.@idx`);
  if (!element) return undefined;
  const listType = schema['x-kubernetes-list-type'];
  if (listType === 'set') return { kind: 'list', element, listType };
  if (listType === 'map') return { kind: 'list', element, listType, keys: schema['x-kubernetes-list-map-keys'] ?? [] };
  return listOf(element);
}

function objectType(schema: JsonSchema, view: SchemaView, name: string, head: readonly FieldType[]): CelType {
  const declared = Object.entries(schema.properties ?? {}).flatMap(([property, propertySchema]) => {
    const type = below(propertySchema, view, `${name}.${property}`);
    return type ? [{ property, type }] : [];
  });
  const fields = new Map<string, FieldType>();
  const headNames = new Set(head.map(({ property }) => property));
  for (const field of [...declared.filter(({ property }) => !headNames.has(property)), ...head]) {
    const escaped = escapeProperty(field.property);
    if (escaped !== undefined) fields.set(escaped, field);
  }
  const keepsUnknown = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.additionalProperties === true || (!schema.properties && head.length === 0);
  return { kind: 'object', name, fields, isOpen: view === 'object' && keepsUnknown };
}

function headFields(view: SchemaView): readonly FieldType[] {
  return [{ property: 'apiVersion', type: string }, { property: 'kind', type: string }, { property: 'metadata', type: view === 'rule' ? ruleMetadata : objectMetadata }];
}

function metadataType(fields: Readonly<Record<string, CelType>>): CelType {
  const entries = Object.entries(fields).map(([property, type]) => [escapeProperty(property) ?? property, { property, type }] as const);
  return { kind: 'object', name: 'object.metadata', fields: new Map(entries), isOpen: false };
}

const ruleMetadata = metadataType({ name: string, generateName: string });

const texts = mapOf(string, string);

/** `ObjectMeta` of meta/v1. */
const objectMetadata = metadataType({
  name: string,
  generateName: string,
  namespace: string,
  selfLink: string,
  uid: string,
  resourceVersion: string,
  generation: int,
  creationTimestamp: timestamp,
  deletionTimestamp: timestamp,
  deletionGracePeriodSeconds: int,
  labels: texts,
  annotations: texts,
  ownerReferences: listOf(dyn),
  finalizers: listOf(string),
  managedFields: listOf(dyn),
});
