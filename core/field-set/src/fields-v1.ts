import { isObject } from './field-schema.ts';
import { emptySet, type FieldSet } from './field-set.ts';
import { elementKinds, interned, type FieldsV1, type InternedSet } from './interned.ts';
import type { PathElement } from './path-element.ts';

export type { FieldsV1 } from './interned.ts';

/** Sets and their JSON are values that nobody changes, and most are read and written again with every change of their object. */
const read = new WeakMap<FieldsV1, InternedSet>();

/** Others may have the same value: it is frozen. */
export function toFieldsV1(set: FieldSet): FieldsV1 {
  const found = interned(set);
  if (!read.has(found.fields)) read.set(found.fields, found);
  return found.fields;
}

/** Reads what `toFieldsV1` wrote; an empty node is a member even without `"."`. */
export function fromFieldsV1(fields: FieldsV1 | undefined): FieldSet {
  if (!fields) return emptySet;
  const known = read.get(fields);
  if (known) return known;
  const set = interned(readFields(fields));
  read.set(fields, set);
  return set;
}

function readFields(fields: FieldsV1): FieldSet {
  const members = new Set<PathElement>();
  const children = new Map<PathElement, FieldSet>();
  for (const [element, node] of Object.entries(fields)) {
    if (element === '.' || !elementKinds.includes(element[0] ?? '')) continue;
    const below = Object.keys(node).filter((key) => key !== '.');
    if (below.length === 0 || '.' in node) members.add(element);
    if (below.length > 0) children.set(element, readFields(node));
  }
  return { members, children };
}

/** Whether `fromFieldsV1` can read it. Steps of an unknown kind are those of a later version, which are left out. */
export function isFieldsV1(fields: unknown): fields is FieldsV1 {
  return isObject(fields) && Object.entries(fields).every(([element, node]) => element === '.' || (isElement(element) && isFieldsV1(node)));
}

function isElement(element: string): boolean {
  if (element[1] !== ':') return false;
  const [kind, text] = [element[0], element.slice(2)];
  if (kind === 'i') return /^[+-]?\d+$/.test(text);
  return (kind !== 'v' && kind !== 'k') || isJson(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
