import { elementSchema, fieldSchema, isObject, ownField, resolveSchema, setField, type FieldSchema } from './field-schema.ts';
import { listItemElement } from './list-item.ts';
import type { PathElement } from './path-element.ts';

/**
 * Lays `right` over `left`: leaves of `right` win, maps merge by key, keyed lists by item. The order of merged lists is
 * that of structured-merge-diff: items of `right` in their order, items that only `left` has stay near their neighbours.
 * `undefined` stands for "not there".
 */
export function merge(left: unknown, right: unknown, declared: FieldSchema | undefined): unknown {
  if (left === undefined || right === undefined) return right === undefined ? left : right;
  const schema = resolveSchema(declared, right);
  const isLeaf = schema.kind === 'scalar' || schema.atomic === true;
  if (isLeaf) return right;
  return schema.kind === 'list' ? mergeLists(left, right, schema) : mergeMaps(left, right, schema);
}

function mergeMaps(left: unknown, right: unknown, schema: FieldSchema): unknown {
  if (!isObject(right) || Object.keys(right).length === 0) return isObject(left) && Object.keys(left).length > 0 ? left : right;
  if (!isObject(left)) return right;
  const out: Record<string, unknown> = { ...left };
  for (const [name, value] of Object.entries(right)) setField(out, name, merge(ownField(left, name), value, fieldSchema(schema, name)));
  return out;
}

function mergeLists(left: unknown, right: unknown, schema: FieldSchema): unknown {
  const before = Array.isArray(left) ? left : [];
  if (!Array.isArray(right) || right.length === 0) return before.length > 0 ? before : right;
  return new ListMerge(before, right, schema).run();
}

/** The two-cursor walk over both lists; a class because its steps change five pieces of state together. */
class ListMerge {
  readonly #left: readonly unknown[];
  readonly #right: readonly unknown[];
  readonly #schema: FieldSchema;
  readonly #leftElements: PathElement[];
  readonly #rightElements: PathElement[];
  readonly #leftItems: Map<PathElement, unknown>;
  readonly #rightItems: Map<PathElement, unknown>;
  readonly #done = new Set<PathElement>();
  readonly #shared: PathElement[];
  readonly #out: unknown[] = [];

  constructor(left: readonly unknown[], right: readonly unknown[], schema: FieldSchema) {
    this.#left = left;
    this.#right = right;
    this.#schema = schema;
    this.#leftElements = left.map((item) => listItemElement(schema, item));
    this.#rightElements = right.map((item) => listItemElement(schema, item));
    this.#leftItems = indexItems(this.#leftElements, left);
    this.#rightItems = indexItems(this.#rightElements, right);
    this.#shared = this.#rightElements.filter((element) => this.#leftElements.includes(element));
  }

  run(): unknown[] {
    let l = 0;
    let r = 0;
    while (l < this.#left.length || r < this.#right.length) {
      const element = this.#leftElements[l];
      if (element !== undefined && r < this.#right.length) {
        if (element === this.#rightElements[r]) {
          this.#takeRight(element);
          l += 1;
          r += 1;
          continue;
        }
        if (this.#rightItems.has(element) && this.#shared.length > 0 && this.#shared[0] !== element) {
          l += 1;
          continue;
        }
      }
      if (element !== undefined && !this.#rightItems.has(element)) {
        this.#out.push(this.#left[l]);
        l += 1;
        continue;
      }
      if (element !== undefined && this.#done.has(element)) l += 1;
      const next = this.#rightElements[r];
      if (next !== undefined) {
        this.#takeRight(next);
        r += 1;
      }
    }
    return this.#out;
  }

  #takeRight(element: PathElement): void {
    this.#done.add(element);
    this.#out.push(merge(this.#leftItems.get(element), this.#rightItems.get(element), elementSchema(this.#schema)));
    if (this.#shared[0] === element) this.#shared.shift();
  }
}

/** Items by identity; duplicates are left out, since no one of them can be meant. */
function indexItems(elements: readonly PathElement[], items: readonly unknown[]): Map<PathElement, unknown> {
  const index = new Map<PathElement, unknown>();
  elements.forEach((element, i) => index.set(element, index.has(element) ? undefined : items[i]));
  return index;
}
