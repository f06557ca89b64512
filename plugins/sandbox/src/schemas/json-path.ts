import { isObject, ownField, setField } from '@sherpack/field-set/field-schema';

/** Reads along field names; undefined where the way ends. */
export function read(value: unknown, ...names: readonly string[]): unknown {
  return names.reduce<unknown>((current, name) => (isObject(current) ? ownField(current, name) : undefined), value);
}

export function readObject(value: unknown, ...names: readonly string[]): Record<string, unknown> | undefined {
  const found = read(value, ...names);
  return isObject(found) ? found : undefined;
}

export function readList(value: unknown, ...names: readonly string[]): readonly Record<string, unknown>[] {
  const found = read(value, ...names);
  return Array.isArray(found) ? found.filter(isObject) : [];
}

export function readString(value: unknown, ...names: readonly string[]): string | undefined {
  const found = read(value, ...names);
  return typeof found === 'string' ? found : undefined;
}

export function readNumber(value: unknown, ...names: readonly string[]): number | undefined {
  const found = read(value, ...names);
  return typeof found === 'number' || typeof found === 'bigint' ? Number(found) : undefined;
}

export function readStrings(value: unknown, ...names: readonly string[]): readonly string[] {
  const found = read(value, ...names);
  return Array.isArray(found) ? found.filter((item): item is string => typeof item === 'string') : [];
}

/** A copy of an object without some of its fields. */
export function without<T extends object, K extends keyof T>(object: T, ...names: readonly K[]): Omit<T, K> {
  const out = { ...object };
  for (const name of names) delete out[name];
  return out;
}

/** A copy that shares nothing; keeps bigints. */
export function copyJson<T>(value: T): T {
  if (Array.isArray(value)) return value.map(copyJson) as T;
  if (!isObject(value)) return value;
  const out: Record<string, unknown> = {};
  for (const [name, item] of Object.entries(value)) setField(out, name, copyJson(item));
  return out as T;
}
