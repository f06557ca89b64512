import { isObject, type FieldSchema } from './field-schema.ts';
import { keyElement, valueElement, type PathElement } from './path-element.ts';

/** A list item that cannot be told from the others; the message is the API server's. */
export class ListItemError extends Error {}

/** The path step of an item of a set or a keyed list. Throws ListItemError when the item has no identity. */
export function listItemElement(schema: FieldSchema, item: unknown): PathElement {
  if (schema.listType !== 'map') return setElement(item);
  if (item === null) throw new ListItemError('associative list with keys may not have a null element');
  if (!isObject(item)) throw new ListItemError('associative list with keys may not have non-map elements');
  const keys = (schema.keys ?? []).flatMap((key) => keyOf(schema, key, item));
  if (keys.length === 0) throw new ListItemError(`associative list with keys has an element that omits all key fields [${(schema.keys ?? []).map((key) => JSON.stringify(key)).join(' ')}] (and doesn't have default values for any key fields)`);
  return keyElement(keys);
}

/** An item without the key is another one than those with any value of it. */
function keyOf(schema: FieldSchema, key: string, item: Record<string, unknown>): [string, unknown][] {
  const value = Object.hasOwn(item, key) ? item[key] : schema.keyDefaults?.[key];
  return value === undefined ? [] : [[key, value]];
}

function setElement(item: unknown): PathElement {
  if (item === null) throw new ListItemError('associative list without keys has an element that\'s an explicit null');
  if (typeof item === 'object') throw new ListItemError(`associative list without keys has an element that's a ${Array.isArray(item) ? 'list' : 'map'} type`);
  return valueElement(item);
}
