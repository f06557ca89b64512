import { setOwn } from './equal.ts';
import { JsonError } from './json-error.ts';
import { MAX_NUMBER_LENGTH, readFloat, readInteger } from './number-text.ts';

export interface ScanOptions {
  file?: string;
  exactNumbers?: boolean;
}

interface Cursor {
  readonly text: string;
  readonly options: ScanOptions;
  offset: number;
  depth: number;
}

// Far above any real document, far below the end of the stack.
const MAX_DEPTH = 1000;
const WHITE_SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const WORDS: [string, unknown][] = [['true', true], ['false', false], ['null', null]];

/**
 * Reads JSON (RFC 8259) without losing numbers: integers beyond 2^53 are bigint, and with `exactNumbers` floats whose
 * spelling would not survive are ExactNumber. Slower than JSON.parse, and gives the position of an error.
 */
export function scanJson(text: string, options: ScanOptions): unknown {
  const cursor: Cursor = { text, options, offset: 0, depth: 0 };
  const value = readValue(cursor);
  skipSpace(cursor);
  if (cursor.offset < text.length) throw failure(cursor, 'nothing may follow the value');
  return value;
}

function readValue(cursor: Cursor): unknown {
  skipSpace(cursor);
  switch (cursor.text[cursor.offset]) {
    case '{':
      return nested(cursor, readObject);
    case '[':
      return nested(cursor, readArray);
    case '"':
      return readString(cursor);
    default:
      return readWordOrNumber(cursor);
  }
}

function nested(cursor: Cursor, read: (cursor: Cursor) => unknown): unknown {
  cursor.depth += 1;
  if (cursor.depth > MAX_DEPTH) throw failure(cursor, `lists and objects are nested more than ${MAX_DEPTH} deep`);
  cursor.offset += 1;
  const value = read(cursor);
  cursor.depth -= 1;
  return value;
}

function readObject(cursor: Cursor): unknown {
  const result: Record<string, unknown> = {};
  if (accept(cursor, '}')) return result;
  for (;;) {
    skipSpace(cursor);
    if (cursor.text[cursor.offset] !== '"') throw failure(cursor, 'a member name in double quotes is expected');
    const key = readString(cursor);
    if (!accept(cursor, ':')) throw failure(cursor, 'a colon is expected after the member name');
    setOwn(result, key, readValue(cursor));
    if (accept(cursor, '}')) return result;
    if (!accept(cursor, ',')) throw failure(cursor, 'a comma or } is expected after the member');
  }
}

function readArray(cursor: Cursor): unknown {
  const result: unknown[] = [];
  if (accept(cursor, ']')) return result;
  for (;;) {
    result.push(readValue(cursor));
    if (accept(cursor, ']')) return result;
    if (!accept(cursor, ',')) throw failure(cursor, 'a comma or ] is expected after the entry');
  }
}

function readString(cursor: Cursor): string {
  const end = endOfString(cursor);
  const quoted = cursor.text.slice(cursor.offset, end);
  try {
    const value = String(JSON.parse(quoted));
    cursor.offset = end;
    return value;
  } catch {
    throw failure(cursor, 'the text has an invalid escape or a raw control character');
  }
}

function endOfString(cursor: Cursor): number {
  const { text } = cursor;
  let end = cursor.offset;
  do {
    end = text.indexOf('"', end + 1);
    if (end === -1) throw failure(cursor, 'the text is not closed');
  } while (isEscaped(text, end));
  return end + 1;
}

function isEscaped(text: string, quote: number): boolean {
  let start = quote;
  while (text[start - 1] === '\\') start -= 1;
  return (quote - start) % 2 === 1;
}

function readWordOrNumber(cursor: Cursor): unknown {
  const { text, offset, options } = cursor;
  const word = WORDS.find(([name]) => text.startsWith(name, offset));
  if (word) {
    cursor.offset += word[0].length;
    return word[1];
  }
  NUMBER.lastIndex = offset;
  const match = NUMBER.exec(text);
  if (!match) throw failure(cursor, offset < text.length ? 'a value is expected' : 'the text ends too early');
  cursor.offset += match[0].length;
  const isFloat = match[1] !== undefined || match[2] !== undefined;
  return isFloat ? readFloat(match[0], options.exactNumbers === true) : integer(match[0]);
}

function integer(text: string): unknown {
  if (text === '-0' || text.length > MAX_NUMBER_LENGTH) return Number(text);
  return readInteger(text);
}

function accept(cursor: Cursor, character: string): boolean {
  skipSpace(cursor);
  if (cursor.text[cursor.offset] !== character) return false;
  cursor.offset += 1;
  return true;
}

function skipSpace(cursor: Cursor): void {
  WHITE_SPACE.lastIndex = cursor.offset;
  WHITE_SPACE.test(cursor.text);
  cursor.offset = WHITE_SPACE.lastIndex;
}

function failure(cursor: Cursor, reason: string): JsonError {
  return new JsonError({ reason, text: cursor.text, file: cursor.options.file, offset: cursor.offset });
}
