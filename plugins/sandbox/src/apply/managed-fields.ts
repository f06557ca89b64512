import { fromFieldsV1, isFieldsV1, toFieldsV1, type FieldsV1 } from '@sherpack/field-set/fields-v1';
import type { ManagerFields, Managers } from '@sherpack/field-set/updater';
import type { ManagedFieldsEntry } from '../server/api-types.ts';

/** `managedFields` taken apart: fields and times by manager identity. */
export interface Managed {
  readonly managers: Managers;
  readonly times: ReadonlyMap<string, string>;
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

export function decodeManaged(entries: readonly ManagedFieldsEntry[] | undefined): Managed {
  const managers = new Map<string, ManagerFields>();
  const times = new Map<string, string>();
  for (const entry of entries ?? []) {
    const identity = managerIdentity(entry);
    managers.set(identity, { set: fromFieldsV1(entry.fieldsV1 as unknown as FieldsV1), version: entry.apiVersion ?? '', applied: entry.operation === 'Apply' });
    if (entry.time !== undefined) times.set(identity, entry.time);
  }
  return { managers, times };
}

/** Whether the server understands an entry that a client wrote (apimachinery, managedfields/internal/managedfields.go). */
export function isReadable({ operation, apiVersion, fieldsType, fieldsV1 }: ManagedFieldsEntry): boolean {
  return (operation === 'Apply' || operation === 'Update') && Boolean(apiVersion) && fieldsType === 'FieldsV1' && (fieldsV1 === undefined || isFieldsV1(fieldsV1));
}

export function encodeManaged(managed: Managed): ManagedFieldsEntry[] {
  const entries = [...managed.managers].map(([identity, fields]) => encodeEntry(identity, fields, managed.times.get(identity)));
  return entries.toSorted(compareEntries);
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

/** The order in which the API server keeps entries. */
function compareEntries(left: ManagedFieldsEntry, right: ManagedFieldsEntry): number {
  const keys = (entry: ManagedFieldsEntry): string[] => [entry.operation ?? '', entry.time ?? '', entry.manager ?? '', entry.apiVersion ?? '', entry.subresource ?? ''];
  const other = keys(right);
  for (const [i, key] of keys(left).entries()) {
    if (key !== other[i]) return key < (other[i] ?? '') ? -1 : 1;
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
