import { elementSchema, fieldSchema, isObject, resolveSchema, type FieldSchema } from './field-schema.ts';
import { listItemElement, ListItemError } from './list-item.ts';
import { fieldElement, printPath, type FieldPath } from './path-element.ts';

/** What a value does wrong against its type, in the words of the API server: unknown fields, wrong types, duplicate items. */
export function typeErrors(value: unknown, declared: FieldSchema | undefined, path: FieldPath = []): string[] {
  if (value === null || value === undefined) return [];
  const schema = resolveSchema(declared, value);
  if (schema.kind === 'scalar') return scalarErrors(value, schema, path);
  if (schema.kind === 'list') return Array.isArray(value) ? listErrors(value, schema, path) : [expected('list', value, path)];
  return isObject(value) ? mapErrors(value, schema, path) : [expected('map', value, path)];
}

function scalarErrors(value: unknown, schema: FieldSchema, path: FieldPath): string[] {
  if (schema.scalar === 'string' && typeof value !== 'string') return [expected('string', value, path)];
  if (schema.scalar === 'boolean' && typeof value !== 'boolean') return [expected('boolean', value, path)];
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  return schema.scalar === 'numeric' && !isNumber ? [`${printPath(path)}: expected numeric (int or float), got ${goType(value)}`] : [];
}

function mapErrors(object: Record<string, unknown>, schema: FieldSchema, path: FieldPath): string[] {
  return Object.entries(object).flatMap(([name, value]) => {
    const below = [...path, fieldElement(name)];
    const declared = fieldSchema(schema, name);
    return declared === undefined ? [`${printPath(below)}: field not declared in schema`] : typeErrors(value, declared, below);
  });
}

function listErrors(items: readonly unknown[], schema: FieldSchema, path: FieldPath): string[] {
  if (schema.atomic) return items.flatMap((item, index) => typeErrors(item, elementSchema(schema), [...path, `i:${index}`]));
  const seen = new Set<string>();
  return items.flatMap((item, index) => itemErrors(item, index, schema, path, seen));
}

function itemErrors(item: unknown, index: number, schema: FieldSchema, path: FieldPath, seen: Set<string>): string[] {
  try {
    const element = listItemElement(schema, item);
    if (seen.has(element)) return [`${printPath(path)}: duplicate entries for key ${printPath([element])}`];
    seen.add(element);
    return typeErrors(item, elementSchema(schema), [...path, element]);
  } catch (error) {
    if (error instanceof ListItemError) return [`${printPath(path)}: element ${index}: ${error.message}`];
    throw error;
  }
}

/** What Go's %T prints for decoded JSON. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function expected(type: string, value: unknown, path: FieldPath): string {
  const shown = typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
  return `${printPath(path)}: expected ${type}, got &value.valueUnstructured{Value:${shown}}`;
}
