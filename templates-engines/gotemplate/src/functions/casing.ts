import type { Frame } from '../run/frame.ts';
import { toNumber, type Int } from '../value/int.ts';
import { byteLength, sliceBytes, toBytes } from '../value/text.ts';
import { lowerRune, upperRune } from '../value/rune.ts';
import { camelcase, snakecase } from './words.ts';
import { fn, type FunctionGroup } from './signature.ts';
import { wrap } from './wrap.ts';

const UPPER = /^\p{Lu}$/u;
const LOWER = /^\p{Ll}$/u;
const TITLE = /^\p{Lt}$/u;
const SPACE = /^[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

function mapRunes(text: string, change: (character: string) => string): string {
  return Array.from(text, change).join('');
}

/** Go's strings.Title: a letter at the start and behind everything that is no letter, digit or underscore. */
function title(text: string): string {
  let previous = ' ';
  return mapRunes(text, (character) => {
    const starts = isSeparator(previous);
    previous = character;
    return starts ? upperRune(character) : character;
  });
}

function isSeparator(character: string): boolean {
  if (character <= '\u007f') return !/[A-Za-z0-9_]/.test(character);
  return /[\p{L}\p{Nd}]/u.test(character) ? false : SPACE.test(character);
}

function untitle(text: string): string {
  let first = true;
  return mapRunes(text, (character) => {
    const changed = first ? lowerRune(character) : character;
    first = SPACE.test(character);
    return changed;
  });
}

function swapcase(text: string): string {
  return mapRunes(text, (character) => {
    if (UPPER.test(character) || TITLE.test(character)) return lowerRune(character);
    return LOWER.test(character) ? upperRune(character) : character;
  });
}

/** Byte by byte, as goutils does it: bytes above 127 are taken for characters of their own. */
function initials(text: string): string {
  let afterSpace = true;
  let found = '';
  for (const byte of toBytes(text)) {
    const character = String.fromCharCode(byte);
    if (SPACE.test(character)) afterSpace = true;
    else if (afterSpace) {
      found += character;
      afterSpace = false;
    }
  }
  return found;
}

/** Byte by byte, too. */
function nospace(text: string): string {
  const kept = [...toBytes(text)].filter((byte) => !SPACE.test(String.fromCharCode(byte)));
  if (kept.length === byteLength(text)) return text;
  return kept.map((byte) => String.fromCharCode(byte)).join('');
}

function abbreviate(text: string, start: number, width: number): string {
  const length = byteLength(text);
  if (length <= width) return text;
  let offset = Math.min(start, length);
  if (length - offset < width - 3) offset = length - (width - 3);
  if (offset <= 4) return `${sliceBytes(text, 0, width - 3)}...`;
  if (width < 7) return '';
  if (offset + width - 3 < length) return `...${abbreviate(sliceBytes(text, offset, length), 0, width - 3)}`;
  return `...${sliceBytes(text, length - (width - 3), length)}`;
}

function abbrev(_frame: Frame, width: Int, text: string): string {
  return toNumber(width) < 4 ? text : abbreviate(text, 0, toNumber(width));
}

function abbrevboth(_frame: Frame, left: Int, right: Int, text: string): string {
  const offset = toNumber(left);
  const width = toNumber(right);
  return width < 4 || (offset > 0 && width < 7) ? text : abbreviate(text, offset, width);
}

export const casing: FunctionGroup = {
  upper: fn('string', (_frame, text: string) => mapRunes(text, upperRune)),
  lower: fn('string', (_frame, text: string) => mapRunes(text, lowerRune)),
  title: fn('string', (_frame, text: string) => title(text)),
  untitle: fn('string', (_frame, text: string) => untitle(text)),
  swapcase: fn('string', (_frame, text: string) => swapcase(text)),
  initials: fn('string', (_frame, text: string) => initials(text)),
  nospace: fn('string', (_frame, text: string) => nospace(text)),
  abbrev: fn('int string', abbrev),
  abbrevboth: fn('int int string', abbrevboth),
  camelcase: fn('string', (_frame, text: string) => camelcase(text)),
  snakecase: fn('string', (_frame, text: string) => snakecase(text, '_')),
  kebabcase: fn('string', (_frame, text: string) => snakecase(text, '-')),
  wrap: fn('int string', (frame, width: Int, text: string) => wrap(frame, text, toNumber(width), '\n', false)),
  wrapWith: fn('int string string', (frame, width: Int, separator: string, text: string) => wrap(frame, text, toNumber(width), separator, true)),
};
