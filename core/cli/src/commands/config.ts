import type { Setting } from '../config/effective-config.ts';
import type { ShellCommand } from '../shell-command.ts';

export const command: ShellCommand = {
  description: [
    'Shows every setting in force, and where it comes from.',
    'Flags come before the environment, then the project\'s file, the user\'s file and the defaults.',
  ].join(' '),
  examples: [
    { command: 'sherpack config', does: 'What is in force in this folder' },
    { command: 'sherpack config --namespace shop -o yaml', does: 'The same with a flag, as YAML' },
  ],
  async runInShell({ config, terminal, print }) {
    const settings = config.settings().map((setting) => ({ ...setting, value: masked(setting) }));
    await print(settings, () => {
      terminal.table(settings, [
        { title: 'KEY', value: ({ key }) => key },
        { title: 'VALUE', value: ({ value }) => (typeof value === 'string' ? value : JSON.stringify(value)) },
        { title: 'SOURCE', value: ({ source }) => source },
        { title: 'WHERE', value: ({ where }) => where },
      ]);
    });
  },
};

const SECRET = /(password|passwd|secret|token|credential|api-?key|private-?key)s?$/i;

/** The output ends up in tickets and logs; what is named like a secret is not shown. */
function masked({ key, value }: Setting): unknown {
  return typeof value === 'string' && SECRET.test(key.split('.').at(-1) ?? '') ? '***' : value;
}
