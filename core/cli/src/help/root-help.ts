import type { KnownOption } from '../arguments/option-set.ts';
import type { CommandEntry, CommandTable } from '../command-table.ts';
import type { Styler } from '../terminal/style.ts';
import { groupOptions, optionRow } from './option-rows.ts';
import type { HelpRow } from './two-columns.ts';
import { section } from './two-columns.ts';

/** Rendered from the manifests alone: no plugin, no argument parser and no configuration reader is loaded for it. */
export function rootHelp(table: CommandTable, globals: readonly KnownOption[], width: number, style: Styler): string {
  return [
    'Sherpack installs, upgrades and watches packs on Kubernetes.\n\n',
    `${style('Usage:', 'bold')} sherpack COMMAND [ARGUMENTS] [FLAGS]\n`,
    section('Commands', commandRows(table), width, style),
    ...[...groupOptions(globals)].map(([heading, group]) => section(heading, group.map(optionRow), width, style)),
    '\n"sherpack help COMMAND" explains a command, "sherpack --version" prints the version.\n',
  ].join('');
}

/** The commands below a word that is no command itself: `sherpack drift`. */
export function groupHelp(name: string, table: CommandTable, width: number, style: Styler): string {
  const rows = table.below(name).map(commandRow);
  return [
    `${style('Usage:', 'bold')} sherpack ${name} COMMAND [ARGUMENTS] [FLAGS]\n`,
    section('Commands', rows, width, style),
    `\n"sherpack help ${name} COMMAND" explains a command.\n`,
  ].join('');
}

function commandRow({ name, summary }: CommandEntry): HelpRow {
  return { term: name, text: summary };
}

/** One row per first word; a word with several commands below it names them. */
function commandRows(table: CommandTable): readonly HelpRow[] {
  const visible = table.entries.filter(({ hidden }) => !hidden);
  const heads = [...new Set(visible.map(({ name }) => name.split(' ')[0] ?? name))];
  return heads.map((head) => {
    const own = visible.find(({ name }) => name === head);
    const below = table.below(head).map(({ name }) => name.slice(head.length + 1));
    const also = below.length === 0 ? '' : `${own === undefined ? '' : '; also '}${below.join(', ')}`;
    return { term: head, text: `${own?.summary ?? ''}${also}` };
  });
}
