import { difference, fieldSetOf, union, type FieldSet } from '@sherpack/field-set/field-set';
import { applyManagers, FieldConflictError, updateManagers, type ManagerFields, type Managers, type UpdaterContext, type VersionedValue } from '@sherpack/field-set/updater';
import { typeErrors } from '@sherpack/field-set/validate';
import { remainingConflicts, withLastApplied } from './last-applied.ts';
import { withoutManagedFields } from './metadata.ts';
import { decodeManaged, describeManager, encodeManaged, isReadable, managerIdentity, nothingManaged, type Managed } from './managed-fields.ts';
import { StatusError, badRequest, internalError } from '../server/status-error.ts';
import type { KubeObject, ManagedFieldsEntry } from '../server/api-types.ts';

/** Who writes, by which operation, where. */
export interface Writer {
  readonly manager: string;
  readonly subresource?: string;
  /** The API version of the request. */
  readonly version: string;
  /** Absent for writes through `scale`, whose entries carry no time. */
  readonly time?: string;
}

/** What ownership needs of a kind; `zero` is the object before anything is set. */
export interface FieldContext extends UpdaterContext {
  readonly zero: KubeObject;
  /** Whether objects of the kind were read as what they are, so that none can hold a value of another type. */
  readonly isTyped: boolean;
}

/** The fields that never belong to anyone. */
const stripped: FieldSet = fieldSetOf(
  ['f:apiVersion'],
  ['f:kind'],
  ['f:metadata'],
  ...['name', 'namespace', 'creationTimestamp', 'selfLink', 'uid', 'generation', 'managedFields', 'resourceVersion'].map((name) => ['f:metadata', `f:${name}`]),
);

/** More update managers than this are folded into one entry, oldest first. */
const updateManagerLimit = 10;

/**
 * Ownership after a create, PUT or patch: `next` with its `managedFields`. `live` is the zero object on create. Objects
 * whose fields nobody manages stay so until someone applies.
 */
export function trackUpdate(live: KubeObject, next: KubeObject, writer: Writer, context: FieldContext): KubeObject {
  const managed = managedBefore(live, next, writer);
  if (managed.managers.size === 0 && live.metadata.resourceVersion !== undefined) return withManaged(next, managed);
  if (isLostOnTheWay([live, next], managed, writer, context)) return withManaged(next, nothingManaged);
  const identity = managerIdentity(entryOf(writer, 'Update'));
  const self = 'current operation';
  const before = versioned(live, writer);
  const after = versioned(next, writer);
  const managers = new Map(updateManagers(before, after, managed.managers, self, context));
  const own = strip(managers.get(self));
  managers.delete(self);
  const times = new Map(managed.times);
  if (own) {
    managers.set(identity, mergeEntries(own, managers.get(identity)));
    if (writer.time === undefined) times.delete(identity);
    else times.set(identity, writer.time);
  }
  return withManaged(next, capped({ ...managed, managers, times }, context));
}

/**
 * What is not of its type cannot be compared, and what holds an item twice not in the versions of other managers; then
 * ownership is given up. Built-in kinds are of their types once they are read.
 */
function isLostOnTheWay(objects: readonly KubeObject[], managed: Managed, writer: Writer, context: FieldContext): boolean {
  const isForeign = hasForeignManager(managed, writer, context);
  if (context.isTyped && !isForeign) return false;
  const schema = context.schemaOf(writer.version);
  return objects.some((object) => typeErrors(withoutManagedFields(object), schema).some((error) => isForeign || !isDuplicate(error)));
}

function hasForeignManager({ managers }: Managed, writer: Writer, context: FieldContext): boolean {
  return [...managers.values()].some(({ version }) => version !== writer.version && context.schemaOf(version) !== undefined);
}

function isDuplicate(error: string): boolean {
  return error.includes(': duplicate entries for key ');
}

/** Server-side apply onto `live` (the zero object when there is none). Not changed: but maybe in ownership. */
export function trackApply(live: KubeObject, config: KubeObject, writer: Writer, force: boolean, context: FieldContext): { object: KubeObject; changed: boolean } {
  refuseTypeErrors(config, writer, context);
  const managed = managedForApply(live, writer, context);
  refuseUntypedLive(live, managed, writer, context);
  const identity = managerIdentity(entryOf(writer, 'Apply'));
  const result = applyOrConflict(live, config, managed, identity, writer, force, context);
  const managers = new Map(result.managers);
  const own = strip(managers.get(identity));
  if (own) managers.set(identity, own);
  else managers.delete(identity);
  const times = new Map(managed.times);
  const changed = result.value !== undefined;
  if (changed && writer.time !== undefined) times.set(identity, writer.time);
  const merged = changed ? (result.value as KubeObject) : withoutManagedFields(live);
  const object = withLastApplied(merged, config, writer);
  return { object: withManaged(object, { ...managed, managers, times }), changed: changed || object !== merged };
}

function applyOrConflict(live: KubeObject, config: KubeObject, managed: Managed, identity: string, writer: Writer, force: boolean, context: FieldContext): { value: unknown; managers: Managers } {
  const apply = (isForced: boolean): { value: unknown; managers: Managers } => applyManagers(versioned(live, writer), versioned(config, writer), managed.managers, identity, isForced, context);
  try {
    return apply(force);
  } catch (error) {
    if (error instanceof FieldConflictError) {
      const rest = remainingConflicts(error, live, writer, context);
      if (rest) throw conflictAnswer(rest, managed);
      return apply(true);
    }
    throw error;
  }
}

function conflictAnswer(error: FieldConflictError, managed: Managed): StatusError {
  const shown = error.conflicts.map(({ manager, path }) => ({ manager: describeManager(manager, managed), path }));
  const sorted = shown.toSorted((a, b) => (`${a.manager}${a.path}` < `${b.manager}${b.path}` ? -1 : 1));
  const causes = sorted.map(({ manager, path }) => ({ reason: 'FieldManagerConflict', message: `conflict with ${manager}`, field: path }));
  const count = `Apply failed with ${sorted.length} conflict${sorted.length === 1 ? '' : 's'}`;
  return new StatusError(409, 'Conflict', `${count}: ${conflictList(sorted)}`, { causes });
}

function conflictList(conflicts: readonly { manager: string; path: string }[]): string {
  const [only] = conflicts;
  if (conflicts.length === 1 && only) return `conflict with ${only.manager}: ${only.path}`;
  const managers = [...new Set(conflicts.map(({ manager }) => manager))];
  return managers.map((manager) => {
    const paths = conflicts.filter((conflict) => conflict.manager === manager).map(({ path }) => `- ${path}`);
    return `conflicts with ${manager}:\n${paths.join('\n')}`;
  }).join('\n');
}

function refuseTypeErrors(config: KubeObject, writer: Writer, context: FieldContext): void {
  if (config.metadata.managedFields !== undefined && config.metadata.managedFields !== null) throw badRequest('metadata.managedFields must be nil');
  const errors = typeErrors(config, context.schemaOf(writer.version));
  if (errors.length === 0) return;
  throw internalError(`failed to create typed patch object ${described(config, writer)}: ${listed(errors)}`);
}

/** Faults of the stored object: of its type, and items that are there twice where a manager wrote in another version. */
function refuseUntypedLive(live: KubeObject, managed: Managed, writer: Writer, context: FieldContext): void {
  const isForeign = hasForeignManager(managed, writer, context);
  if (context.isTyped && !isForeign) return;
  const errors = typeErrors(withoutManagedFields(live), context.schemaOf(writer.version));
  const ownErrors = errors.filter((error) => !isDuplicate(error));
  if (ownErrors.length > 0) throw internalError(`failed to create typed live object ${described(live, writer)}: ${listed(ownErrors)}`);
  if (isForeign && errors.length > 0) throw internalError(listed(errors));
}

function described({ metadata, kind = '' }: KubeObject, writer: Writer): string {
  const [group, version] = writer.version.includes('/') ? writer.version.split('/') : ['', writer.version];
  return `(${metadata.namespace ?? ''}/${metadata.name ?? ''}; ${group}/${version}, Kind=${kind})`;
}

function listed(errors: readonly string[]): string {
  return errors.length === 1 ? (errors[0] ?? '') : `errors:\n${errors.map((error) => `  ${error}`).join('\n')}`;
}

/** An object that was never applied to is first recorded as the work of `before-first-apply`. */
function managedForApply(live: KubeObject, writer: Writer, context: FieldContext): Managed {
  const managed = decodeManaged(live.metadata.managedFields);
  const isNew = live.metadata.resourceVersion === undefined;
  if (managed.managers.size > 0 || isNew) return managed;
  const identity = managerIdentity(entryOf({ ...writer, manager: 'before-first-apply' }, 'Update'));
  const empty: VersionedValue = { value: context.zero, version: writer.version };
  const before = updateManagers(empty, versioned(live, writer), new Map(), identity, context).get(identity);
  const own = strip(before);
  return own ? { managers: new Map([[identity, own]]), times: new Map(writer.time === undefined ? [] : [[identity, writer.time]]) } : managed;
}

/** A PUT may bring its own `managedFields`; `[]` and `[{}]` empty them, none or unreadable ones keep those of the live object. */
function managedBefore(live: KubeObject, next: KubeObject, writer: Writer): Managed {
  const given = next.metadata.managedFields;
  if (writer.subresource !== undefined || !given) return decodeManaged(live.metadata.managedFields);
  if (given.length === 0 || (given.length === 1 && Object.keys(given[0] ?? {}).length === 0)) return nothingManaged;
  return decodeManaged(given.every(isReadable) ? given : live.metadata.managedFields);
}

function mergeEntries(own: ManagerFields, previous: ManagerFields | undefined): ManagerFields {
  if (!previous) return own;
  return { ...own, set: union(own.set, previous.set) };
}

function strip(fields: ManagerFields | undefined): ManagerFields | undefined {
  if (!fields) return undefined;
  const set = difference(fields.set, stripped);
  const isNothing = set.members.size === 0 && set.children.size === 0;
  return isNothing ? undefined : { ...fields, set };
}

/** Folds the oldest update managers of a version into `ancient-changes`. */
function capped(managed: Managed, context: FieldContext): Managed {
  if (managed.managers.size <= updateManagerLimit) return managed;
  const updates = encodeManaged(managed).filter((entry) => entry.operation === 'Update');
  const surplus = updates.length - updateManagerLimit;
  if (surplus <= 0) return managed;
  const managers = new Map(managed.managers);
  const times = new Map(managed.times);
  for (const entry of updates.slice(0, surplus + 1)) {
    const identity = managerIdentity(entry);
    const ancient = managerIdentity({ manager: 'ancient-changes', operation: 'Update', ...(entry.apiVersion === undefined ? {} : { apiVersion: entry.apiVersion }) });
    const fields = managers.get(identity);
    if (!fields || identity === ancient || context.schemaOf(fields.version) === undefined) continue;
    managers.delete(identity);
    managers.set(ancient, mergeEntries(fields, managers.get(ancient)));
    times.set(ancient, entry.time ?? '');
  }
  return { ...managed, managers, times };
}

function versioned(object: KubeObject, writer: Writer): VersionedValue {
  return { value: withoutManagedFields(object), version: writer.version };
}

function entryOf(writer: Writer, operation: 'Apply' | 'Update'): ManagedFieldsEntry {
  return { manager: writer.manager, operation, apiVersion: writer.version, ...(writer.subresource === undefined ? {} : { subresource: writer.subresource }) };
}

function withManaged(object: KubeObject, managed: Managed): KubeObject {
  const entries = encodeManaged(managed);
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata: entries.length > 0 ? { ...metadata, managedFields: entries } : metadata };
}
