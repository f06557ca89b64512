import type { ShellCommand } from '../shell-command.ts';

export const command: ShellCommand = {
  description: 'Shows which configuration files are read, the decisive one first.',
  examples: [
    { command: 'sherpack config path', does: 'Says which files decide here' },
    { command: 'sherpack config path -o json', does: 'The same for a program' },
  ],
  async runInShell({ config, terminal, print }) {
    const files = config.layers.flatMap(({ source, file }) => (file === undefined ? [] : [{ source, file: file.file }]));
    await print(files, () => {
      if (files.length === 0) terminal.write('No configuration file is read.\n');
      else terminal.table(files, [{ title: 'SOURCE', value: ({ source }) => source }, { title: 'FILE', value: ({ file }) => file }]);
    });
  },
};
