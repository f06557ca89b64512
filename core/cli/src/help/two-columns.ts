import type { Styler } from '../terminal/style.ts';

export interface HelpRow {
  readonly term: string;
  readonly text: string;
}

const WIDEST_TERM = 34;

/** A heading and its rows: the term, then its text wrapped in a second column. */
export function section(heading: string, rows: readonly HelpRow[], width: number, style: Styler): string {
  if (rows.length === 0) return '';
  const indent = 4 + Math.min(WIDEST_TERM, Math.max(...rows.map(({ term }) => term.length)));
  const lines = rows.flatMap((row) => rowLines(row, indent, width));
  return `\n${style(heading, 'bold')}\n${lines.join('\n')}\n`;
}

function rowLines({ term, text }: HelpRow, indent: number, width: number): readonly string[] {
  const wrapped = wrap(text, Math.max(24, width - indent));
  const tooLong = term.length > indent - 4;
  const first = tooLong ? [`  ${term}`] : [`  ${term.padEnd(indent - 2)}${wrapped[0] ?? ''}`.trimEnd()];
  const others = tooLong ? wrapped : wrapped.slice(1);
  return [...first, ...others.map((line) => `${' '.repeat(indent)}${line}`)];
}

export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
