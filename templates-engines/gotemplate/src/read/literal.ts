import { quote } from '../format/quote.ts';
import { fromBytes } from '../value/text.ts';

/** A literal that cannot be read; the message is Go's. */
export class LiteralError extends Error {}

const SIMPLE: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92, '\'': 39, '"': 34 };
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([abfnrtv\\'"]))/y;

/** Go's strconv.Unquote of a `"…"` or `` `…` `` literal. */
export function unquote(source: string): string {
  if (source.startsWith('`')) return source.slice(1, -1).replaceAll('\r', '');
  const inner = source.slice(1, -1);
  return inner.includes('\\') ? unescape(inner, '"') : inner;
}

function unescape(inner: string, delimiter: string): string {
  const encoder = new TextEncoder();
  const parts: Uint8Array[] = [];
  let at = 0;
  while (at < inner.length) {
    const slash = inner.indexOf('\\', at);
    const end = slash === -1 ? inner.length : slash;
    parts.push(encoder.encode(inner.slice(at, end)));
    if (slash === -1) break;
    ESCAPE.lastIndex = slash;
    const found = ESCAPE.exec(inner);
    if (found === null || (found[5] ?? delimiter) === (delimiter === '"' ? '\'' : '"')) throw new LiteralError('invalid syntax');
    parts.push(bytesOf(found, encoder));
    at = ESCAPE.lastIndex;
  }
  return fromBytes(join(parts));
}

function bytesOf([, byte, short, long, octal, simple]: RegExpExecArray, encoder: InstanceType<typeof TextEncoder>): Uint8Array {
  if (byte !== undefined) return Uint8Array.of(Number.parseInt(byte, 16));
  if (octal !== undefined) return Uint8Array.of(octalByte(octal));
  if (simple !== undefined) return Uint8Array.of(SIMPLE[simple] ?? 0);
  const code = Number.parseInt(short ?? long ?? '', 16);
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) throw new LiteralError('invalid syntax');
  return encoder.encode(String.fromCodePoint(code));
}

function octalByte(digits: string): number {
  const value = Number.parseInt(digits, 8);
  if (value > 255) throw new LiteralError('invalid syntax');
  return value;
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What a number can be taken for. */
export interface NumberValue {
  readonly int: bigint | undefined;
  readonly uint: bigint | undefined;
  readonly float: number | undefined;
}

/** Go's rules for constants: `'a'` is an integer, `1e3` is an integer and a float, `0x1p4` both. */
export function readNumber(source: string): NumberValue {
  if (source.startsWith('\'')) return runeNumber(source);
  if (source.endsWith('i')) throw new LiteralError(`complex numbers are not supported: ${quote(source)}`);
  const int = parseInteger(source);
  const fitsInt = int !== undefined && int >= -(2n ** 63n) && int < 2n ** 63n;
  const fitsUint = int !== undefined && int >= 0n && int < 2n ** 64n;
  if (fitsInt || fitsUint) return { int: fitsInt ? int : undefined, uint: fitsUint ? int : undefined, float: Number(int) };
  if (int !== undefined && !/[.eEpP]/.test(source)) throw new LiteralError(`integer overflow: ${quote(source)}`);
  const float = parseFloatLiteral(source);
  if (float === undefined) throw new LiteralError(`illegal number syntax: ${quote(source)}`);
  if (!/[.eEpP]/.test(source)) throw new LiteralError(`integer overflow: ${quote(source)}`);
  const whole = Number.isInteger(float) && Math.abs(float) < 2 ** 63 ? BigInt(float) : undefined;
  return { int: whole, uint: whole !== undefined && whole >= 0n ? whole : undefined, float };
}

function runeNumber(source: string): NumberValue {
  const inner = source.slice(1, -1);
  const text = inner.includes('\\') ? unescape(inner, '\'') : inner;
  const [first = '', ...more] = text;
  if (inner === '') throw new LiteralError('invalid syntax');
  if (first === '' || more.length > 0) throw new LiteralError(`malformed character constant: ${source}`);
  const code = BigInt(first.codePointAt(0) ?? 0);
  return { int: code, uint: code, float: Number(code) };
}

/** Go's ParseInt with base 0: prefixes, a leading zero for octal, underscores between digits. */
export function parseInteger(source: string): bigint | undefined {
  const [, sign = '', body = ''] = /^([+-]?)(.*)$/s.exec(source) ?? [];
  const digits = integerDigits(body);
  if (digits === undefined) return undefined;
  return sign === '-' ? -BigInt(digits) : BigInt(digits);
}

function integerDigits(body: string): string | undefined {
  if (/^(?:0|[1-9](?:_?[0-9])*)$/.test(body)) return body.replaceAll('_', '');
  if (/^0[xX](?:_?[0-9a-fA-F])+$/.test(body) || /^0[bB](?:_?[01])+$/.test(body) || /^0[oO](?:_?[0-7])+$/.test(body)) return body.replaceAll('_', '').toLowerCase();
  return /^0(?:_?[0-7])+$/.test(body) ? `0o${body.slice(1).replaceAll('_', '')}` : undefined;
}

const DECIMAL = /^[+-]?(?:[0-9](?:_?[0-9])*\.?(?:[0-9](?:_?[0-9])*)?|\.[0-9](?:_?[0-9])*)(?:[eE][+-]?[0-9](?:_?[0-9])*)?$/;
const HEXADECIMAL = /^([+-]?)0[xX]([0-9a-fA-F_]*)(?:\.([0-9a-fA-F_]*))?[pP]([+-]?[0-9]+)$/;

function parseFloatLiteral(source: string): number | undefined {
  const hex = HEXADECIMAL.exec(source);
  if (hex !== null) {
    const [, sign, whole = '', fraction = '', exponent] = hex;
    const mantissa = Number.parseInt(`${whole}${fraction}`.replaceAll('_', '') || '0', 16);
    return (sign === '-' ? -1 : 1) * mantissa * 2 ** (Number(exponent) - 4 * fraction.replaceAll('_', '').length);
  }
  return DECIMAL.test(source) ? Number(source.replaceAll('_', '')) : undefined;
}
