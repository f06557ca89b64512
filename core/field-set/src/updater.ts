import { compare, type Comparison } from './compare.ts';
import { equalValues } from './equal.ts';
import type { FieldSchema } from './field-schema.ts';
import { difference, emptySet, intersection, isEmpty, pathsOf, recursiveDifference, union, withNamedFields, type FieldSet } from './field-set.ts';
import { merge } from './merge.ts';
import { printPath } from './path-element.ts';
import { removeItems } from './remove.ts';
import { toFieldSet } from './to-field-set.ts';

/** The fields of one manager, as of the API version in which it wrote them. */
export interface ManagerFields {
  readonly set: FieldSet;
  readonly version: string;
  readonly applied: boolean;
}

/** Managers by their identity; a Map, because order is decided later, by the writer of `managedFields`. */
export type Managers = ReadonlyMap<string, ManagerFields>;

/** An object in one API version. `convert` brings it into another one; undefined when that version is gone. */
export interface VersionedValue {
  readonly value: unknown;
  readonly version: string;
}

export interface UpdaterContext {
  schemaOf(version: string): FieldSchema | undefined;
  convert(value: VersionedValue, version: string): unknown;
  /** Fields that this request may not own, such as `status` when it writes the main resource. */
  readonly ignored?: FieldSet;
}

export interface FieldConflict {
  readonly manager: string;
  readonly path: string;
}

export class FieldConflictError extends Error {
  readonly conflicts: readonly FieldConflict[];

  constructor(conflicts: readonly FieldConflict[]) {
    super(`${conflicts.length} field conflicts`);
    this.conflicts = conflicts;
  }
}

export interface Updated {
  /** Undefined after an apply that changed nothing. */
  readonly value: unknown;
  readonly managers: Managers;
}

/** Ownership after an update (PUT, patch): the manager takes what changed; nobody can object. */
export function updateManagers(live: VersionedValue, next: VersionedValue, managers: Managers, manager: string, context: UpdaterContext): Managers {
  const schema = schemaOrThrow(context, next.version);
  const comparisons = new Comparisons(live, next, context);
  const change = comparisons.whole(next.version) ?? compare(live.value, next.value, schema);
  const rest = settle(comparisons, managers, manager, true);
  const owned = rest.get(manager)?.set ?? emptySet;
  const taken = union(union(difference(owned, change.removed), change.modified), change.added);
  const kept = context.ignored ? recursiveDifference(taken, context.ignored) : taken;
  return withManager(rest, manager, { set: kept, version: next.version, applied: false });
}

/** Server-side apply. Throws FieldConflictError unless `force`. */
export function applyManagers(live: VersionedValue, config: VersionedValue, managers: Managers, manager: string, force: boolean, context: UpdaterContext): Updated {
  const schema = schemaOrThrow(context, config.version);
  const merged = { value: merge(live.value, config.value, schema), version: config.version };
  const last = managers.get(manager);
  const stated = toFieldSet(config.value, schema);
  const set = context.ignored ? recursiveDifference(stated, context.ignored) : stated;
  const claimed = withManager(managers, manager, { set, version: config.version, applied: true }, 'keep-empty');
  const next = { value: prune(merged, claimed, last, context), version: config.version };
  const settled = settle(new Comparisons(live, next, context), claimed, manager, force);
  const isSame = equalValues(live.value, next.value);
  return { value: isSame ? undefined : next.value, managers: settled };
}

/** Takes conflicting and removed fields from the other managers, or refuses. */
function settle(comparisons: Comparisons, managers: Managers, manager: string, force: boolean): Managers {
  const out = new Map<string, ManagerFields>();
  const conflicts: FieldConflict[] = [];
  for (const [name, fields] of managers) {
    const change = name === manager ? undefined : comparisons.at(fields.version);
    if (name !== manager && !change) continue;
    const clash = change ? intersection(fields.set, union(change.modified, change.added)) : emptySet;
    if (!force) conflicts.push(...pathsOf(clash).map((path) => ({ manager: name, path: printPath(path) })));
    const set = change ? difference(difference(fields.set, clash), change.removed) : fields.set;
    if (!isEmpty(set)) out.set(name, { ...fields, set });
  }
  if (conflicts.length > 0) throw new FieldConflictError(conflicts);
  return out;
}

/** What differs between two states, looked at in several versions; most managers share one. */
class Comparisons {
  readonly #live: VersionedValue;
  readonly #next: VersionedValue;
  readonly #context: UpdaterContext;
  readonly #whole = new Map<string, Comparison | undefined>();
  readonly #allowed = new Map<string, Comparison | undefined>();

  constructor(live: VersionedValue, next: VersionedValue, context: UpdaterContext) {
    this.#live = live;
    this.#next = next;
    this.#context = context;
  }

  /** Undefined when the version is gone. */
  whole(version: string): Comparison | undefined {
    if (!this.#whole.has(version)) {
      const schema = this.#context.schemaOf(version);
      this.#whole.set(version, schema && compare(at(this.#live, version, this.#context), at(this.#next, version, this.#context), schema));
    }
    return this.#whole.get(version);
  }

  /** Without the fields that this request may not own. */
  at(version: string): Comparison | undefined {
    const { ignored } = this.#context;
    const change = this.whole(version);
    if (!change || !ignored) return change;
    const known = this.#allowed.get(version);
    if (known) return known;
    const allowed = { added: recursiveDifference(change.added, ignored), modified: recursiveDifference(change.modified, ignored), removed: recursiveDifference(change.removed, ignored) };
    this.#allowed.set(version, allowed);
    return allowed;
  }
}

/** Takes out what the manager stated last time and no longer states, unless another manager owns it. */
function prune(merged: VersionedValue, managers: Managers, last: ManagerFields | undefined, context: UpdaterContext): unknown {
  const schema = last && context.schemaOf(last.version);
  if (!last || !schema || isEmpty(last.set)) return merged.value;
  const whole = { value: at(merged, last.version, context), version: last.version };
  const cut = { value: removeItems(whole.value, withNamedFields(last.set, schema), schema), version: last.version };
  const owned = addBackOwned(whole, cut, managers, context);
  const back = { value: at(owned, last.version, context), version: last.version };
  return at(addBackDangling(whole, back, last, schema), merged.version, context);
}

function addBackOwned(merged: VersionedValue, pruned: VersionedValue, managers: Managers, context: UpdaterContext): VersionedValue {
  const byVersion = new Map<string, FieldSet>();
  for (const fields of managers.values()) byVersion.set(fields.version, union(byVersion.get(fields.version) ?? emptySet, fields.set));
  const versions = [...byVersion.keys()].toSorted((left, right) => Number(right === merged.version) - Number(left === merged.version));
  return versions.reduce((current, version) => addBackOwnedAt(merged, current, version, byVersion.get(version) ?? emptySet, context), pruned);
}

function addBackOwnedAt(merged: VersionedValue, pruned: VersionedValue, version: string, owned: FieldSet, context: UpdaterContext): VersionedValue {
  const schema = context.schemaOf(version);
  if (!schema) return pruned;
  const whole = at(merged, version, context);
  const all = withNamedFields(setOf(whole, schema), schema);
  const kept = union(withNamedFields(setOf(at(pruned, version, context), schema), schema), withNamedFields(owned, schema));
  return { value: removeItems(whole, difference(all, kept), schema), version };
}

/** Keeps what nobody owns, such as defaults that the server filled in. */
function addBackDangling(merged: VersionedValue, pruned: VersionedValue, last: ManagerFields, schema: FieldSchema): VersionedValue {
  const kept = withNamedFields(setOf(pruned.value, schema), schema);
  const all = withNamedFields(setOf(merged.value, schema), schema);
  const gone = intersection(difference(all, kept), withNamedFields(last.set, schema));
  return { value: removeItems(merged.value, gone, schema), version: merged.version };
}

function setOf(value: unknown, schema: FieldSchema): FieldSet {
  return toFieldSet(value, schema);
}

function at(value: VersionedValue, version: string, context: UpdaterContext): unknown {
  return value.version === version ? value.value : context.convert(value, version);
}

function withManager(managers: Managers, name: string, fields: ManagerFields, empty: 'drop' | 'keep-empty' = 'drop'): Managers {
  const out = new Map(managers);
  if (isEmpty(fields.set) && empty === 'drop') out.delete(name);
  else out.set(name, fields);
  return out;
}

function schemaOrThrow(context: UpdaterContext, version: string): FieldSchema {
  const schema = context.schemaOf(version);
  if (!schema) throw new TypeError(`no schema for version ${version}`);
  return schema;
}
