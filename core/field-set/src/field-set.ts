import { fieldName, isKeyElement, type FieldPath, type PathElement } from './path-element.ts';
import { elementSchema, fieldSchema, isDeclaredField, type FieldSchema } from './field-schema.ts';

/**
 * A set of field paths as a tree: `members` are the paths that end here, `children` those that go on.
 * Sets are values: every operation answers a new one. The operations are those of structured-merge-diff's fieldpath.Set.
 */
export interface FieldSet {
  readonly members: ReadonlySet<PathElement>;
  readonly children: ReadonlyMap<PathElement, FieldSet>;
}

interface MutableFieldSet {
  members: Set<PathElement>;
  children: Map<PathElement, MutableFieldSet>;
}

export const emptySet: FieldSet = { members: new Set(), children: new Map() };

export function isEmpty(set: FieldSet): boolean {
  if (set.members.size > 0) return false;
  for (const child of set.children.values()) if (!isEmpty(child)) return false;
  return true;
}

/** Collects paths, for walkers that find them one by one. */
export class FieldSetBuilder {
  readonly set: MutableFieldSet = { members: new Set(), children: new Map() };

  insert(path: FieldPath): void {
    if (path.length === 0) return;
    let node = this.set;
    for (const element of path.slice(0, -1)) node = childOf(node, element);
    node.members.add(path.at(-1) ?? '');
  }
}

function childOf(node: MutableFieldSet, element: PathElement): MutableFieldSet {
  const found = node.children.get(element);
  if (found) return found;
  const fresh = { members: new Set<PathElement>(), children: new Map<PathElement, MutableFieldSet>() };
  node.children.set(element, fresh);
  return fresh;
}

export function fieldSetOf(...paths: FieldPath[]): FieldSet {
  const builder = new FieldSetBuilder();
  for (const path of paths) builder.insert(path);
  return builder.set;
}

export function hasPath(set: FieldSet, path: FieldPath): boolean {
  let node: FieldSet | undefined = set;
  for (const element of path.slice(0, -1)) node = node?.children.get(element);
  return node?.members.has(path.at(-1) ?? '') ?? false;
}

/** The paths below `element`, without it. */
export function withPrefix(set: FieldSet, element: PathElement): FieldSet {
  return set.children.get(element) ?? emptySet;
}

export function union(left: FieldSet, right: FieldSet): FieldSet {
  if (isEmpty(right)) return left;
  if (isEmpty(left)) return right;
  return combine(left, right, (members, other) => new Set([...members, ...other]), union, 'all');
}

export function intersection(left: FieldSet, right: FieldSet): FieldSet {
  return combine(left, right, (members, other) => new Set([...members].filter((m) => other.has(m))), intersection, 'left');
}

/** What is in `left` and not in `right`. A path stays when only a parent of it is in `right`. */
export function difference(left: FieldSet, right: FieldSet): FieldSet {
  if (isEmpty(right)) return left;
  return combine(left, right, (members, other) => new Set([...members].filter((m) => !other.has(m))), difference, 'left');
}

/** As `difference`, and a member of `right` takes everything below it along. */
export function recursiveDifference(left: FieldSet, right: FieldSet): FieldSet {
  if (isEmpty(left) || isEmpty(right)) return left;
  const children = new Map<PathElement, FieldSet>();
  for (const [element, child] of left.children) {
    if (right.members.has(element)) continue;
    const rest = recursiveDifference(child, withPrefix(right, element));
    if (!isEmpty(rest)) children.set(element, rest);
  }
  return { members: new Set([...left.members].filter((m) => !right.members.has(m))), children };
}

function combine(
  left: FieldSet,
  right: FieldSet,
  members: (left: ReadonlySet<PathElement>, right: ReadonlySet<PathElement>) => Set<PathElement>,
  recurse: (left: FieldSet, right: FieldSet) => FieldSet,
  keys: 'left' | 'all',
): FieldSet {
  const children = new Map<PathElement, FieldSet>();
  const elements = keys === 'all' ? new Set([...left.children.keys(), ...right.children.keys()]) : left.children.keys();
  for (const element of elements) {
    const child = recurse(withPrefix(left, element), withPrefix(right, element));
    if (!isEmpty(child)) children.set(element, child);
  }
  return { members: members(left.members, right.members), children };
}

export function equalSets(left: FieldSet, right: FieldSet): boolean {
  return isEmpty(difference(left, right)) && isEmpty(difference(right, left));
}

/** Every path of the set, parents before their children, sorted. */
export function pathsOf(set: FieldSet, prefix: FieldPath = []): FieldPath[] {
  const elements = [...new Set([...set.members, ...set.children.keys()])].toSorted();
  return elements.flatMap((element) => {
    const path = [...prefix, element];
    const below = pathsOf(withPrefix(set, element), path);
    return set.members.has(element) ? [path, ...below] : below;
  });
}

/** Adds the fields that the schema names wherever something below them is in the set, so that removing the set removes them too. */
export function withNamedFields(set: FieldSet, schema: FieldSchema | undefined): FieldSet {
  const members = new Set(set.members);
  const children = new Map<PathElement, FieldSet>();
  for (const [element, child] of set.children) {
    const name = fieldName(element);
    if (name !== undefined && isDeclaredField(schema, name)) members.add(element);
    children.set(element, withNamedFields(child, schemaBelow(schema, element)));
  }
  return { members, children };
}

function schemaBelow(schema: FieldSchema | undefined, element: PathElement): FieldSchema | undefined {
  const name = fieldName(element);
  if (name !== undefined) return fieldSchema(schema, name);
  return isKeyElement(element) ? elementSchema(schema) : undefined;
}
