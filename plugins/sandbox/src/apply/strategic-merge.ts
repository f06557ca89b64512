import { equalValues } from '@sherpack/field-set/equal';
import { isObject, ownField, setField } from '@sherpack/field-set/field-schema';
import type { NativeField, NativeType } from '../schemas/native-type.ts';

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
  const field = type?.fields?.get(name);
  const below = field?.type ?? type?.item?.();
  const merged = mergeValue(ownField(out, name), value, field, below, order);
  if (merged === undefined) delete out[name];
  else setField(out, name, merged);
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
    return ordered(merged, before, order, undefined);
  }
  if (patch.some((item) => item['$patch'] === 'replace')) return patch.filter((item) => !('$patch' in item));
  const merged = patch.reduce<unknown[]>((items, item) => mergeItem(items, item, key, type), [...before]);
  return ordered(merged, before, order, key);
}

function mergeItem(items: readonly unknown[], patch: Json, key: string, type: NativeType | undefined): unknown[] {
  const isSame = (item: unknown): boolean => isObject(item) && equalValues(item[key], patch[key]);
  if (patch['$patch'] === 'delete') return items.filter((item) => !isSame(item));
  const index = items.findIndex(isSame);
  if (index < 0) return [...items, mergeMap({}, patch, type)];
  return items.map((item, i) => (i === index ? mergeMap(isObject(item) ? item : {}, patch, type) : item));
}

/** Items named in the order come in that order; the others keep their place among the items they stood with before. */
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
