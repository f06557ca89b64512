import { readsAsText } from './resolve.ts';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal';

/** What libyaml takes for a line break. */
export const BREAK = /[\n\r\u0085\u2028\u2029]/;
// Printable in the sense of libyaml: nothing beyond the basic plane, no tab, no carriage return.
const SPECIAL = /[^\n\x20-\x7e\u0085\u00a0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;
const SPACE_BREAK = / [\n\r\u0085\u2028\u2029]/;
const BREAK_SPACE = /[\n\r\u0085\u2028\u2029] /;
const EDGE = /^[ \n\u0085\u2028\u2029]|[ \n\u0085\u2028\u2029]$/;
const INDICATOR_FIRST = /^(?:[#,[\]{}&*!|>'"%@`]|[?:-](?:[ \t\n]|$)|---|\.\.\.)/;
const INDICATOR_INSIDE = /:(?:[ \t]|$)|[ \t\n\r\u0085\u2028\u2029]#/;
const WORD = /^[A-Za-z_/][\w./-]*$/;
const MAY_MEAN_SOMETHING = /^(?:[yYnN]|[yY]es|YES|[nN]o|NO|[tT]rue|TRUE|[fF]alse|FALSE|[oO]n|ON|[oO]ff|OFF|[nN]ull|NULL)$/;

function isReserved(text: string): boolean {
  return text.length < 6 && MAY_MEAN_SOMETHING.test(text);
}

/** One of the many texts that can stand as they are wherever they stand. */
export function isWord(text: string): boolean {
  return WORD.test(text) && !isReserved(text);
}

/**
 * How libyaml, as go-yaml 2 uses it, writes a text.
 *
 * @param isKey keys stand on one line
 * @param tabsInBlocks go-yaml 3 writes texts with tabs as blocks, too
 */
export function styleOf(text: string, isKey: boolean, tabsInBlocks = false): ScalarStyle {
  if (text === '' || isReserved(text)) return 'double';
  if (isWord(text)) return 'plain';
  return text.includes('\n') ? ofLines(tabsInBlocks ? text.replaceAll('\t', '_') : text, isKey) : ofOneLine(text, isKey);
}

function ofLines(text: string, isKey: boolean): ScalarStyle {
  if (isKey) return 'double';
  return text.endsWith(' ') || SPACE_BREAK.test(text) || SPECIAL.test(text) || text.includes('\u0085') ? 'double' : 'literal';
}

function ofOneLine(text: string, isKey: boolean): ScalarStyle {
  const special = SPECIAL.test(text) || text.includes('\u0085') || SPACE_BREAK.test(text);
  const multiline = BREAK.test(text);
  if (!readsAsText(text) || special || (multiline && (isKey || BREAK_SPACE.test(text)))) return 'double';
  return multiline || EDGE.test(text) || INDICATOR_FIRST.test(text) || INDICATOR_INSIDE.test(text) ? 'single' : 'plain';
}
