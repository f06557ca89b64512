import { directive } from '../format/directive.ts';
import { plainText, printed, sprint } from '../format/print.ts';
import { isPrintable } from '../format/quote.ts';
import { sprintf } from '../format/sprintf.ts';
import { formatValue } from '../format/verb.ts';
import { FunctionError } from '../run/failure.ts';
import { Host } from '../value/host.ts';
import { Int, int } from '../value/int.ts';
import { isTrue, typeName } from '../value/kind.ts';
import { GoMap, StringMap } from '../value/map.ts';
import { byteLength, toBytes } from '../value/text.ts';
import { compareLess, isEqual } from './compare.ts';
import { fn, type FunctionGroup } from './signature.ts';

/** The functions of Go's text/template itself; `and` and `or` are part of the language. */
export const builtin: FunctionGroup = {
  not: fn('value', (_frame, value: unknown) => !isTrue(value)),
  eq: fn('value ...value', (_frame, first: unknown, ...others: unknown[]) => isEqual(first, others)),
  ne: fn('value value', (_frame, a: unknown, b: unknown) => !isEqual(a, [b])),
  lt: fn('value value', (_frame, a: unknown, b: unknown) => compareLess(a, b)),
  le: fn('value value', (_frame, a: unknown, b: unknown) => compareLess(a, b) || isEqual(a, [b])),
  gt: fn('value value', (_frame, a: unknown, b: unknown) => !(compareLess(a, b) || isEqual(a, [b]))),
  ge: fn('value value', (_frame, a: unknown, b: unknown) => !compareLess(a, b)),
  len: fn('value', (_frame, value: unknown) => length(value)),
  index: fn('value ...value', (_frame, value: unknown, ...indexes: unknown[]) => index(value, indexes)),
  print: fn('...any', (_frame, ...values: unknown[]) => sprint(values)),
  println: fn('...any', (_frame, ...values: unknown[]) => `${values.map(plainText).join(' ')}\n`),
  printf: fn('string ...any', (frame, format: string, ...values: unknown[]) => {
    frame.run.chargeText(format.length);
    return sprintf(format, values);
  }),
  html: fn('...any', (_frame, ...values: unknown[]) => html(joined(values))),
  js: fn('...any', (_frame, ...values: unknown[]) => js(joined(values))),
  urlquery: fn('...any', (_frame, ...values: unknown[]) => urlQuery(joined(values))),
  call: fn('value ...value', (_frame, value: unknown) => {
    if (value === null || value === undefined) throw new FunctionError('call of nil');
    throw new FunctionError(`non-function ${plainText(value)} of type ${typeName(value)}`);
  }),
};

function joined(values: readonly unknown[]): string {
  return values.length === 1 ? printed(values[0]) : sprint(values.map((value) => (value === null ? '<no value>' : value)));
}

function length(value: unknown): Int {
  if (typeof value === 'string') return int(byteLength(value));
  if (Array.isArray(value) || value instanceof Uint8Array) return int(value.length);
  if (value instanceof GoMap) return int(Object.keys(value).length);
  if (value instanceof Host && value.kind === 'map') return int(Object.keys(value.fields()).length);
  if (value === null) throw new FunctionError('len of nil pointer');
  if (value === undefined) throw new FunctionError('reflect: call of reflect.Value.Type on zero Value');
  throw new FunctionError(`len of type ${typeName(value)}`);
}

function index(start: unknown, indexes: readonly unknown[]): unknown {
  if (start === null && indexes.length > 0) throw new FunctionError('index of untyped nil');
  if (start === undefined) throw new FunctionError('index of untyped nil');
  let value: unknown = start;
  for (const each of indexes) {
    if (value === null) throw new FunctionError('index of nil pointer');
    value = element(value, each);
  }
  return value;
}

function element(value: unknown, key: unknown): unknown {
  if (typeof value === 'string') return new Int(BigInt(toBytes(value)[position(key, byteLength(value))] ?? 0), 'uint8');
  if (Array.isArray(value)) return value[position(key, value.length)];
  if (value instanceof Uint8Array) return new Int(BigInt(value[position(key, value.length)] ?? 0), 'uint8');
  if (value instanceof GoMap) return value[mapKey(key)] ?? (value instanceof StringMap ? '' : null);
  if (value instanceof Host && value.kind === 'map') return value.fields()[mapKey(key)] ?? new Uint8Array();
  throw new FunctionError(`can't index item of type ${typeName(value)}`);
}

function mapKey(key: unknown): string {
  if (typeof key === 'string') return key;
  if (key === null || key === undefined) throw new FunctionError('value is nil; should be of type string');
  throw new FunctionError(`value has type ${typeName(key)}; should be string`);
}

function position(key: unknown, length: number): number {
  if (key === null || key === undefined) throw new FunctionError('cannot index slice/array with nil');
  if (!(key instanceof Int)) throw new FunctionError(`cannot index slice/array with type ${typeName(key)}`);
  const at = Number(key.value);
  if (at < 0 || at > length) throw new FunctionError(`index out of range: ${key.value}`);
  if (at === length) throw new FunctionError('reflect: slice index out of range');
  return at;
}

const HTML: Readonly<Record<string, string>> = { '\0': '\ufffd', '"': '&#34;', '\'': '&#39;', '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const JS: Readonly<Record<string, string>> = { '\\': '\\\\', '\'': '\\\'', '"': '\\"', '<': '\\u003C', '>': '\\u003E', '&': '\\u0026', '=': '\\u003D' };

function html(text: string): string {
  return text.replaceAll(/[\0"'&<>]/g, (found) => HTML[found] ?? found);
}

function js(text: string): string {
  return text.replaceAll(/[\\'"<>&=]|[^ -~]/gu, (found) => JS[found] ?? (found > '~' && isPrintable(found) ? found : `\\u${(found.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`));
}

/** Go's url.QueryEscape. */
export function urlQuery(text: string): string {
  const bytes = toBytes(text);
  let escaped = '';
  for (const byte of bytes) {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9\-_.~]/.test(character)) escaped += character;
    else escaped += character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

/** Go's `%s` of a value, which its messages about comparisons use. */
export function shown(value: unknown): string {
  return formatValue(value, directive('s'));
}
