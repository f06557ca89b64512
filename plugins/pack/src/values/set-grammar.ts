import type { Path } from '@sherpack/plugin-api';
import { parseJson } from '@sherpack/yaml/json';
import { readSetPath } from './set-path.ts';
import { createSetReader, END } from './set-reader.ts';
import type { SetReader } from './set-reader.ts';

/** What one pair of a flag sets. */
export interface Assignment {
  readonly path: Path;
  readonly value: unknown;
  /** Where the pair begins in the flag's value, from 1. */
  readonly column: number;
}

const INT64 = /^[+-]?[1-9][0-9]*$|^[+-]0[0-9]*$/;
const MIN_INT64 = -(2n ** 63n);
const MAX_INT64 = 2n ** 63n - 1n;

/** How whole numbers are represented: always as bigint, or only where a double is not exact. */
export type Integers = 'number' | 'bigint';

/** `--set a=1,b.c={x,y}`. The whole text of a value decides its type, as in Helm. @throws SetError */
export function parseSet(input: string, integers: Integers = 'number'): readonly Assignment[] {
  return parsePairs(input, (text) => typedValue(text, integers));
}

/** `--set-string`: the same grammar, every value is text. `--set-file`: the text names a file. @throws SetError */
export function parseSetString(input: string): readonly Assignment[] {
  return parsePairs(input, (text) => text);
}

/** `--set-literal key=anything`: nothing is escaped, and the rest is the value. @throws SetError */
export function parseSetLiteral(input: string): readonly Assignment[] {
  const reader = createSetReader(input, false);
  if (reader.atEnd()) return [];
  const path = readSetPath(reader, false);
  return [{ path, value: reader.rest(), column: 1 }];
}

/** `--set-json key=JSON[,key=JSON]`; an empty value is null. @throws SetError */
export function parseSetJson(input: string): readonly Assignment[] {
  const reader = createSetReader(input, true);
  const found: Assignment[] = [];
  while (!reader.atEnd()) {
    const column = reader.position() + 1;
    const path = readSetPath(reader, true);
    found.push({ path, value: readJsonValue(reader), column });
  }
  return found;
}

function parsePairs(input: string, convert: (text: string) => unknown): readonly Assignment[] {
  const reader = createSetReader(input, true);
  const found: Assignment[] = [];
  while (!reader.atEnd()) {
    const column = reader.position() + 1;
    const path = readSetPath(reader, true);
    const value = reader.skip('{') ? readList(reader, convert) : convert(reader.until(',').text);
    found.push({ path, value, column });
  }
  return found;
}

function readList(reader: SetReader, convert: (text: string) => unknown): readonly unknown[] {
  const start = reader.position();
  const list: unknown[] = [];
  for (;;) {
    const { text, stop } = reader.until(',}');
    if (stop === END) throw reader.fail("list must terminate with '}'", start);
    list.push(convert(text));
    if (stop !== '}') continue;
    if (!reader.atEnd() && !reader.skip(',')) throw reader.fail('after a list only a comma may follow');
    return list;
  }
}

function typedValue(text: string, integers: Integers): unknown {
  const lower = text.toLowerCase();
  if (lower === 'true') return true;
  if (lower === 'false') return false;
  if (lower === 'null') return null;
  return text === '0' || INT64.test(text) ? int64(text, integers) : text;
}

function int64(text: string, integers: Integers): unknown {
  const value = BigInt(text.replace(/^\+/, ''));
  if (value < MIN_INT64 || value > MAX_INT64) return text;
  const number = Number(value);
  return integers === 'number' && Number.isSafeInteger(number) ? number : value;
}

function readJsonValue(reader: SetReader): unknown {
  reader.skipBlanks();
  if (reader.atEnd() || reader.skip(',')) return null;
  const start = reader.position();
  const length = jsonLength(reader.rest());
  const value = parseJsonAt(reader, reader.rest().slice(0, length), start);
  reader.advance(length);
  reader.skipBlanks();
  if (!reader.atEnd() && !reader.skip(',')) throw reader.fail('after a JSON value only a comma may follow');
  return value;
}

function parseJsonAt(reader: SetReader, text: string, start: number): unknown {
  try {
    return parseJson(text);
  } catch {
    // The parser's own message may quote the value.
    throw reader.fail('the value is no JSON', start);
  }
}

/** How far the JSON value at the beginning of `text` reaches; what it holds is checked later. */
function jsonLength(text: string): number {
  const opening = text.charAt(0);
  if (opening !== '{' && opening !== '[' && opening !== '"') {
    const end = text.search(/[\s,]/);
    return end < 0 ? text.length : end;
  }
  let depth = 0;
  for (const match of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    const token = match[0];
    if (token === '{' || token === '[') depth += 1;
    if (token === '}' || token === ']') depth -= 1;
    if (depth === 0) return match.index + token.length;
  }
  return text.length;
}
