import { Buffer } from 'node:buffer';
import type { KubernetesObject, ManagedFieldsEntry } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { jsonEqual } from '@sherpack/yaml/equal';

type Fields = Readonly<Record<string, unknown>>;
/** Whether a value that is owned as a whole is as wished. */
type SameLeaf = (desired: unknown, live: unknown) => boolean;

/**
 * Whether applying the object again would change nothing, proved from the live object alone: what our own field manager
 * owns are exactly the fields that the object sets, and all of them have the values that it sets. Where the proof fails
 * the server is asked; where it holds no dry run is needed.
 *
 * Lists that are one value, such as the limits of a LimitRange, do not tell what in them is a default of the server. They are
 * compared as a whole, unless the manifest is the one that was applied last: then what it says has to be in them.
 *
 * @param isRepeated the manifest is the same as that of the revision before, which was deployed
 *
 * The sets of fields are those of https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management.
 */
export function isApplied(desired: KubernetesObject, live: KubernetesObject, fieldManager: string, isRepeated = false): boolean {
  const own = (live.metadata.managedFields ?? []).filter((entry) => isOurs(entry, fieldManager));
  const [entry] = own;
  if (own.length !== 1 || entry?.apiVersion !== desired.apiVersion || !isObject(entry.fieldsV1)) return false;
  const { apiVersion: _version, kind: _kind, metadata, stringData, ...content } = desired;
  const { 'f:stringData': textFields, ...fields } = entry.fieldsV1;
  const { name: _name, namespace: _namespace, ...rest } = metadata;
  const { status: _status, ...present } = live;
  if ('status' in desired || !textsHold(textFields, stringData, live['data'])) return false;
  return holds(fields, Object.keys(rest).length === 0 ? content : { ...content, metadata: rest }, present, isRepeated ? contains : jsonEqual);
}

function isOurs({ manager, operation, subresource = '' }: ManagedFieldsEntry, fieldManager: string): boolean {
  return manager === fieldManager && operation === 'Apply' && subresource === '';
}

/** `stringData` of a Secret is owned under its name, and kept as `data`. */
function textsHold(fields: unknown, texts: unknown, data: unknown): boolean {
  if (texts === undefined || fields === undefined) return texts === fields;
  if (!isObject(texts) || !isObject(fields) || !isObject(data)) return false;
  const owned = Object.keys(fields).filter((name) => name !== '.');
  const isKept = ([name, text]: readonly [string, unknown]) => owned.includes(`f:${name}`) && typeof text === 'string' && data[name] === Buffer.from(text).toString('base64');
  return owned.length === Object.keys(texts).length && Object.entries(texts).every(isKept);
}

function holds(fields: Fields, desired: unknown, live: unknown, same: SameLeaf): boolean {
  const names = Object.keys(fields).filter((name) => name !== '.');
  if (names.length === 0) return isSameLeaf(desired, live, same);
  if (names.every((name) => name.startsWith('f:'))) return mapHolds(fields, names, desired, live, same);
  if (!Array.isArray(desired) || !Array.isArray(live) || desired.length !== names.length) return false;
  return names.every((name) => itemHolds(fields[name], name, desired, live, same));
}

/** What is empty owns only that it is there; others may have put something into it. */
function isSameLeaf(desired: unknown, live: unknown, same: SameLeaf): boolean {
  if (isObject(desired) && Object.keys(desired).length === 0) return isObject(live);
  return desired !== null && desired !== undefined && same(desired, live);
}

function contains(desired: unknown, live: unknown): boolean {
  if (Array.isArray(desired)) return Array.isArray(live) && live.length === desired.length && desired.every((item, index) => contains(item, live[index]));
  if (!isObject(desired) || !isObject(live)) return desired !== null && jsonEqual(desired, live);
  return Object.entries(desired).every(([name, value]) => value === undefined || contains(value, live[name]));
}

function mapHolds(fields: Fields, names: readonly string[], desired: unknown, live: unknown, same: SameLeaf): boolean {
  if (!isObject(desired) || !isObject(live)) return false;
  const set = Object.keys(desired).filter((name) => desired[name] !== undefined);
  if (set.length !== names.length) return false;
  return names.every((name) => {
    const own = name.slice(2);
    const below = fields[name];
    return Object.hasOwn(desired, own) && isObject(below) && holds(below, desired[own], live[own], same);
  });
}

/** An item that its keys name, or a value of a set. Keys that the object leaves to their defaults are in the live one. */
function itemHolds(below: unknown, name: string, desired: readonly unknown[], live: readonly unknown[], same: SameLeaf): boolean {
  const key = parsed(name.slice(2));
  if (key === undefined || !isObject(below)) return false;
  if (name.startsWith('v:')) return desired.some((item) => jsonEqual(item, key)) && live.some((item) => jsonEqual(item, key));
  if (!name.startsWith('k:') || !isObject(key)) return false;
  const wished = desired.filter((item) => isObject(item) && Object.entries(key).every(([member, value]) => item[member] === undefined || jsonEqual(item[member], value)));
  const present = live.filter((item) => isObject(item) && Object.entries(key).every(([member, value]) => jsonEqual(item[member], value)));
  return wished.length === 1 && present.length === 1 && holds(below, wished[0], present[0], same);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
