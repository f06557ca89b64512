import { VARIABLES } from '../config/environment.ts';
import type { ShellCommand } from '../shell-command.ts';

export const command: ShellCommand = {
  description: 'Shows the environment variables that Sherpack reads, with the values in force.',
  arguments: [{ name: 'variable', description: 'Only the value of this one' }],
  examples: [{ command: 'sherpack env SHERPACK_NAMESPACE', does: 'The namespace in force' }],
  async runInShell({ args, config, global, world, terminal, print }) {
    const settings = new Map(config.settings().map(({ key, value }) => [key, value]));
    const known = Object.entries(VARIABLES).map(([key, [name = '']]) => [name, String(settings.get(key) ?? '')] as const);
    const variables: Readonly<Record<string, string>> = {
      SHERPACK_CONFIG: world.env['SHERPACK_CONFIG'] ?? '',
      SHERPACK_DEBUG: String(global.debug),
      ...Object.fromEntries(known),
    };
    const wanted = args['variable'];
    if (wanted !== undefined) return terminal.write(`${variables[wanted] ?? ''}\n`);
    await print(variables, () => terminal.write(render(variables)));
  },
};

function render(variables: Readonly<Record<string, string>>): string {
  return Object.keys(variables).sort().map((name) => `${name}=${quote(variables[name] ?? '')}\n`).join('');
}

/** Ready for `eval` in a POSIX shell. */
function quote(value: string): string {
  return /^[\w./:-]*$/.test(value) ? value : `'${value.replaceAll('\'', '\'\\\'\'')}'`;
}
