import { TYPE } from './map.ts';

/** Go's slice types but `[]interface {}`, which is a plain array, and `[]uint8`, which is a Uint8Array. */
export type SliceType = '[]string' | '[]int' | '[][]interface {}' | 'common.VersionSet';

const NIL: unique symbol = Symbol('nil');

export type Slice = unknown[] & { [TYPE]?: SliceType; [NIL]?: true };

/** Marks an array as a slice of another type than `[]interface {}`. Only for arrays that nobody else holds. */
export function typed(type: SliceType, items: unknown[]): unknown[] {
  (items as Slice)[TYPE] = type;
  return items;
}

export function strings(items: unknown[]): unknown[] {
  return typed('[]string', items);
}

export function sliceType(items: unknown[]): string {
  return (items as Slice)[TYPE] ?? '[]interface {}';
}

/** Whether Go's elements have the static type `interface {}`. */
export function isUntyped(items: unknown[]): boolean {
  return (items as Slice)[TYPE] === undefined;
}

/** Go's nil slice: empty, but `null` in JSON and YAML. */
export function nilSlice(type?: SliceType): unknown[] {
  const items: Slice = [];
  items[NIL] = true;
  return type === undefined ? items : typed(type, items);
}

export function isNilSlice(items: unknown[]): boolean {
  return (items as Slice)[NIL] === true;
}
