import { Fault } from '../cel-error.ts';

export const INT_MAX = 9223372036854775807n;
export const INT_MIN = -9223372036854775808n;
const UINT_MAX = 18446744073709551615n;

/** CEL's `uint`. `int` is a bigint and `double` a number. */
export class Uint {
  readonly value: bigint;

  constructor(value: bigint) {
    this.value = value;
  }
}

export function toInt(value: bigint): bigint {
  if (value > INT_MAX || value < INT_MIN) throw new Fault('integer overflow');
  return value;
}

export function toUint(value: bigint): Uint {
  if (value > UINT_MAX || value < 0n) throw new Fault('unsigned integer overflow');
  return new Uint(value);
}

export function isNumeric(value: unknown): value is bigint | number | Uint {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof Uint;
}

/** A number that JavaScript compares exactly with any other: bigint and number mix in `<` and `==`. */
export function comparable(value: bigint | number | Uint): bigint | number {
  return value instanceof Uint ? value.value : value;
}
