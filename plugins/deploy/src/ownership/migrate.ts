import type { KubernetesObject, ManagedFieldsEntry } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { union } from '@sherpack/field-set/field-set';
import type { FieldsV1 } from '@sherpack/field-set/fields-v1';
import { fromFieldsV1, toFieldsV1 } from '@sherpack/field-set/fields-v1';

/**
 * Tools that deploy whole manifests, and how they write. What such a tool has set and the pack no longer states shall
 * go, so its fields become the release's before the first apply. Names: client-go `util/csaupgrade`, Helm 3 and 4.
 */
const DEPLOYERS: readonly (readonly [manager: string, operation: string])[] = [
  ['kubectl-client-side-apply', 'Update'], ['before-first-apply', 'Update'], ['kubectl', 'Apply'], ['helm', 'Update'], ['helm', 'Apply'],
];

/** The entries of such tools, in the API version in which the release writes. */
export function deployersOf({ metadata: { managedFields = [] } }: KubernetesObject, apiVersion: string): readonly ManagedFieldsEntry[] {
  return managedFields.filter(({ manager, operation, subresource, apiVersion: version }) =>
    (subresource ?? '') === '' && version === apiVersion && DEPLOYERS.some(([name, how]) => name === manager && how === operation));
}

export interface MigrationOptions {
  readonly apiVersion: string;
  readonly manager: string;
  /** Whether what those tools own becomes the release's. */
  readonly takesDeployers: boolean;
  /** API versions that are no longer served; their entries are named by the present one. */
  readonly retired: readonly string[];
}

/** `managedFields` as they are to be before the apply. */
export function migratedFields(live: KubernetesObject, { apiVersion, manager, takesDeployers, retired }: MigrationOptions): readonly ManagedFieldsEntry[] {
  const taken = takesDeployers ? deployersOf(live, apiVersion) : [];
  const merged = new Map<string, ManagedFieldsEntry>();
  for (const entry of live.metadata.managedFields ?? []) {
    const served = retired.includes(entry.apiVersion ?? '') ? { ...entry, apiVersion } : entry;
    const next: ManagedFieldsEntry = taken.includes(entry) ? { ...served, manager, operation: 'Apply' } : served;
    const key = JSON.stringify([next.manager, next.operation, next.apiVersion, next.subresource ?? '']);
    const known = merged.get(key);
    merged.set(key, known === undefined ? next : both(known, next));
  }
  return [...merged.values()];
}

function both(a: ManagedFieldsEntry, b: ManagedFieldsEntry): ManagedFieldsEntry {
  const fields = union(fromFieldsV1(a.fieldsV1 as FieldsV1 | undefined), fromFieldsV1(b.fieldsV1 as FieldsV1 | undefined));
  return { ...a, fieldsV1: toFieldsV1(fields), time: (a.time ?? '') > (b.time ?? '') ? a.time : b.time } as ManagedFieldsEntry;
}

/** Replaces `managedFields` of exactly this object in exactly this version, and nothing else (as `csaupgrade` does it). */
export function managedFieldsPatch({ uid, resourceVersion }: { readonly uid: string; readonly resourceVersion: string }, managedFields: readonly ManagedFieldsEntry[]): readonly object[] {
  return [
    { op: 'test', path: '/metadata/uid', value: uid },
    { op: 'replace', path: '/metadata/managedFields', value: managedFields },
    { op: 'replace', path: '/metadata/resourceVersion', value: resourceVersion },
  ];
}

export interface Leftover {
  readonly path: readonly (string | number)[];
  readonly before: unknown;
}

/** What a tool has set and the pack does not state: the apply after the migration takes it away. */
export function leftoversOf(live: KubernetesObject, desired: KubernetesObject): readonly Leftover[] {
  const moved = deployersOf(live, desired.apiVersion);
  const others = (live.metadata.managedFields ?? []).filter((entry) => !moved.includes(entry));
  const found = new Map<string, Leftover>();
  for (const { fieldsV1 } of moved) collect(fieldsV1 ?? {}, { live, desired, others: others.map((entry) => entry.fieldsV1), path: [] }, found);
  return [...found.values()];
}

interface Walk {
  readonly live: unknown;
  readonly desired: unknown;
  readonly others: readonly unknown[];
  readonly path: readonly (string | number)[];
}

function collect(fields: Readonly<Record<string, unknown>>, walk: Walk, found: Map<string, Leftover>): void {
  for (const [element, below] of Object.entries(fields)) {
    const step = element === '.' ? undefined : stepTo(element, walk.live);
    if (step === undefined) continue;
    const child = (walk.live as Record<string | number, unknown>)[step];
    const wished = wishedOf(element, walk.desired);
    const others = walk.others.filter(isObject).map((entry) => entry[element]).filter((entry) => entry !== undefined);
    const path = [...walk.path, step];
    if (wished === undefined && others.length === 0) found.set(path.join('\0'), { path, before: child });
    else if (isObject(below) && Object.keys(below).length > 0) collect(below, { live: child, desired: wished, others, path }, found);
  }
}

function stepTo(element: string, live: unknown): string | number | undefined {
  const name = element.slice(2);
  if (element.startsWith('f:')) return isObject(live) && live[name] !== undefined ? name : undefined;
  if (!Array.isArray(live)) return undefined;
  const index = live.findIndex((item) => isItem(element, item));
  return index < 0 ? undefined : index;
}

function wishedOf(element: string, desired: unknown): unknown {
  if (element.startsWith('f:')) return isObject(desired) ? desired[element.slice(2)] : undefined;
  return Array.isArray(desired) ? (desired.find((item) => isItem(element, item)) as unknown) : undefined;
}

/** A key that the item leaves out is a default, such as `protocol`. */
function isItem(element: string, item: unknown): boolean {
  const key: unknown = JSON.parse(element.slice(2));
  if (!isObject(key) || !isObject(item)) return key === item;
  return Object.entries(key).every(([name, value]) => item[name] === undefined || item[name] === value);
}
