/** Grows as numbers are written to it: 7 bits a byte, the lowest first, the eighth bit says that more follow (LEB128). */
export function pushVarint(bytes: number[], value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) | 0x80);
    rest = Math.floor(rest / 0x80);
  }
  bytes.push(rest);
}

/** A signed number as an unsigned one, small numbers staying small. */
export function zigzag(value: number): number {
  return value >= 0 ? value * 2 : -value * 2 - 1;
}

export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}

/** Reads what {@link pushVarint} wrote, and plain bytes; throws a RangeError where it ends too soon or a number is larger than 2^53. */
export class VarintReader {
  private readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get done(): boolean {
    return this.at >= this.bytes.length;
  }

  next(): number {
    let value = 0;
    for (let factor = 1; factor <= Number.MAX_SAFE_INTEGER; factor *= 0x80) {
      const byte = this.bytes[this.at++];
      if (byte === undefined) throw new RangeError('it ends inside a number');
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new RangeError('it holds a number that is too large');
  }

  take(count: number): Uint8Array {
    if (this.at + count > this.bytes.length) throw new RangeError('it ends too soon');
    this.at += count;
    return this.bytes.subarray(this.at - count, this.at);
  }
}
