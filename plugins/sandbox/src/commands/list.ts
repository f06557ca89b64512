import { defineCommand } from '@sherpack/plugin-api';
import { sandboxes } from '../sandboxes.ts';
import { stateOf } from '../state.ts';
import type { SandboxState } from '../state.ts';

export const command = defineCommand({
  description: 'Lists the sandboxes of this user.',
  uses: { sandboxes },
  examples: [{ command: 'sherpack sandbox list', does: 'shows which sandboxes there are and which are served' }],
  async run({ services, terminal, print }) {
    const all = await services.sandboxes();
    const states = await Promise.all((await all.names()).map((name) => stateOf(all.find(name))));
    await print(states, () => terminal.table<SandboxState>(states, [
      { title: 'NAME', value: ({ name }) => name },
      { title: 'SERVED', value: ({ running }) => (running ? 'yes' : 'no') },
      { title: 'SERVER', value: ({ server }) => server ?? '' },
      { title: 'FOLDER', value: ({ folder }) => folder },
    ]));
  },
});
