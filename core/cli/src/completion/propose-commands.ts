import type { CommandTable } from '../command-table.ts';
import type { FoundCommand } from '../find-command.ts';
import type { Candidate, Proposal } from './proposal.ts';
import { NOTHING, among } from './proposal.ts';

/** The next word of a command's name. */
export function proposeCommands(found: FoundCommand, current: string, table: CommandTable): Proposal {
  if (found.kind === 'group') return among(wordsBelow(found.name, table), current);
  return found.kind === 'none' ? among(firstWords(table), current) : NOTHING;
}

/** `status` and `watch` below `drift`. */
export function wordsBelow(name: string, table: CommandTable): readonly Candidate[] {
  return table.below(name).map((entry) => ({ text: entry.name.slice(name.length + 1), about: entry.summary }));
}

function firstWords(table: CommandTable): readonly Candidate[] {
  const words = new Map<string, string>([['help', 'Explain a command']]);
  for (const { name, summary, hidden } of table.entries) {
    const [first = ''] = name.split(' ');
    if (hidden || (words.has(first) && first !== name)) continue;
    words.set(first, first === name ? summary : table.below(first).map((entry) => entry.name.slice(first.length + 1)).join(', '));
  }
  return [...words].map(([text, about]) => ({ text, about })).sort((a, b) => (a.text < b.text ? -1 : 1));
}
