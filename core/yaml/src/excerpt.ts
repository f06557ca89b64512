const CONTEXT_LINES = 2;
const MAX_WIDTH = 160;

/**
 * The line at `line` with up to two lines around it, line numbers and a caret under `column` (both 1-based):
 *
 *       2 | spec:
 *       3 |   replicas: [1
 *         |             ^
 *       4 | status: {}
 *
 * Long lines are cut around the column. A position outside the text is moved to the nearest line.
 */
export function excerpt(text: string, line: number, column: number): string {
  const lines = text.split(/\r\n|\r|\n/);
  const target = Math.min(Math.max(line, 1), lines.length);
  const first = Math.max(1, target - CONTEXT_LINES);
  const last = Math.min(lines.length, target + CONTEXT_LINES);
  const width = String(last).length;
  const start = windowStart(column);
  const rows: string[] = [];
  for (let number = first; number <= last; number++) {
    rows.push(`${String(number).padStart(width)} | ${visible(lines[number - 1] ?? '', start)}`.trimEnd());
    if (number === target) rows.push(`${' '.repeat(width)} | ${caret(lines[number - 1] ?? '', column, start)}`);
  }
  return rows.join('\n');
}

function windowStart(column: number): number {
  return column <= MAX_WIDTH ? 0 : column - Math.floor(MAX_WIDTH / 2);
}

function visible(line: string, start: number): string {
  const part = line.slice(start, start + MAX_WIDTH).replaceAll('\t', ' ');
  // oxlint would call the range a mistake if it were spelled with raw characters.
  return part.replaceAll(/\p{Cc}/gu, '?');
}

function caret(line: string, column: number, start: number): string {
  const offset = Math.min(Math.max(column, 1) - 1, line.length) - start;
  return `${' '.repeat(Math.max(0, offset))}^`;
}
