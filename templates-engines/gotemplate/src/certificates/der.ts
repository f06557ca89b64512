/** Distinguished encoding of ASN.1 (ITU-T X.690), as far as certificates and keys need it. */
function encode(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = Buffer.concat(parts);
  return Buffer.concat([Uint8Array.of(tag), lengthOf(content.length), content]);
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const digits = length.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return Buffer.concat([Uint8Array.of(0x80 | bytes.length), bytes]);
}

export function sequence(...parts: readonly Uint8Array[]): Uint8Array {
  return encode(0x30, ...parts);
}

export function set(...parts: readonly Uint8Array[]): Uint8Array {
  return encode(0x31, ...parts);
}

/** Not negative. */
export function integer(value: bigint): Uint8Array {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return encode(0x02, (bytes[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array(), bytes);
}

export function boolean(value: boolean): Uint8Array {
  return encode(0x01, Uint8Array.of(value ? 0xff : 0));
}

export function octets(...content: readonly Uint8Array[]): Uint8Array {
  return encode(0x04, ...content);
}

export function bits(content: Uint8Array, unused = 0): Uint8Array {
  return encode(0x03, Uint8Array.of(unused), content);
}

/** `2.5.4.3` */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...more] = dotted.split('.').map(Number);
  return encode(0x06, Uint8Array.from([first * 40 + second, ...more.flatMap(base128)]));
}

function base128(value: number): number[] {
  const digits = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}

export function printableOrUtf8(text: string): Uint8Array {
  return encode(/^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text) ? 0x13 : 0x0c, new TextEncoder().encode(text));
}

/** UTCTime for the years in which it is clear, GeneralizedTime for others. */
export function time(at: Date): Uint8Array {
  const digits = at.toISOString().replaceAll(/[-:T]|\.\d+Z/g, '');
  const short = at.getUTCFullYear() >= 1950 && at.getUTCFullYear() < 2050;
  return encode(short ? 0x17 : 0x18, new TextEncoder().encode(`${short ? digits.slice(2) : digits}Z`));
}

/** `[n]`, around something or in place of its tag. */
export function tagged(number: number, kind: 'explicit' | 'implicit', content: Uint8Array): Uint8Array {
  return encode((kind === 'explicit' ? 0xa0 : 0x80) | number, content);
}

/** One element of an encoding. */
export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  /** Tag, length and content. */
  readonly whole: Uint8Array;
}

/** The elements that stand one behind the other. */
export function elements(bytes: Uint8Array): readonly Element[] {
  const found: Element[] = [];
  let at = 0;
  while (at + 1 < bytes.length) {
    const first = bytes[at + 1] ?? 0;
    const size = first < 0x80 ? 0 : first & 0x7f;
    const length = size === 0 ? first : Number.parseInt(Buffer.from(bytes.subarray(at + 2, at + 2 + size)).toString('hex') || '0', 16);
    const start = at + 2 + size;
    found.push({ tag: bytes[at] ?? 0, content: bytes.subarray(start, start + length), whole: bytes.subarray(at, start + length) });
    at = start + length;
  }
  return found;
}

export function toInteger({ content }: Element): bigint {
  return BigInt(`0x${Buffer.from(content).toString('hex') || '0'}`);
}
