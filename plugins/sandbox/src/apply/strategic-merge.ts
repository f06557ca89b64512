import { equalValues } from '@sherpack/field-set/equal';
import { isObject, ownField, setField } from '@sherpack/field-set/field-schema';
import type { NativeField, NativeType } from '../schemas/native-type.ts';

/** The patch directs something that cannot be done; the message is the API server's. */
export class StrategicPatchError extends Error {}

type Json = Record<string, unknown>;

const orderPrefix = '$setElementOrder/';
const deletePrefix = '$deleteFromPrimitiveList/';

/**
 * Strategic merge patch (apimachinery, strategicpatch): as a merge patch, but lists with a merge key merge by item, and
 * `$patch`, `$retainKeys`, `$setElementOrder/x` and `$deleteFromPrimitiveList/x` direct it.
 */
export function strategicMerge(target: unknown, patch: unknown, type: NativeType | undefined): unknown {
  if (!isObject(patch)) return patch;
  return mergeMap(isObject(target) ? target : {}, patch, type);
}

function mergeMap(target: Json, patch: Json, type: NativeType | undefined): Json | undefined {
  if (patch['$patch'] === 'delete') return undefined;
  if (patch['$patch'] === 'replace') return withoutDirectives(patch);
  if ('$patch' in patch) throw new StrategicPatchError(`unknown patch type: ${String(patch['$patch'])} in map: ${goText(patch)}`);
  const out = retainKeys({ ...target }, patch['$retainKeys']);
  for (const [name, value] of Object.entries(patch)) if (name.startsWith(deletePrefix)) deletePrimitives(out, name.slice(deletePrefix.length), value);
  for (const [name, value] of Object.entries(patch)) if (!name.startsWith('$')) mergeField(out, name, value, patch[orderPrefix + name], type);
  for (const [name, order] of Object.entries(patch)) {
    const list = name.slice(orderPrefix.length);
    if (name.startsWith(orderPrefix) && !Object.hasOwn(patch, list)) mergeField(out, list, [], order, type);
  }
  return out;
}

function mergeField(out: Json, name: string, value: unknown, order: unknown, type: NativeType | undefined): void {
  if (value === null) {
    delete out[name];
    return;
  }
  if (out[name] === undefined) {
    const taken = Array.isArray(value) && value.length === 0 && order !== undefined ? undefined : withoutDirected(value);
    if (taken !== undefined) out[name] = taken;
    return;
  }
  const field = type?.fields?.get(name);
  const below = field?.type ?? type?.item?.();
  const merged = mergeValue(ownField(out, name), value, field, below, order);
  if (merged === undefined) delete out[name];
  else setField(out, name, merged);
}

/** What is new is taken as it is, but for maps that direct how they would be merged, and for null. */
function withoutDirected(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutDirected).filter((item) => item !== undefined);
  if (!isObject(value)) return value;
  if ('$patch' in value) return undefined;
  const kept = Object.entries(value).filter(([name, item]) => item !== null && !name.startsWith('$')).map(([name, item]) => [name, withoutDirected(item)] as const);
  return Object.fromEntries(kept.filter(([, item]) => item !== undefined));
}

function mergeValue(before: unknown, value: unknown, field: NativeField | undefined, type: NativeType | undefined, order: unknown): unknown {
  if (isObject(value)) {
    const replaces = field?.patchStrategy?.split(',').includes('replace');
    return mergeMap(isObject(before) && !replaces ? before : {}, value, type);
  }
  if (!Array.isArray(value) || !field?.patchStrategy?.split(',').includes('merge')) return value;
  return mergeList(Array.isArray(before) ? before : [], value, field.patchMergeKey, type?.item?.(), Array.isArray(order) ? order : undefined);
}

function mergeList(before: readonly unknown[], patch: readonly unknown[], key: string | undefined, type: NativeType | undefined, order: readonly unknown[] | undefined): unknown[] {
  if (key === undefined || !patch.every(isObject)) {
    const merged = [...before, ...patch.filter((item) => !before.some((other) => equalValues(other, item)))];
    return ordered(merged, before, order ?? patch, undefined);
  }
  if (patch.some((item) => item['$patch'] === 'replace')) return patch.filter((item) => !('$patch' in item));
  refuseOrder(patch, order, key);
  const merged = patch.reduce<unknown[]>((items, item) => mergeItem(items, item, key, type), [...before]);
  return ordered(merged, before, order ?? patch.filter((item) => !('$patch' in item)), key);
}

/** The items of a patch stand in the order that it gives for the list. */
function refuseOrder(patch: readonly Json[], order: readonly unknown[] | undefined, key: string): void {
  if (!order) return;
  const kept = patch.filter((item) => !('$patch' in item));
  const places = kept.map((item) => order.findIndex((other) => isObject(other) && equalValues(other[key], item[key])));
  const isOrdered = places.every((place, i) => place >= 0 && (i === 0 || place > (places[i - 1] ?? -1)));
  if (!isOrdered) throw new StrategicPatchError(`The order in patch list:\n[${kept.map(goText).join(' ')}]\n doesn't match $setElementOrder list:\n[${order.map(goText).join(' ')}]\n`);
}

/** A value as Go prints a map. */
function goText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (!isObject(value)) return String(value);
  return `map[${Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, item]) => `${name}:${goText(item)}`).join(' ')}]`;
}

function mergeItem(items: readonly unknown[], patch: Json, key: string, type: NativeType | undefined): unknown[] {
  if (!(key in patch)) throw new StrategicPatchError(`map: ${goText(patch)} does not contain declared merge key: ${key}`);
  const isSame = (item: unknown): boolean => isObject(item) && equalValues(item[key], patch[key]);
  if (patch['$patch'] === 'delete') return items.filter((item) => !isSame(item));
  const index = items.findIndex(isSame);
  if (index < 0) return [...items, mergeMap({}, patch, type)];
  return items.map((item, i) => (i === index ? mergeMap(isObject(item) ? item : {}, patch, type) : item));
}

/** Items named in the order, or in the patch, come in that order; the others keep their place among the items they stood with before. */
function ordered(items: readonly unknown[], before: readonly unknown[], order: readonly unknown[] | undefined, key: string | undefined): unknown[] {
  if (!order) return [...items];
  const identity = (item: unknown): unknown => (key !== undefined && isObject(item) ? item[key] : item);
  const place = (list: readonly unknown[], item: unknown): number => list.findIndex((other) => equalValues(identity(other), identity(item)));
  const named = items.filter((item) => place(order, item) >= 0).toSorted((a, b) => place(order, a) - place(order, b));
  const rest = items.filter((item) => place(order, item) < 0);
  const out: unknown[] = [];
  while (rest.length > 0 && named.length > 0) {
    const isBefore = place(before, rest[0]) >= 0 && place(before, named[0]) >= 0 && place(before, rest[0]) < place(before, named[0]);
    out.push(isBefore ? rest.shift() : named.shift());
  }
  return [...out, ...rest, ...named];
}

function deletePrimitives(out: Json, name: string, values: unknown): void {
  const list = out[name];
  if (!Array.isArray(list) || !Array.isArray(values)) return;
  out[name] = list.filter((item) => !values.some((value) => equalValues(item, value)));
}

function retainKeys(target: Json, keys: unknown): Json {
  if (!Array.isArray(keys)) return target;
  return Object.fromEntries(Object.entries(target).filter(([name]) => keys.includes(name)));
}

function withoutDirectives(patch: Json): Json {
  return Object.fromEntries(Object.entries(patch).filter(([name]) => !name.startsWith('$')));
}
