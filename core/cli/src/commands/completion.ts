import { nearMiss } from '@sherpack/schema/near-miss';
import { errors } from '../errors.ts';
import { completionScripts } from '../completion/scripts.ts';
import type { ShellCommand } from '../shell-command.ts';

const SHELLS = Object.keys(completionScripts);

export const command: ShellCommand = {
  description: 'Prints a script that makes the shell complete commands, flags, their values, files and releases.',
  arguments: [{ name: 'shell', description: SHELLS.join(', '), required: true }],
  options: {
    noDescriptions: { type: 'boolean', description: 'Names only, for zsh and fish' },
  },
  examples: [
    { command: 'source <(sherpack completion bash)', does: 'For this bash' },
    { command: 'sherpack completion zsh > "${fpath[1]}/_sherpack"', does: 'For every zsh' },
    { command: 'sherpack completion fish > ~/.config/fish/completions/sherpack.fish', does: 'For every fish' },
  ],
  async runInShell({ args, options, terminal }) {
    const shell = args['shell'] ?? '';
    const script = completionScripts[shell];
    if (script === undefined) throw errors.ARGUMENT_INVALID('SHELL', `one of ${SHELLS.join(', ')}`, nearMiss(shell, SHELLS));
    terminal.write(script(options['noDescriptions'] !== true));
  },
};
