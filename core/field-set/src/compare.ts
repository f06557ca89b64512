import { equalValues } from './equal.ts';
import { elementSchema, fieldSchema, isObject, ownField, resolveSchema, type FieldSchema } from './field-schema.ts';
import { FieldSetBuilder, Trail, type FieldSet } from './field-set.ts';
import { listItemElement } from './list-item.ts';
import { fieldElement, type PathElement } from './path-element.ts';

/** Paths that differ between two values of one type. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

interface Walk {
  readonly added: FieldSetBuilder;
  readonly modified: FieldSetBuilder;
  readonly removed: FieldSetBuilder;
}

/** `undefined` stands for "not there", null is a value. Keyed lists may hold duplicates; those are compared as one leaf. */
export function compare(left: unknown, right: unknown, schema: FieldSchema): Comparison {
  const walk = { added: new FieldSetBuilder(), modified: new FieldSetBuilder(), removed: new FieldSetBuilder() };
  compareAt(left, right, schema, undefined, walk);
  return { added: walk.added.set, modified: walk.modified.set, removed: walk.removed.set };
}

function compareAt(left: unknown, right: unknown, declared: FieldSchema | undefined, at: Trail | undefined, walk: Walk): void {
  const [first, second] = schemasFor(left, right, declared);
  const wasLeaf = compareAs(left, right, first, at, walk);
  const isLeaf = second === undefined ? wasLeaf : compareAs(left, right, second, at, walk);
  if (isLeaf) return;
  if (left === undefined) walk.added.insertAt(at);
  else if (right === undefined) walk.removed.insertAt(at);
}

/** A value whose type follows its content may change its shape: then both shapes are walked. */
function schemasFor(left: unknown, right: unknown, declared: FieldSchema | undefined): [FieldSchema, FieldSchema?] {
  const before = resolveSchema(declared, left);
  const after = resolveSchema(declared, right);
  if (right === undefined) return [before];
  return left === undefined || before === after ? [after] : [before, after];
}

/** Answers whether the value was compared as a whole. */
function compareAs(left: unknown, right: unknown, schema: FieldSchema, at: Trail | undefined, walk: Walk): boolean {
  const isLeaf = schema.kind === 'scalar' || schema.atomic === true || (isEmptyOf(left, schema) && isEmptyOf(right, schema));
  if (isLeaf) compareLeaf(left, right, at, walk);
  else if (schema.kind === 'list') compareLists(itemsOf(left), itemsOf(right), schema, at, walk);
  else compareMaps(fieldsOf(left), fieldsOf(right), schema, at, walk);
  return isLeaf;
}

/** Two empty values are compared as leaves, which keeps empty and null apart. */
function isEmptyOf(value: unknown, schema: FieldSchema): boolean {
  return schema.kind === 'list' ? itemsOf(value).length === 0 : Object.keys(fieldsOf(value)).length === 0;
}

function compareLeaf(left: unknown, right: unknown, at: Trail | undefined, walk: Walk): void {
  if (left === undefined) walk.added.insertAt(at);
  else if (right === undefined) walk.removed.insertAt(at);
  else if (!equalValues(left, right)) walk.modified.insertAt(at);
}

function compareMaps(left: Record<string, unknown>, right: Record<string, unknown>, schema: FieldSchema, at: Trail | undefined, walk: Walk): void {
  for (const name of Object.keys(left)) {
    const [before, after] = [left[name], ownField(right, name)];
    // Most of an object is the same before and after: neither path nor schema is needed for it.
    if (before !== after) compareAt(before, after, fieldSchema(schema, name), new Trail(at, fieldElement(name)), walk);
  }
  for (const name of Object.keys(right)) {
    const after = right[name];
    if (after !== undefined && !Object.hasOwn(left, name)) compareAt(undefined, after, fieldSchema(schema, name), new Trail(at, fieldElement(name)), walk);
  }
}

function compareLists(left: readonly unknown[], right: readonly unknown[], schema: FieldSchema, at: Trail | undefined, walk: Walk): void {
  const before = groupItems(left, schema);
  const after = groupItems(right, schema);
  for (const element of new Set([...before.keys(), ...after.keys()])) {
    compareItems(before.get(element) ?? [], after.get(element) ?? [], elementSchema(schema), new Trail(at, element), walk);
  }
}

function compareItems(left: readonly unknown[], right: readonly unknown[], schema: FieldSchema | undefined, at: Trail | undefined, walk: Walk): void {
  if (left.length <= 1 && right.length <= 1) return compareAt(left[0], right[0], schema, at, walk);
  if (left.length > 1 && right.length > 1) {
    if (!equalValues(left, right)) walk.modified.insertAt(at);
    return;
  }
  if (left.length > 1) {
    if (right.length > 0) compareAt(undefined, right[0], schema, at, walk);
    walk.removed.insertAt(at);
    return;
  }
  if (left.length > 0) compareAt(left[0], undefined, schema, at, walk);
  walk.added.insertAt(at);
}

function groupItems(items: readonly unknown[], schema: FieldSchema): Map<PathElement, unknown[]> {
  const groups = new Map<PathElement, unknown[]>();
  for (const item of items) {
    const element = listItemElement(schema, item);
    groups.set(element, [...(groups.get(element) ?? []), item]);
  }
  return groups;
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return isObject(value) ? value : {};
}
