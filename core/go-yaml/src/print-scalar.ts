import type { Writer } from './writer.ts';

const WIDTH = 80;

/** Unquoted; folded at spaces once the line is full. */
export function plain(out: Writer, text: string, folds: boolean): void {
  if (!folds || out.column + text.length <= WIDTH) out.write(text);
  else folded(out, text, false);
}

export function single(out: Writer, text: string, folds: boolean): void {
  out.write('\'');
  folded(out, text.replaceAll('\'', '\'\''), true, folds);
  out.write('\'');
}

/** Breaks at single spaces behind the limit; the quoted form breaks neither at its first nor at its last character. */
function folded(out: Writer, text: string, quoted: boolean, folds = true): void {
  const units = [...text];
  let afterSpace = false;
  units.forEach((unit, index) => {
    const inner = !quoted || (index > 0 && index < units.length - 1);
    if (unit !== ' ') {
      if (isBreak(units[index - 1]) && !isBreak(unit)) out.indent();
      if (isBreak(unit)) out.separator(unit);
      else out.write(unit);
      afterSpace = false;
      return;
    }
    if (folds && !afterSpace && out.column > WIDTH && inner && units[index + 1] !== ' ') out.indent();
    else out.write(' ');
    afterSpace = true;
  });
}

function isBreak(unit: string | undefined): boolean {
  return unit === '\u2028' || unit === '\u2029';
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '0', '\u0007': 'a', '\b': 'b', '\t': 't', '\n': 'n', '\v': 'v', '\f': 'f', '\r': 'r', '\u001b': 'e', '"': '"', '\\': '\\',
  '\u0085': 'N', '\u00a0': '_', '\u2028': 'L', '\u2029': 'P',
};

const NEEDS_ESCAPE = /[^\x20-\x7e\u00a0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd]|["\\]/;

export function double(out: Writer, text: string, folds: boolean): void {
  out.write('"');
  const units = [...text];
  // go-yaml looks for a byte order mark at the beginning whatever character it is about, and so escapes them all.
  const isMarked = text.startsWith('\ufeff');
  let afterSpace = false;
  units.forEach((unit, index) => {
    if (unit !== ' ' || isMarked) {
      out.write(isMarked || NEEDS_ESCAPE.test(unit) ? escape(unit) : unit);
      afterSpace = false;
      return;
    }
    if (folds && !afterSpace && out.column > WIDTH && index > 0 && index < units.length - 1) {
      out.indent();
      if (units[index + 1] === ' ') out.write('\\');
    } else out.write(' ');
    afterSpace = true;
  });
  out.write('"');
}

function escape(unit: string): string {
  const known = ESCAPES[unit];
  if (known !== undefined) return `\\${known}`;
  const code = unit.codePointAt(0) ?? 0;
  if (code <= 0xff) return `\\x${hex(code, 2)}`;
  return code <= 0xffff ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

function hex(code: number, width: number): string {
  return code.toString(16).toUpperCase().padStart(width, '0');
}

/** `|`, line by line, with hints for a leading space and for what follows the last line. */
export function literal(out: Writer, text: string): void {
  out.write(`|${/^[ \n\u0085\u2028\u2029]/.test(text) ? '2' : ''}${chomping(text)}`);
  out.feed();
  for (const part of text.split(/([\n\u2028\u2029])/)) {
    if (part === '\n') out.feed();
    else if (isBreak(part)) out.separator(part);
    else if (part !== '') out.line(part);
  }
}

function chomping(text: string): string {
  if (!/[\n\u0085\u2028\u2029]$/.test(text)) return '-';
  return text.length === 1 || /[\n\u0085\u2028\u2029].$/s.test(text) ? '+' : '';
}
