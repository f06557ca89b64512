import { emptySet, isEmpty, type FieldSet } from './field-set.ts';
import type { PathElement } from './path-element.ts';

/** The JSON form of a set in `managedFields[].fieldsV1`: a member is `{}`, a member with children carries `"."`. */
export interface FieldsV1 {
  [element: string]: FieldsV1;
}

let lastId = 0;

/** A set with its JSON form, one for all that are equal. */
export class InternedSet implements FieldSet {
  readonly id: number;
  readonly members: ReadonlySet<PathElement>;
  readonly children: ReadonlyMap<PathElement, InternedSet>;
  readonly fields: FieldsV1;

  constructor(parts: readonly Part[]) {
    const members = parts.filter(({ isMember }) => isMember).map(({ element }) => element);
    const children = parts.flatMap(({ element, child }) => (child ? [[element, child] as const] : []));
    lastId += 1;
    this.id = lastId;
    // Few sets have both members and children; what is empty is the same for all.
    this.members = members.length === 0 ? emptySet.members : new Set(members);
    this.children = children.length === 0 ? none : new Map(children);
    this.fields = fieldsOf(parts);
  }
}

interface Part {
  readonly element: PathElement;
  readonly isMember: boolean;
  readonly child: InternedSet | undefined;
}

const none: ReadonlyMap<PathElement, InternedSet> = new Map();
const leaf: FieldsV1 = Object.freeze({});

function fieldsOf(parts: readonly Part[]): FieldsV1 {
  const fields: FieldsV1 = {};
  for (const { element, isMember, child } of parts) {
    if (child && isMember) fields[element] = { '.': leaf, ...child.fields };
    else fields[element] = child?.fields ?? leaf;
  }
  return Object.freeze(fields);
}

/** Sets of one generation. */
const generationSize = 4000;

let young = new Map<string, InternedSet>();
let old = new Map<string, InternedSet>();

/**
 * Thousands of objects have the same fields, or the same but for a name: what is equal is held once, parts included. Only
 * what was met lately is remembered, so that equal sets may have two forms, which costs memory and nothing else.
 */
export function interned(set: FieldSet): InternedSet {
  if (set instanceof InternedSet) return set;
  const elements = elementsOf(set);
  const children = elements.map((element) => childOf(set, element));
  // Lengths keep the parts apart.
  const key = elements.map((element, i) => (children[i] ? `${element.length}${set.members.has(element) ? '+' : '-'}${children[i].id}:${element}` : `${element.length}.${element}`)).join('');
  return recall(key) ?? remember(key, new InternedSet(elements.map((element, i) => partOf(set, element, children[i]))));
}

function childOf(set: FieldSet, element: PathElement): InternedSet | undefined {
  const below = set.children.get(element);
  return below && !isEmpty(below) ? interned(below) : undefined;
}

/** A child that is empty makes a member of its element, because that is what its JSON says. */
function partOf(set: FieldSet, element: PathElement, child: InternedSet | undefined): Part {
  return { element, isMember: child === undefined || set.members.has(element), child };
}

function recall(key: string): InternedSet | undefined {
  const found = young.get(key);
  if (found) return found;
  const aged = old.get(key);
  return aged && remember(key, aged);
}

function remember(key: string, set: InternedSet): InternedSet {
  if (young.size >= generationSize) {
    old = young;
    young = new Map();
  }
  young.set(key, set);
  return set;
}

/** In the order in which the API server writes them. */
function elementsOf(set: FieldSet): PathElement[] {
  const elements = [...set.members];
  for (const element of set.children.keys()) if (!set.members.has(element)) elements.push(element);
  return elements.length > 1 ? elements.sort(compareElements) : elements;
}

/** The kinds of elements, in the order in which the API server writes them. */
export const elementKinds = ['f', 'k', 'v', 'i'];

function compareElements(left: PathElement, right: PathElement): number {
  const byKind = left[0] === right[0] ? 0 : elementKinds.indexOf(left[0] ?? '') - elementKinds.indexOf(right[0] ?? '');
  if (byKind !== 0) return byKind;
  return left < right ? -1 : 1;
}
