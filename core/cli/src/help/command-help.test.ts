import { describe, expect, it } from 'vitest';
import { createOptionSet } from '../arguments/option-set.ts';
import type { CommandEntry } from '../command-table.ts';
import { createStyler } from '../terminal/style.ts';
import { commandHelp } from './command-help.ts';

const entry: CommandEntry = {
  name: 'list', aliases: ['ls'], summary: 'List releases', hidden: false, plugin: 'release', contributions: [], load: async () => ({ run: async () => {} }),
};

const options = createOptionSet('list', [
  { role: 'global', plugin: 'cli', table: { debug: { type: 'boolean', description: 'Say more' } } },
  {
    role: 'command', plugin: 'release', table: {
      dryRun: { type: 'string', choices: ['client', 'server'], whenBare: 'server', description: 'Write nothing' },
      timeout: { type: 'duration', alias: ['t', 'wait-for'], default: 300_000, description: 'Patience' },
      secret: { type: 'boolean', hidden: true, description: 'Hidden' },
      verify: { type: 'boolean', description: '', refused: 'no' },
    },
  },
  { role: 'contributed', plugin: 'waves', table: { waves: { type: 'boolean', description: 'In waves' } } },
]);

describe('help of a command', () => {
  it('shows usage, arguments, flags by who brings them, and examples', () => {
    const command = {
      arguments: [{ name: 'filter', description: 'Names to show' }],
      examples: [{ command: 'sherpack list -A', does: 'Everything' }],
    };
    expect(commandHelp(entry, command, options.list, 80, createStyler(false))).toBe(`List releases.

Usage: sherpack list [FILTER] [FLAGS]
Also: sherpack ls

Arguments
  FILTER  Names to show

Flags
      --dry-run[=client|server]  Write nothing (one of client, server; without a
                                 value: server)
  -t, --timeout DURATION         Patience (default 5m; also --wait-for)

Flags of the plugin "waves"
      --waves  In waves

Global flags
      --debug  Say more

Examples
  # Everything
  sherpack list -A
`);
  });
});
