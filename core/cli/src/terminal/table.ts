import type { TableColumn } from '@sherpack/plugin-api';
import type { Styler } from './style.ts';
import { padEnd, textWidth, truncate } from './text-width.ts';

const GAP = '   ';
const NARROWEST = 8;

/**
 * Lays rows out in columns, two-dimensionally aligned, one line per row.
 *
 * @param limit columns of the terminal; undefined: nothing is cut, for pipes
 */
export function renderTable<Row>(rows: readonly Row[], columns: readonly TableColumn<Row>[], style: Styler, limit: number | undefined): string {
  const cells = rows.map((row) => columns.map((column) => oneLine(column.value(row))));
  const widths = fit(columns.map(({ title }, index) => Math.max(textWidth(title), ...cells.map((line) => textWidth(line[index] ?? '')))), limit);
  const head = line(columns.map(({ title }) => title), widths, (text) => style(text, 'bold'));
  const body = rows.map((row, at) => line(cells[at] ?? [], widths, (text, index) => {
    const chosen = columns[index]?.style?.(row);
    return chosen === undefined ? text : style(text, chosen);
  }));
  return `${[head, ...body].join('\n')}\n`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*[\r\n]+\s*/g, ' ');
}

function line(cells: readonly string[], widths: readonly number[], paint: (text: string, index: number) => string): string {
  return widths.map((width, index) => {
    const text = truncate(cells[index] ?? '', width);
    const padding = index === widths.length - 1 ? '' : padEnd(text, width).slice(text.length);
    return `${paint(text, index)}${padding}`;
  }).join(GAP).trimEnd();
}

/** Takes from the widest column until the line fits; no column becomes unreadably narrow for it. */
function fit(wanted: readonly number[], limit: number | undefined): readonly number[] {
  const widths = [...wanted];
  if (limit === undefined) return widths;
  let excess = widths.reduce((sum, width) => sum + width, 0) + GAP.length * (widths.length - 1) - limit;
  while (excess > 0) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
    widths[widths.indexOf(widest)] = widest - 1;
    excess--;
  }
  return widths;
}
