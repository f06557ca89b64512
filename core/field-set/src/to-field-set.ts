import { fieldSchema, elementSchema, isDeclaredField, isObject, resolveSchema, type FieldSchema } from './field-schema.ts';
import { FieldSetBuilder, Trail, type FieldSet } from './field-set.ts';
import { listItemElement } from './list-item.ts';
import { fieldElement, type PathElement } from './path-element.ts';

/** All paths that a value states, as server-side apply records them for an applied configuration. */
export function toFieldSet(value: unknown, schema: FieldSchema): FieldSet {
  const builder = new FieldSetBuilder();
  collect(value, schema, undefined, builder);
  return builder.set;
}

function collect(value: unknown, declared: FieldSchema | undefined, at: Trail | undefined, into: FieldSetBuilder): void {
  const schema = resolveSchema(declared, value);
  if (schema.kind === 'scalar' || schema.atomic) return into.insertAt(at);
  if (schema.kind === 'list') return Array.isArray(value) ? collectItems(value, schema, at, into) : undefined;
  if (isObject(value)) collectFields(value, schema, at, into);
}

function collectItems(items: readonly unknown[], schema: FieldSchema, at: Trail | undefined, into: FieldSetBuilder): void {
  const elements = items.map((item) => listItemElement(schema, item));
  const duplicates = duplicatesOf(elements);
  items.forEach((item, index) => {
    const below = new Trail(at, elements[index] ?? '');
    into.insertAt(below);
    if (!duplicates.has(elements[index] ?? '')) collect(item, elementSchema(schema), below, into);
  });
}

function duplicatesOf(elements: readonly PathElement[]): Set<PathElement> {
  const seen = new Set<PathElement>();
  return new Set(elements.filter((element) => seen.size === seen.add(element).size));
}

function collectFields(object: Record<string, unknown>, schema: FieldSchema, at: Trail | undefined, into: FieldSetBuilder): void {
  for (const [name, value] of Object.entries(object)) {
    const below = new Trail(at, fieldElement(name));
    collect(value, fieldSchema(schema, name), below, into);
    const isEmptyMap = isObject(value) && Object.keys(value).length === 0;
    if (value === null || isEmptyMap || !isDeclaredField(schema, name)) into.insertAt(below);
  }
}
