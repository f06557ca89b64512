import { elementSchema, fieldSchema, isObject, resolveSchema, setField, type FieldSchema } from './field-schema.ts';
import { hasPath, isEmpty, withPrefix, type FieldSet } from './field-set.ts';
import { listItemElement } from './list-item.ts';
import { fieldElement } from './path-element.ts';

/**
 * Takes the paths of the set out of a value. Maps and lists which lose their last entry become null, atomic ones with a
 * path below them go as a whole; both as structured-merge-diff does it.
 */
export function removeItems(value: unknown, paths: FieldSet, declared: FieldSchema | undefined): unknown {
  const schema = resolveSchema(declared, value);
  if (schema.kind === 'scalar') return value;
  if (schema.kind === 'list') return Array.isArray(value) ? removeFromList(value, paths, schema) : null;
  return isObject(value) ? removeFromMap(value, paths, schema) : null;
}

function removeFromList(items: readonly unknown[], paths: FieldSet, schema: FieldSchema): unknown {
  if (schema.atomic) return null;
  const kept: unknown[] = [];
  for (const item of items) {
    const element = listItemElement(schema, item);
    if (hasPath(paths, [element])) continue;
    const below = withPrefix(paths, element);
    kept.push(isEmpty(below) ? item : removeItems(item, below, elementSchema(schema)));
  }
  return kept.length > 0 ? kept : null;
}

function removeFromMap(object: Record<string, unknown>, paths: FieldSet, schema: FieldSchema): unknown {
  if (schema.atomic) return null;
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object)) {
    const element = fieldElement(name);
    if (hasPath(paths, [element])) continue;
    const below = withPrefix(paths, element);
    setField(kept, name, isEmpty(below) ? value : removeItems(value, below, fieldSchema(schema, name)));
  }
  return Object.keys(kept).length > 0 ? kept : null;
}
