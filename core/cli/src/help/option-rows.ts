import { formatDuration } from '@sherpack/plugin-api';
import type { OptionDefinition } from '@sherpack/plugin-api';
import { dashed } from '../arguments/flag-name.ts';
import type { KnownOption } from '../arguments/option-set.ts';
import type { HelpRow } from './two-columns.ts';

const OWN = 'Flags';

/** The visible options by heading: the command's own flags, groups of them, then what every command knows. */
export function groupOptions(options: readonly KnownOption[]): ReadonlyMap<string, readonly KnownOption[]> {
  const visible = options.filter(({ definition }) => definition.hidden !== true && definition.refused === undefined);
  const everywhere = new Set(visible.filter(({ role }) => role === 'global').map(headingOf));
  const groups = new Map<string, KnownOption[]>();
  for (const option of [...visible].sort((a, b) => rank(a, everywhere) - rank(b, everywhere))) {
    const heading = headingOf(option);
    groups.set(heading, [...(groups.get(heading) ?? []), option]);
  }
  return groups;
}

function rank(option: KnownOption, everywhere: ReadonlySet<string>): number {
  if (option.role === 'global') return 2;
  if (everywhere.has(headingOf(option))) return 3;
  return headingOf(option) === OWN ? 0 : 1;
}

function headingOf({ role, plugin, definition }: KnownOption): string {
  if (definition.group !== undefined) return definition.group;
  if (role === 'global') return 'Global flags';
  return role === 'contributed' ? `Flags of the plugin "${plugin}"` : OWN;
}

export function optionRow({ names, definition }: KnownOption): HelpRow {
  const letter = names.find((name) => name.length === 1);
  const long = names[0] ?? '';
  const start = letter === undefined ? '    ' : `-${letter}, `;
  return { term: `${start}${dashed(long)}${valueText(definition)}`, text: describe(names, definition) };
}

function valueText(definition: OptionDefinition): string {
  if (definition.type === 'boolean') return '';
  const name = definition.placeholder ?? (definition.choices?.length === 2 ? definition.choices.join('|') : placeholderFor(definition));
  return definition.whenBare === undefined ? ` ${name}` : `[=${name}]`;
}

function placeholderFor({ type }: OptionDefinition): string {
  if (type === 'duration') return 'DURATION';
  return type === 'number' ? 'NUMBER' : 'VALUE';
}

function describe(names: readonly string[], definition: OptionDefinition): string {
  const older = names.slice(1).filter((name) => name.length > 1).map(dashed);
  const notes = [
    definition.choices === undefined ? '' : `one of ${definition.choices.join(', ')}`,
    definition.whenBare === undefined ? '' : `without a value: ${definition.whenBare}`,
    definition.default === undefined || definition.default === false ? '' : `default ${defaultText(definition)}`,
    older.length === 0 ? '' : `also ${older.join(', ')}`,
  ].filter((note) => note !== '');
  return notes.length === 0 ? definition.description : `${definition.description} (${notes.join('; ')})`;
}

function defaultText({ type, default: value }: OptionDefinition): string {
  return type === 'duration' && typeof value === 'number' ? formatDuration(value) : String(value);
}
