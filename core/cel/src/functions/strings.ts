import { Fault } from '../cel-error.ts';
import { sizeOf } from '../values/kind.ts';
import { limitText } from '../values/work.ts';
import { formatText } from './format-text.ts';
import { containsCost, define, free, traversal, type Overload } from './overload.ts';

/** Positions count characters, not UTF-16 units. */
function characters(text: string): string[] {
  return [...text];
}

function lower(text: string): string {
  return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function upper(text: string): string {
  return text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
}

function charAt(text: string, position: bigint): string {
  const all = characters(text);
  if (position < 0n || position > BigInt(all.length)) throw new Fault(`index out of range: ${position}`);
  return all[Number(position)] ?? '';
}

function offsetOf(all: readonly string[], position: bigint): number {
  if (position < 0n || position > BigInt(all.length)) throw new Fault(`index out of range: ${position}`);
  return all.slice(0, Number(position)).join('').length;
}

function position(text: string, offset: number): bigint {
  return offset < 0 ? -1n : BigInt(sizeOf(text.slice(0, offset)));
}

function indexOf(text: string, part: string, from = 0n): bigint {
  const all = characters(text);
  if (from > BigInt(all.length)) return -1n;
  const start = offsetOf(all, from);
  return part === '' ? from : position(text, text.indexOf(part, start));
}

function lastIndexOf(text: string, part: string, from?: bigint): bigint {
  const all = characters(text);
  if (from === undefined) return part === '' ? BigInt(all.length) : position(text, text.lastIndexOf(part));
  if (from > BigInt(all.length)) return -1n;
  const start = offsetOf(all, from);
  return part === '' ? from : position(text, text.lastIndexOf(part, start));
}

function substring(text: string, start: bigint, end?: bigint): string {
  const all = characters(text);
  const size = BigInt(all.length);
  const to = end ?? size;
  if (start < 0n || start > size) throw new Fault(`index out of range: ${start}`);
  if (to < 0n || to > size) throw new Fault(`index out of range: ${to}`);
  if (start > to) throw new Fault(`invalid substring range. start: ${start}, end: ${to}`);
  return all.slice(Number(start), Number(to)).join('');
}

function replace(text: string, old: string, by: string, times = -1n): string {
  if (times === 0n) return text;
  const pieces = old === '' ? ['', ...characters(text), ''] : text.split(old);
  const joints = times < 0n ? pieces.length - 1 : Math.min(Number(times), pieces.length - 1);
  limitText(text.length + joints * by.length);
  return pieces.map((piece, i) => piece + (i < pieces.length - 1 ? jointAfter(i, joints, old, by) : '')).join('');
}

function jointAfter(index: number, joints: number, old: string, by: string): string {
  return index < joints ? by : old;
}

function split(text: string, separator: string, limit = -1n): string[] {
  if (limit === 0n) return [];
  const parts = separator === '' ? characters(text) : text.split(separator);
  if (limit < 0n || BigInt(parts.length) <= limit) return parts;
  const head = parts.slice(0, Number(limit) - 1);
  return [...head, parts.slice(Number(limit) - 1).join(separator)];
}

function join(list: readonly unknown[], separator = ''): string {
  if (list.some((item) => typeof item !== 'string')) throw new Fault('no such overload');
  limitText(list.reduce((size: number, item) => size + String(item).length + separator.length, 0));
  return list.join(separator);
}

function trim(text: string): string {
  return text.replaceAll(/^[\s\u0085\u200e\u200f]+|[\s\u0085\u200e\u200f]+$/gu, (space) => (/[\u200e\u200f\ufeff]/.test(space) ? space : ''));
}

const escapes: Readonly<Record<string, string>> = { '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '\\': '\\\\', '"': '\\"' };

function quote(text: string): string {
  return `"${[...text].map((character) => escapes[character] ?? character).join('')}"`;
}

function searchCost([text]: readonly unknown[]): number {
  return Math.floor(sizeOf(text) * 0.1);
}

function joinCost(result: unknown): number {
  return Math.ceil(sizeOf(result) * 2 * 0.1);
}

/** Of the language itself. */
export const textFunctions: readonly Overload[] = [
  define('string->startsWith(string): bool', (text: string, part: string) => text.startsWith(part), traversal()),
  define('string->endsWith(string): bool', (text: string, part: string) => text.endsWith(part), traversal()),
  define('string->contains(string): bool', (text: string, part: string) => text.includes(part), containsCost),
];

/** cel-go's `ext.Strings` of version 0. */
export const strings: readonly Overload[] = [
  define('string->charAt(int): string', charAt),
  define('string->indexOf(string): int', indexOf, searchCost),
  define('string->indexOf(string, int): int', indexOf, searchCost),
  define('string->lastIndexOf(string): int', lastIndexOf, searchCost),
  define('string->lastIndexOf(string, int): int', lastIndexOf, searchCost),
  define('string->lowerAscii(): string', lower, traversal()),
  define('string->upperAscii(): string', upper, traversal()),
  define('string->replace(string, string): string', replace, traversal(2)),
  define('string->replace(string, string, int): string', replace, traversal(2)),
  define('string->split(string): list<string>', split, traversal(2)),
  define('string->split(string, int): list<string>', split, traversal(2)),
  define('string->substring(int): string', substring, traversal()),
  define('string->substring(int, int): string', substring, traversal()),
  define('string->trim(): string', trim, traversal()),
  define('list<string>->join(): string', join, free, joinCost),
  define('list<string>->join(string): string', join, free, joinCost),
];

/** What version 2 added. */
export const stringsTwo: readonly Overload[] = [
  define('string->format(list<dyn>): string', formatText, traversal()),
  define('strings.quote(string): string', quote, traversal()),
];

/** What version 3 added; Kubernetes stays at 2. */
export const stringsThree: readonly Overload[] = [define('string->reverse(): string', (text: string) => characters(text).toReversed().join(''), traversal())];
