/** Go's integer types, as `typeOf` and `%T` print them. */
export type IntType = 'int' | 'int32' | 'int64' | 'uint8' | 'uint32' | 'uint64';

/** A Go integer. A JavaScript number in a template is always a float64, so integers need a form of their own. */
export class Int {
  readonly value: bigint;
  readonly type: IntType;
  private shown: string | undefined;

  constructor(value: bigint, type: IntType) {
    this.value = value;
    this.type = type;
    this.shown = undefined;
  }

  /** In decimal. The small ones are shared and printed again and again. */
  get text(): string {
    return (this.shown ??= String(this.value));
  }
}

const CACHED = 1024;
const cache: Int[] = [];

/** @param value a whole number that a double holds exactly */
export function int(value: number): Int {
  if (value < 0 || value >= CACHED) return new Int(BigInt(value), 'int');
  return (cache[value] ??= new Int(BigInt(value), 'int'));
}

/** Wraps as Go's 64-bit arithmetic does. */
export function int64(value: bigint): Int {
  return new Int(BigInt.asIntN(64, value), 'int64');
}

/** For lengths and counts: as a JavaScript number, which is exact in every range where a length makes sense. */
export function toNumber(value: Int): number {
  return Number(value.value);
}

export function isUnsigned({ type }: Int): boolean {
  return type.startsWith('u');
}
