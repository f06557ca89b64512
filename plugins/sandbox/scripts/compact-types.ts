import type { CompactField, CompactType } from '../src/schemas/compact-type.ts';

export interface OpenApiSchema {
  type?: string;
  format?: string;
  $ref?: string;
  allOf?: OpenApiSchema[];
  oneOf?: OpenApiSchema[];
  default?: unknown;
  enum?: unknown[];
  items?: OpenApiSchema;
  additionalProperties?: OpenApiSchema;
  properties?: Record<string, OpenApiSchema>;
  required?: string[];
  'x-kubernetes-group-version-kind'?: { group: string; version: string; kind: string }[];
  'x-kubernetes-list-type'?: string;
  'x-kubernetes-list-map-keys'?: string[];
  'x-kubernetes-map-type'?: string;
  'x-kubernetes-patch-strategy'?: string;
  'x-kubernetes-patch-merge-key'?: string;
  'x-kubernetes-unions'?: unknown;
}

/** The types reachable from the roots, with field order and emptiness from the Go types. */
export function compactTypes(schemas: Record<string, OpenApiSchema>, goFields: Record<string, string[]>, roots: string[]): Record<string, CompactType> {
  const out: Record<string, CompactType> = {};
  const queue = [...roots];
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    const schema = schemas[name];
    if (out[name] || !schema) continue;
    const type = compactType(schema, goFields[name] ?? []);
    out[name] = type;
    queue.push(...[...JSON.stringify(type).matchAll(/@([\w.-]+)/g)].map((match) => match[1] ?? ''));
  }
  return Object.fromEntries(Object.entries(out).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function compactType(schema: OpenApiSchema, goFields: string[]): CompactType {
  if (!schema.properties) return { t: scalarCode(schema) };
  const flags = new Map(goFields.map((field) => [field.split(':')[0] ?? '', field.split(':').slice(1)]));
  const names = [...flags.keys(), ...Object.keys(schema.properties)].filter((name, i, all) => all.indexOf(name) === i && schema.properties?.[name]);
  const fields = Object.fromEntries(names.map((name) => [name, compactField(schema.properties?.[name] ?? {}, flags.get(name) ?? ['p'])]));
  return { f: fields, ...(schema.required ? { r: schema.required } : {}), ...(schema['x-kubernetes-map-type'] === 'atomic' ? { a: 1 } : {}) };
}

function compactField(schema: OpenApiSchema, [flag = 'p', number = '']: string[]): CompactField {
  const field: CompactField = { t: typeCode(schema), e: flag as CompactField['e'] };
  if (number !== '') field.b = number;
  if (schema['x-kubernetes-list-type']) field.l = schema['x-kubernetes-list-type'] as 'atomic';
  if (schema['x-kubernetes-list-map-keys']) field.k = schema['x-kubernetes-list-map-keys'];
  if (schema['x-kubernetes-map-type'] === 'atomic') field.a = 1;
  if (schema['x-kubernetes-map-type'] === 'granular') field.a = 0;
  if (schema['x-kubernetes-patch-strategy']) field.p = schema['x-kubernetes-patch-strategy'];
  if (schema['x-kubernetes-patch-merge-key']) field.m = schema['x-kubernetes-patch-merge-key'];
  if (schema.enum) field.n = schema.enum.map(String);
  if (schema.default !== undefined && typeof schema.default !== 'object') field.d = schema.default as string;
  return field;
}

function typeCode(schema: OpenApiSchema): string {
  const ref = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (ref) return `@${ref.split('/').at(-1)}`;
  if (schema.type === 'array') return `[]${typeCode(schema.items ?? {})}`;
  if (schema.type === 'object' && schema.additionalProperties) return `{}${typeCode(schema.additionalProperties)}`;
  return scalarCode(schema);
}

function scalarCode(schema: OpenApiSchema): string {
  if (schema.format === 'int-or-string') return 'intOrString';
  if (schema.oneOf) return 'quantity';
  if (schema.type === 'string') return { byte: 'bytes', 'date-time': 'time' }[schema.format ?? ''] ?? 'string';
  if (schema.type === 'integer') return schema.format === 'int64' ? 'int64' : 'int32';
  if (schema.type === 'number') return 'number';
  if (schema.type === 'boolean') return 'boolean';
  return schema.type === 'object' ? 'object' : 'any';
}
