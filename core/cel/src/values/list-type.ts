import type { CelType } from '../cel-type.ts';
import { isCelMap } from './cel-map.ts';

export interface ListType {
  readonly kind: 'set' | 'map';
  readonly keys: readonly string[];
}

const listTypes = new WeakMap<readonly unknown[], ListType>();

/** Remembers that the order of a list means nothing (`x-kubernetes-list-type`): such lists are equal and added differently. */
export function keepListType(list: readonly unknown[], type: CelType): readonly unknown[] {
  if (type.kind === 'list' && type.listType) listTypes.set(list, { kind: type.listType, keys: type.keys ?? [] });
  return list;
}

export function listTypeOf(list: readonly unknown[]): ListType | undefined {
  return listTypes.get(list);
}

/**
 * `a + b` for lists of type set (what is there already is not added) and map (items of the same keys replace one another);
 * undefined for other lists.
 */
export function mergeLists(a: readonly unknown[], b: readonly unknown[], equal: (x: unknown, y: unknown) => boolean): readonly unknown[] | undefined {
  const type = listTypes.get(a);
  if (!type) return undefined;
  const result = [...a];
  for (const item of b) {
    const index = result.findIndex((other) => sameItem(type, other, item, equal));
    if (index < 0) result.push(item);
    else result[index] = item;
  }
  listTypes.set(result, type);
  return result;
}

export function sameItem(type: ListType, a: unknown, b: unknown, equal: (x: unknown, y: unknown) => boolean): boolean {
  if (type.kind === 'set') return equal(a, b);
  if (!isCelMap(a) || !isCelMap(b)) return false;
  return type.keys.every((key) => equal(a.get(key) ?? null, b.get(key) ?? null));
}
