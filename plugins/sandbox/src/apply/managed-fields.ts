import { fromFieldsV1, isFieldsV1, toFieldsV1, type FieldsV1 } from '@sherpack/field-set/fields-v1';
import { interned } from '@sherpack/field-set/interned';
import type { ManagerFields, Managers } from '@sherpack/field-set/updater';
import type { ManagedFieldsEntry } from '../server/api-types.ts';

/** `managedFields` taken apart: fields and times by manager identity. */
export interface Managed {
  readonly managers: Managers;
  readonly times: ReadonlyMap<string, string>;
  /** Where it was taken from: entries in which nothing changes are kept, so that the states of an object share them. */
  readonly entries?: ReadonlyMap<string, ManagedFieldsEntry>;
}

export const nothingManaged: Managed = { managers: new Map(), times: new Map() };

/**
 * Who an entry belongs to: name, operation, subresource, and for updates the API version too. Apply has one entry per
 * name, whatever version it was made in.
 */
export function managerIdentity(entry: ManagedFieldsEntry): string {
  const apiVersion = entry.operation === 'Apply' ? undefined : entry.apiVersion;
  return JSON.stringify([entry.manager ?? '', entry.operation ?? '', apiVersion ?? '', entry.subresource ?? '']);
}

export function decodeManaged(given: readonly ManagedFieldsEntry[] | undefined): Managed {
  const managers = new Map<string, ManagerFields>();
  const times = new Map<string, string>();
  const entries = new Map<string, ManagedFieldsEntry>();
  for (const entry of given ?? []) {
    const identity = managerIdentity(entry);
    managers.set(identity, { set: fromFieldsV1(entry.fieldsV1 as unknown as FieldsV1), version: entry.apiVersion ?? '', applied: entry.operation === 'Apply' });
    if (entry.time !== undefined) times.set(identity, entry.time);
    entries.set(identity, entry);
  }
  return { managers, times, entries };
}

/** Whether the server understands an entry that a client wrote (apimachinery, managedfields/internal/managedfields.go). */
export function isReadable({ operation, apiVersion, fieldsType, fieldsV1 }: ManagedFieldsEntry): boolean {
  return (operation === 'Apply' || operation === 'Update') && Boolean(apiVersion) && fieldsType === 'FieldsV1' && (fieldsV1 === undefined || isFieldsV1(fieldsV1));
}

export function encodeManaged({ managers, times, entries }: Managed): ManagedFieldsEntry[] {
  const encoded = [...managers].map(([identity, { set, ...fields }]) => {
    const owned = { ...fields, set: interned(set) };
    const entry = entries?.get(identity);
    return entry && isEncoded(entry, owned, times.get(identity)) ? entry : encodeEntry(identity, owned, times.get(identity));
  });
  return encoded.length > 1 ? encoded.sort(compareEntries) : encoded;
}

/** Entries that came from outside have a form of their own, and not the one that equal fields share. */
function isEncoded(entry: ManagedFieldsEntry, fields: ManagerFields, time: string | undefined): boolean {
  return entry.time === time && entry.apiVersion === fields.version && (entry.fieldsV1 as unknown) === toFieldsV1(fields.set);
}

export function encodeEntry(identity: string, fields: ManagerFields, time: string | undefined): ManagedFieldsEntry {
  const [manager, operation, , subresource] = JSON.parse(identity) as [string, 'Apply' | 'Update', string, string];
  return {
    ...(manager === '' ? {} : { manager }),
    operation,
    apiVersion: fields.version,
    ...(time === undefined ? {} : { time }),
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(fields.set) as Record<string, never>,
    ...(subresource === '' ? {} : { subresource }),
  };
}

const order = ['operation', 'time', 'manager', 'apiVersion', 'subresource'] as const;

/** The order in which the API server keeps entries. */
function compareEntries(left: ManagedFieldsEntry, right: ManagedFieldsEntry): number {
  for (const name of order) {
    const [one, other] = [left[name] ?? '', right[name] ?? ''];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** How conflicts name a manager: `"kubectl" with subresource "status" using apps/v1`. */
export function describeManager(identity: string, managed: Managed): string {
  const [manager, operation, , subresource] = JSON.parse(identity) as [string, string, string, string];
  const where = subresource === '' ? '' : ` with subresource "${subresource}"`;
  const version = managed.managers.get(identity)?.version ?? '';
  const how = operation === 'Update' ? ` using ${version}` : '';
  return `${JSON.stringify(manager)}${where}${how}`;
}
