import type { TableColumn, Terminal } from '@sherpack/plugin-api';

/** A table; without headings its cells are parted by tabs, for programs that cut lines. */
export function printRows<Row>(terminal: Terminal, rows: readonly Row[], columns: readonly TableColumn<Row>[], headings: boolean): void {
  if (headings) return terminal.table(rows, columns);
  for (const row of rows) terminal.write(`${columns.map(({ value }) => value(row)).join('\t')}\n`);
}
