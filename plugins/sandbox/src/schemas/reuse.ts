import { isObject, setField } from '@sherpack/field-set/field-schema';

/**
 * A new state of a JSON value with the very parts of the old one wherever the two are equal, spelling included: states
 * that are kept side by side take memory for their differences only, and comparing them later is quick.
 */
export function reuse(next: unknown, before: unknown): unknown {
  if (next === before) return before;
  if (Array.isArray(next)) return Array.isArray(before) ? reuseInList(next, before) : next;
  return isObject(next) && isObject(before) ? reuseInObject(next, before) : next;
}

function reuseInList(next: readonly unknown[], before: readonly unknown[]): readonly unknown[] {
  const items = next.map((item, i) => reuse(item, before[i]));
  return items.length === before.length && items.every((item, i) => item === before[i]) ? before : items;
}

function reuseInObject(next: Record<string, unknown>, before: Record<string, unknown>): Record<string, unknown> {
  const names = Object.keys(next);
  const old = Object.keys(before);
  let out: Record<string, unknown> | undefined;
  let isSame = names.length === old.length;
  for (const [i, name] of names.entries()) {
    const value = next[name];
    const part = Object.hasOwn(before, name) ? reuse(value, before[name]) : value;
    isSame &&= name === old[i] && part === before[name];
    if (part !== value) setField((out ??= { ...next }), name, part);
  }
  return isSame ? before : (out ?? next);
}
