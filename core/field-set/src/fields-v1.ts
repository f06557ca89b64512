import { isObject } from './field-schema.ts';
import { emptySet, isEmpty, type FieldSet } from './field-set.ts';
import type { PathElement } from './path-element.ts';

/** The JSON form of a set in `managedFields[].fieldsV1`: a member is `{}`, a member with children carries `"."`. */
export interface FieldsV1 {
  [element: string]: FieldsV1;
}

export function toFieldsV1(set: FieldSet): FieldsV1 {
  const known = written.get(set);
  if (known) return known;
  const fields = writeFields(set);
  written.set(set, fields);
  return fields;
}

/** Sets and their JSON are values that nobody changes, and most are read and written again with every change of their object. */
const written = new WeakMap<FieldSet, FieldsV1>();
const read = new WeakMap<FieldsV1, FieldSet>();

function writeFields(set: FieldSet): FieldsV1 {
  const elements = [...new Set([...set.members, ...set.children.keys()])].toSorted(compareElements);
  const out: FieldsV1 = {};
  for (const element of elements) out[element] = nodeOf(set, element);
  return out;
}

function nodeOf(set: FieldSet, element: PathElement): FieldsV1 {
  const child = set.children.get(element);
  if (!child || isEmpty(child)) return {};
  return set.members.has(element) ? { '.': {}, ...toFieldsV1(child) } : toFieldsV1(child);
}

/** Reads what `toFieldsV1` wrote; an empty node is a member even without `"."`. */
export function fromFieldsV1(fields: FieldsV1 | undefined): FieldSet {
  if (!fields) return emptySet;
  const known = read.get(fields);
  if (known) return known;
  const set = readFields(fields);
  read.set(fields, set);
  return set;
}

function readFields(fields: FieldsV1): FieldSet {
  const members = new Set<PathElement>();
  const children = new Map<PathElement, FieldSet>();
  for (const [element, node] of Object.entries(fields)) {
    if (element === '.' || !order.includes(element[0] ?? '')) continue;
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

const order = ['f', 'k', 'v', 'i'];

function compareElements(left: PathElement, right: PathElement): number {
  const byKind = order.indexOf(left[0] ?? '') - order.indexOf(right[0] ?? '');
  if (byKind !== 0) return byKind;
  return left < right ? -1 : 1;
}
