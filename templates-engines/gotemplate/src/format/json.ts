import { Host } from '../value/host.ts';
import { Int } from '../value/int.ts';
import { GoMap, NilMap, sortedKeys } from '../value/map.ts';
import { isNilSlice } from '../value/slice.ts';

export interface JsonOptions {
  /** Whether `<`, `>` and `&` are escaped, as Go does by default. */
  readonly html?: boolean;
  /** What one level is indented by; none: everything on one line. */
  readonly indent?: string;
  /** Called with the size of what is about to be written. */
  readonly spend?: (size: number) => void;
}

/** JSON has no form for the value; the message is Go's. */
export class UnencodableError extends Error {}

const MAX_DEPTH = 1000;

/** JSON as Go's encoding/json writes it: keys in byte order, `<` as `\u003c`. */
export function writeJson(value: unknown, options: JsonOptions): string {
  return encode(value, options, '', 0);
}

function encode(value: unknown, options: JsonOptions, margin: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new UnencodableError('json: unsupported value: encountered a cycle');
  options.spend?.(1);
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return text(value, options.html === true);
  if (typeof value === 'number') return number(value);
  if (typeof value === 'boolean') return String(value);
  if (value instanceof Int) return String(value.value);
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`;
  if (value instanceof Host) return encode(value.json(), options, margin, depth + 1);
  if (Array.isArray(value)) return isNilSlice(value) ? 'null' : list(value, options, margin, depth);
  return value instanceof NilMap ? 'null' : map(value as GoMap, options, margin, depth);
}

function list(items: readonly unknown[], options: JsonOptions, margin: string, depth: number): string {
  const inner = margin + (options.indent ?? '');
  return enclosed('[', items.map((item) => encode(item, options, inner, depth + 1)), ']', options, margin);
}

function map(members: GoMap, options: JsonOptions, margin: string, depth: number): string {
  const inner = margin + (options.indent ?? '');
  const colon = options.indent === undefined ? ':' : ': ';
  const keys = members instanceof GoMap ? sortedKeys(members) : Object.keys(members);
  return enclosed('{', keys.map((key) => text(key, options.html === true) + colon + encode(members[key], options, inner, depth + 1)), '}', options, margin);
}

function enclosed(open: string, parts: readonly string[], close: string, { indent }: JsonOptions, margin: string): string {
  if (indent === undefined || parts.length === 0) return open + parts.join(',') + close;
  const inner = `\n${margin}${indent}`;
  return `${open}${inner}${parts.join(`,${inner}`)}\n${margin}${close}`;
}

/** As JavaScript, but for an exponent that Go writes with two digits where it begins with `e+`. */
function number(value: number): string {
  if (!Number.isFinite(value)) throw new UnencodableError(`json: unsupported value: ${Number.isNaN(value) ? 'NaN' : `${value > 0 ? '+' : '-'}Inf`}`);
  return Object.is(value, -0) ? '-0' : String(value);
}

const SAFE = /^[ !#-%'-;=?-[\]-~]*$/;
const SPECIAL = /["\\<>&\u2028\u2029\p{Cc}]/gu;
const ESCAPES: Readonly<Record<string, string>> = { '"': '\\"', '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\b': '\\b', '\f': '\\f' };

function text(value: string, html: boolean): string {
  if (SAFE.test(value)) return `"${value}"`;
  return `"${value.replaceAll(/\p{Cs}/gu, '\ufffd').replaceAll(SPECIAL, (found) => escape(found, html))}"`;
}

function escape(found: string, html: boolean): string {
  const known = ESCAPES[found];
  if (known !== undefined) return known;
  const code = found.charCodeAt(0);
  if (code >= 0x7f && code <= 0x9f) return found;
  if (!html && (found === '<' || found === '>' || found === '&')) return found;
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
