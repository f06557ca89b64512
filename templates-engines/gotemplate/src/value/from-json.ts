import { GoMap } from './map.ts';
import { int64 } from './int.ts';

/** Copies of what was handed in, by the original: what is shared there is shared in templates, too. */
export type Copies = WeakMap<object, GoMap | unknown[]>;

/**
 * Values as templates see them: a JavaScript number is a float64, as everything that Helm reads from YAML and JSON, and a
 * bigint an int64, as what `--set` gives. Templates may change their values; those that were handed in stay as they are.
 */
export function fromJson(value: unknown, copies: Copies): unknown {
  if (typeof value === 'bigint') return int64(value);
  if (typeof value !== 'object' || value === null) return value ?? null;
  const known = copies.get(value);
  if (known !== undefined) return known;
  if (Array.isArray(value)) return copyList(value, copies);
  // Numbers with a spelling of their own (`1.0`) know their value.
  const number: unknown = 'text' in value && typeof value.valueOf() !== 'object' ? value.valueOf() : undefined;
  return typeof number === 'number' ? number : copyMap(value, copies);
}

function copyList(list: readonly unknown[], copies: Copies): unknown[] {
  const copy: unknown[] = [];
  copies.set(list, copy);
  for (const item of list) copy.push(fromJson(item, copies));
  return copy;
}

function copyMap(value: object, copies: Copies): GoMap {
  const map = new GoMap();
  copies.set(value, map);
  for (const key of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[key];
    if (member !== undefined) map[key] = fromJson(member, copies);
  }
  return map;
}
