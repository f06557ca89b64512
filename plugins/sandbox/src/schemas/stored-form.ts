import { isObject, setField } from '@sherpack/field-set/field-schema';
import type { NativeType } from './native-type.ts';

const holders = new WeakMap<NativeType, boolean>();

/**
 * Built-in kinds are kept as protobuf, which does not tell an empty list or map from none: where the JSON spells both
 * out, what was written as empty comes back as null. Answers the value itself where that changes nothing.
 *
 * @param live a value that has this form already; what it shares with the new one is not looked at
 */
export function storedForm(value: unknown, type: NativeType, live?: unknown): unknown {
  if (value === live || !mayHold(type)) return value;
  if (type.form === 'list' && Array.isArray(value)) return mapped(value, (item) => storedForm(item, type.item?.() ?? type));
  if (type.form === 'map' && isObject(value)) return fieldsOf(value, () => type.item?.(), undefined);
  return type.form === 'struct' && isObject(value) ? structForm(value, type, isObject(live) ? live : undefined) : value;
}

function structForm(value: Record<string, unknown>, type: NativeType, live: Record<string, unknown> | undefined): Record<string, unknown> {
  const out = fieldsOf(value, (name) => type.fields?.get(name)?.type, live);
  const empty = spelledOut(type).filter((name) => isEmpty(out[name]));
  return empty.length === 0 ? out : { ...out, ...Object.fromEntries(empty.map((name) => [name, null])) };
}

const lists = new WeakMap<NativeType, readonly string[]>();

/** The lists and maps of a struct that its JSON always has. */
function spelledOut(type: NativeType): readonly string[] {
  const known = lists.get(type);
  if (known) return known;
  const names = [...(type.fields?.values() ?? [])].filter(({ empty, type: { form } }) => empty === 'keep' && (form === 'list' || form === 'map')).map(({ name }) => name);
  lists.set(type, names);
  return names;
}

function isEmpty(value: unknown): boolean {
  return Array.isArray(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

function fieldsOf(value: Record<string, unknown>, typeOf: (name: string) => NativeType | undefined, live: Record<string, unknown> | undefined): Record<string, unknown> {
  let changed: Record<string, unknown> | undefined;
  for (const name of Object.keys(value)) {
    const item = value[name];
    const type = typeOf(name);
    const next = type ? storedForm(item, type, live?.[name]) : item;
    if (next !== item) setField((changed ??= { ...value }), name, next);
  }
  return changed ?? value;
}

function mapped(list: readonly unknown[], change: (item: unknown) => unknown): readonly unknown[] {
  const next = list.map(change);
  return next.some((item, i) => item !== list[i]) ? next : list;
}

/** Whether lists or maps that are always spelled out are somewhere below. */
function mayHold(type: NativeType): boolean {
  if (!type.fields && !type.item) return false;
  const known = holders.get(type);
  if (known !== undefined) return known;
  // Types may contain themselves; what is being looked at says no until it is known.
  holders.set(type, false);
  const item = type.item?.();
  const below = spelledOut(type).length > 0 || [...(type.fields?.values() ?? [])].some((field) => mayHold(field.type));
  const found = below || (item !== undefined && mayHold(item));
  holders.set(type, found);
  return found;
}
