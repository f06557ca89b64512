import { isObject, type FieldSchema } from './field-schema.ts';
import { keyElement, valueElement, type PathElement } from './path-element.ts';

/** A list item that cannot be told from the others; the message is the API server's. */
export class ListItemError extends Error {}

/** The path step of an item of a set or a keyed list. Throws ListItemError when the item has no identity. */
export function listItemElement(schema: FieldSchema, item: unknown): PathElement {
  if (schema.listType !== 'map') return setElement(item);
  if (item === null) throw new ListItemError('associative list with keys may not have a null element');
  if (!isObject(item)) throw new ListItemError('associative list with keys may not have non-map elements');
  return keyElement((schema.keys ?? []).map((key) => [key, keyValue(schema, key, item)]));
}

function keyValue(schema: FieldSchema, key: string, item: Record<string, unknown>): unknown {
  if (Object.hasOwn(item, key)) return item[key];
  const fallback = schema.keyDefaults?.[key];
  if (fallback !== undefined) return fallback;
  throw new ListItemError(`associative list with keys has an element that omits key field "${key}" (and doesn't have default value)`);
}

function setElement(item: unknown): PathElement {
  if (item === null) throw new ListItemError('associative list without keys has an element that\'s an explicit null');
  if (typeof item === 'object') throw new ListItemError(`associative list without keys has an element that's a ${Array.isArray(item) ? 'list' : 'map'} type`);
  return valueElement(item);
}
