import { strval } from '../format/print.ts';
import { Int } from '../value/int.ts';
import { isUntyped } from '../value/slice.ts';

/** Sprig's strslice: the texts of a list without its nils; anything else is a list of one. */
export function strslice(value: unknown): string[] {
  if (Array.isArray(value)) return isUntyped(value) ? value.filter((item) => item !== null).map(strval) : value.map(strval);
  if (value instanceof Uint8Array) return [...value].map((byte) => strval(new Int(BigInt(byte), 'uint8')));
  return value === null || value === undefined ? [] : [strval(value)];
}
