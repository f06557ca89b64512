import { defineCommand } from '@sherpack/plugin-api';
import { sandboxes } from '../sandboxes.ts';
import { linesOf, stateOf } from '../state.ts';

export const command = defineCommand({
  description: 'Says whether a sandbox is served, and where.',
  uses: { sandboxes },
  options: { name: { type: 'string', placeholder: 'NAME', description: 'Which sandbox; "default" unless given or configured' } },
  examples: [{ command: 'sherpack sandbox status -o json', does: 'tells a script whether it runs, and where its kubeconfig is' }],
  async run({ options, services, terminal, print }) {
    const state = await stateOf((await services.sandboxes()).find(options.name));
    await print(state, () => terminal.write(linesOf(state)));
  },
});
