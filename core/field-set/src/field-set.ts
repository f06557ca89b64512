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

/** A path as a chain from its end, for walkers: it becomes part of a set only where something is found. */
export class Trail {
  readonly up: Trail | undefined;
  readonly element: PathElement;
  /** The set in which this place was looked for last, and what stands there. */
  set: FieldSetBuilder | undefined;
  node: MutableFieldSet | undefined;

  constructor(up: Trail | undefined, element: PathElement) {
    this.up = up;
    this.element = element;
    this.set = undefined;
    this.node = undefined;
  }
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

  /** The root itself is no member. */
  insertAt(trail: Trail | undefined): void {
    if (trail) this.#nodeAt(trail.up).members.add(trail.element);
  }

  #nodeAt(trail: Trail | undefined): MutableFieldSet {
    if (!trail) return this.set;
    if (trail.set === this && trail.node) return trail.node;
    const node = childOf(this.#nodeAt(trail.up), trail.element);
    trail.set = this;
    trail.node = node;
    return node;
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

// What an operation leaves as it was is answered itself, whole sets included: most sets are large, and most changes small.

export function union(left: FieldSet, right: FieldSet): FieldSet {
  if (left === right || isEmpty(right)) return left;
  if (isEmpty(left)) return right;
  const children = changedChildren(left, right, (mine, other) => (mine ? union(mine, other) : other));
  const added = [...right.members].filter((member) => !left.members.has(member));
  const members = added.length === 0 ? left.members : new Set([...left.members, ...added]);
  return withParts(left, members, children);
}

export function intersection(left: FieldSet, right: FieldSet): FieldSet {
  if (left === right) return left;
  const [few, many] = left.children.size <= right.children.size ? [left, right] : [right, left];
  const children = new Map<PathElement, FieldSet>();
  for (const element of few.children.keys()) {
    if (!many.children.has(element)) continue;
    const child = intersection(withPrefix(left, element), withPrefix(right, element));
    if (!isEmpty(child)) children.set(element, child);
  }
  const [short, long] = left.members.size <= right.members.size ? [left, right] : [right, left];
  return { members: new Set([...short.members].filter((member) => long.members.has(member))), children };
}

/** What is in `left` and not in `right`. A path stays when only a parent of it is in `right`. */
export function difference(left: FieldSet, right: FieldSet): FieldSet {
  if (left === right) return emptySet;
  const children = changedChildren(left, right, (mine, other) => (mine ? difference(mine, other) : emptySet));
  return withParts(left, membersWithout(left, right), children);
}

/** As `difference`, and a member of `right` takes everything below it along. */
export function recursiveDifference(left: FieldSet, right: FieldSet): FieldSet {
  if (isEmpty(left) || isEmpty(right)) return left;
  const children = changedChildren(left, right, (mine, other) => (mine ? recursiveDifference(mine, other) : emptySet));
  const gone = [...right.members].filter((member) => children.has(member));
  return withParts(left, membersWithout(left, right), gone.length === 0 ? children : new Map([...children].filter(([element]) => !right.members.has(element))));
}

/** The children of `left` with those replaced that `right` has too; the empty are left out. */
function changedChildren(left: FieldSet, right: FieldSet, change: (mine: FieldSet | undefined, other: FieldSet) => FieldSet): ReadonlyMap<PathElement, FieldSet> {
  let changed: Map<PathElement, FieldSet> | undefined;
  for (const [element, other] of right.children) {
    const mine = left.children.get(element);
    const next = change(mine, other);
    if (next === (mine ?? emptySet)) continue;
    changed ??= new Map(left.children);
    if (isEmpty(next)) changed.delete(element);
    else changed.set(element, next);
  }
  return changed ?? left.children;
}

function membersWithout(left: FieldSet, right: FieldSet): ReadonlySet<PathElement> {
  let rest: Set<PathElement> | undefined;
  for (const member of right.members) {
    if (left.members.has(member)) (rest ??= new Set(left.members)).delete(member);
  }
  return rest ?? left.members;
}

function withParts(set: FieldSet, members: ReadonlySet<PathElement>, children: ReadonlyMap<PathElement, FieldSet>): FieldSet {
  return members === set.members && children === set.children ? set : { members, children };
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
