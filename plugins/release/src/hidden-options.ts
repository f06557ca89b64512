import type { OptionTable } from '@sherpack/plugin-api';

/** The same options, understood but left out of the help: they change nothing about this command. */
export function hidden<const Table extends OptionTable>(options: Table): Table {
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, { ...option, hidden: true }])) as unknown as Table;
}
