import { API_VERSION } from '@sherpack/plugin-api';
import type { ShellCommand } from '../shell-command.ts';
import { VERSION } from '../version.ts';

export const command: ShellCommand = {
  description: 'Shows the version of Sherpack, of its plugin API and of Node.js.',
  options: {
    short: { type: 'boolean', description: 'The version and nothing else' },
    template: { type: 'string', hidden: true, description: '', refused: 'there are no Go templates here; use -o json.' },
    client: { type: 'boolean', alias: 'c', hidden: true, description: '', refused: 'there is only a client version.' },
  },
  examples: [{ command: 'sherpack version -o json', does: 'For programs' }],
  async runInShell({ options, terminal, print }) {
    if (options['short'] === true) return terminal.write(`${VERSION}\n`);
    const facts = { version: VERSION, apiVersion: API_VERSION, node: process.version, platform: `${process.platform}/${process.arch}` };
    await print(facts, () => {
      terminal.write(`sherpack ${VERSION} (plugin API ${API_VERSION}, Node.js ${process.version}, ${facts.platform})\n`);
    });
  },
};
