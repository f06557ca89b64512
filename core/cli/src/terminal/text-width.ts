import { stripVTControlCharacters } from 'node:util';
import { eastAsianWidth } from 'get-east-asian-width';

const PLAIN = /^[\x20-\x7E]*$/;

/** Columns that the text takes on a terminal, colour codes not counted. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  return segments(stripVTControlCharacters(text)).reduce((width, segment) => width + segmentWidth(segment), 0);
}

/** Cuts to `width` columns, with `…` as the last one where something was lost. Wide characters are never halved. */
export function truncate(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let result = '';
  let used = 0;
  for (const segment of segments(text)) {
    used += textWidth(segment);
    if (used > width - 1) break;
    result += segment;
  }
  return width <= 0 ? '' : `${result}…`;
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - textWidth(text)));
}

// The npm package string-width does the same, but compiles its tables of emoji when it is imported, a third of the
// start-up of a command; here nothing is made before a text needs it.
function segments(text: string): readonly string[] {
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}

function segmentWidth(segment: string): number {
  if (/^[\p{Control}\p{Format}\p{Mark}\p{Default_Ignorable_Code_Point}]+$/u.test(segment)) return 0;
  if (/\p{Emoji_Presentation}|\uFE0F|\p{Regional_Indicator}/u.test(segment)) return 2;
  return eastAsianWidth(segment.codePointAt(0) ?? 0);
}
