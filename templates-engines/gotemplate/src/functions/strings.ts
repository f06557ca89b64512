import { plainText, strval } from '../format/print.ts';
import { quote } from '../format/quote.ts';
import { FunctionError } from '../run/failure.ts';
import type { Frame } from '../run/frame.ts';
import { toNumber, type Int } from '../value/int.ts';
import { mapOf, StringMap } from '../value/map.ts';
import { strings as stringList } from '../value/slice.ts';
import { byteLength, sliceBytes } from '../value/text.ts';
import { strslice } from './string-list.ts';
import { fn, type FunctionGroup } from './signature.ts';

function repeat(frame: Frame, count: Int, text: string): string {
  const times = toNumber(count);
  if (times < 0) throw new FunctionError('strings: negative Repeat count');
  frame.run.chargeText(times * text.length);
  return text.repeat(times);
}

function indent(frame: Frame, spaces: Int, text: string): string {
  const width = toNumber(spaces);
  if (width < 0) throw new FunctionError('strings: negative Repeat count');
  const pad = ' '.repeat(Math.min(width, 1_000_000));
  if (width > 100) frame.run.chargeText(width * text.split('\n').length);
  return pad + (text.includes('\n') ? text.replaceAll('\n', `\n${pad}`) : text);
}

function replaceAll(frame: Frame, from: string, to: string, text: string): string {
  const parts = from === '' ? [...text].length + 1 : text.split(from).length;
  frame.run.chargeText(text.length + (parts - 1) * to.length);
  if (from !== '') return text.replaceAll(from, () => to);
  return to + [...text].map((character) => character + to).join('');
}

function trunc(_frame: Frame, count: Int, text: string): string {
  const width = toNumber(count);
  const length = byteLength(text);
  if (width < 0 && length + width > 0) return sliceBytes(text, length + width, length);
  return width >= 0 && length > width ? sliceBytes(text, 0, width) : text;
}

function substr(_frame: Frame, start: Int, end: Int, text: string): string {
  const length = byteLength(text);
  const from = toNumber(start);
  const to = toNumber(end);
  if (from < 0) return bounded(text, 0, to, length);
  return bounded(text, from, to < 0 || to > length ? length : to, length);
}

function bounded(text: string, from: number, to: number, length: number): string {
  if (to < 0 || to > length) throw new FunctionError(`runtime error: slice bounds out of range [:${to}] with length ${length}`);
  if (from > to) throw new FunctionError(`runtime error: slice bounds out of range [${from}:${to}]`);
  return sliceBytes(text, from, to);
}

/** Every character of `cutset` at both ends. */
function trimAll(_frame: Frame, cutset: string, text: string): string {
  const cut = new Set(cutset);
  const characters = [...text];
  let start = 0;
  let end = characters.length;
  while (start < end && cut.has(characters[start] ?? '')) start++;
  while (end > start && cut.has(characters[end - 1] ?? '')) end--;
  return characters.slice(start, end).join('');
}

function splitText(separator: string, text: string): string[] {
  return separator === '' ? [...text] : text.split(separator);
}

function splitAtMost(separator: string, limit: number, text: string): string[] {
  const parts = splitText(separator, text);
  if (limit < 0 || parts.length <= limit) return parts;
  return limit === 0 ? [] : [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}

function numbered(parts: readonly string[]): StringMap {
  return Object.assign(new StringMap(), mapOf(parts.map((part, index) => [`_${index}`, part] as const)));
}

function present(values: readonly unknown[]): unknown[] {
  return values.filter((value) => value !== null && value !== undefined);
}

const trimPattern = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

function cat(_frame: Frame, ...values: unknown[]): string {
  return present(values).map(plainText).join(' ');
}

export const strings: FunctionGroup = {
  trim: fn('string', (_frame, text: string) => text.replaceAll(trimPattern, '')),
  trimAll: fn('string string', trimAll),
  trimall: fn('string string', trimAll),
  trimSuffix: fn('string string', (_frame, suffix: string, text: string) => (suffix !== '' && text.endsWith(suffix) ? text.slice(0, -suffix.length) : text)),
  trimPrefix: fn('string string', (_frame, prefix: string, text: string) => (text.startsWith(prefix) ? text.slice(prefix.length) : text)),
  repeat: fn('int string', repeat),
  indent: fn('int string', indent),
  nindent: fn('int string', (frame, spaces: Int, text: string) => `\n${indent(frame, spaces, text)}`),
  replace: fn('string string string', replaceAll),
  trunc: fn('int string', trunc),
  substr: fn('int int string', substr),
  contains: fn('string string', (_frame, part: string, text: string) => text.includes(part)),
  hasPrefix: fn('string string', (_frame, prefix: string, text: string) => text.startsWith(prefix)),
  hasSuffix: fn('string string', (_frame, suffix: string, text: string) => text.endsWith(suffix)),
  quote: fn('...any', (_frame, ...values: unknown[]) => present(values).map((value) => quote(strval(value))).join(' ')),
  squote: fn('...any', (_frame, ...values: unknown[]) => present(values).map((value) => `'${plainText(value)}'`).join(' ')),
  cat: fn('...any', cat),
  plural: fn('string string int', (_frame, one: string, many: string, count: Int) => (count.value === 1n ? one : many)),
  toString: fn('any', (_frame, value: unknown) => strval(value)),
  toStrings: fn('any', (_frame, value: unknown) => stringList(strslice(value))),
  join: fn('string any', (frame, separator: string, value: unknown) => {
    const parts = strslice(value);
    frame.run.chargeText(parts.length * separator.length);
    return parts.join(separator);
  }),
  split: fn('string string', (frame, separator: string, text: string) => {
    frame.run.charge(text.length >>> 3);
    return numbered(splitText(separator, text));
  }),
  splitList: fn('string string', (frame, separator: string, text: string) => {
    frame.run.charge(text.length >>> 3);
    return stringList(splitText(separator, text));
  }),
  splitn: fn('string int string', (frame, separator: string, limit: Int, text: string) => {
    frame.run.charge(text.length >>> 3);
    return numbered(splitAtMost(separator, toNumber(limit), text));
  }),
  hello: fn('', () => 'Hello!'),
};
