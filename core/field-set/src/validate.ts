import { elementSchema, fieldSchema, isObject, resolveSchema, type FieldSchema } from './field-schema.ts';
import { listItemElement, ListItemError } from './list-item.ts';
import { fieldElement, printPath, type FieldPath, type PathElement } from './path-element.ts';

/** What a value does wrong against its type, in the words of the API server: unknown fields, wrong types, duplicate items. */
export function typeErrors(value: unknown, declared: FieldSchema | undefined): string[] {
  return errorsAt(value, declared, undefined);
}

/** A path as a chain: it is spelled out for errors only, and there are few. */
interface Trail {
  readonly up: Trail | undefined;
  readonly element: PathElement;
}

function pathOf(trail: Trail | undefined): FieldPath {
  const path: PathElement[] = [];
  for (let at = trail; at; at = at.up) path.unshift(at.element);
  return path;
}

function errorsAt(value: unknown, declared: FieldSchema | undefined, path: Trail | undefined): string[] {
  if (value === null || value === undefined) return [];
  const schema = resolveSchema(declared, value);
  if (schema.kind === 'scalar') return scalarErrors(value, schema, path);
  if (schema.kind === 'list') return Array.isArray(value) ? listErrors(value, schema, path) : [expected('list', value, path)];
  return isObject(value) ? mapErrors(value, schema, path) : [expected('map', value, path)];
}

function scalarErrors(value: unknown, schema: FieldSchema, path: Trail | undefined): string[] {
  if (schema.scalar === 'string' && typeof value !== 'string') return [expected('string', value, path)];
  if (schema.scalar === 'boolean' && typeof value !== 'boolean') return [expected('boolean', value, path)];
  const isNumber = typeof value === 'number' || typeof value === 'bigint';
  return schema.scalar === 'numeric' && !isNumber ? [`${printPath(pathOf(path))}: expected numeric (int or float), got ${goType(value)}`] : [];
}

function mapErrors(object: Record<string, unknown>, schema: FieldSchema, path: Trail | undefined): string[] {
  const errors: string[] = [];
  for (const [name, value] of Object.entries(object)) {
    const below = { up: path, element: fieldElement(name) };
    const declared = fieldSchema(schema, name);
    if (declared === undefined) errors.push(`${printPath(pathOf(below))}: field not declared in schema`);
    else errors.push(...errorsAt(value, declared, below));
  }
  return errors;
}

function listErrors(items: readonly unknown[], schema: FieldSchema, path: Trail | undefined): string[] {
  if (schema.atomic) return items.flatMap((item, index) => errorsAt(item, elementSchema(schema), { up: path, element: `i:${index}` }));
  const seen = new Set<string>();
  return items.flatMap((item, index) => itemErrors(item, index, schema, path, seen));
}

function itemErrors(item: unknown, index: number, schema: FieldSchema, path: Trail | undefined, seen: Set<string>): string[] {
  try {
    const element = listItemElement(schema, item);
    if (seen.has(element)) return [`${printPath(pathOf(path))}: duplicate entries for key ${printPath([element])}`];
    seen.add(element);
    return errorsAt(item, elementSchema(schema), { up: path, element });
  } catch (error) {
    if (error instanceof ListItemError) return [`${printPath(pathOf(path))}: element ${index}: ${error.message}`];
    throw error;
  }
}

/** What Go's %T prints for decoded JSON. */
function goType(value: unknown): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (typeof value === 'object') return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function expected(type: string, value: unknown, path: Trail | undefined): string {
  const shown = typeof value === 'bigint' ? value.toString() : JSON.stringify(value);
  return `${printPath(pathOf(path))}: expected ${type}, got &value.valueUnstructured{Value:${shown}}`;
}
