import type { ArgumentDefinition, CommandExample } from '@sherpack/plugin-api';
import type { KnownOption } from '../arguments/option-set.ts';
import { placeholderOf, usageLine } from '../arguments/read-positionals.ts';
import type { CommandEntry } from '../command-table.ts';
import type { Styler } from '../terminal/style.ts';
import { groupOptions, optionRow } from './option-rows.ts';
import { section, wrap } from './two-columns.ts';

export interface ExplainedCommand {
  readonly description?: string | undefined;
  readonly arguments?: readonly ArgumentDefinition[] | undefined;
  readonly examples?: readonly CommandExample[] | undefined;
}

export function commandHelp(entry: CommandEntry, command: ExplainedCommand, options: readonly KnownOption[], width: number, style: Styler): string {
  const definitions = command.arguments ?? [];
  const about = command.description ?? `${entry.summary.replace(/\.$/, '')}.`;
  return [
    `${paragraphs(about, width)}\n\n`,
    `${style('Usage:', 'bold')} ${usageLine(entry.name, definitions)} [FLAGS]\n`,
    entry.aliases.length === 0 ? '' : `${style('Also:', 'bold')} ${entry.aliases.map((alias) => `sherpack ${alias}`).join(', ')}\n`,
    section('Arguments', definitions.map((argument) => ({ term: placeholderOf(argument), text: argument.description })), width, style),
    ...[...groupOptions(options)].map(([heading, group]) => section(heading, group.map(optionRow), width, style)),
    examples(command.examples ?? [], style),
  ].join('');
}

function paragraphs(text: string, width: number): string {
  return text.trim().split(/\n\s*\n/).map((part) => wrap(part.trim(), width).join('\n')).join('\n\n');
}

function examples(list: readonly CommandExample[], style: Styler): string {
  if (list.length === 0) return '';
  const lines = list.map(({ command, does }) => `  ${style(`# ${does}`, 'dim')}\n  ${command}\n`);
  return `\n${style('Examples', 'bold')}\n${lines.join('\n')}`;
}
