import { clock, defineCommand } from '@sherpack/plugin-api';
import { stopDaemon } from '../daemon.ts';
import { findRunning } from '../running-server.ts';
import { sandboxes } from '../sandboxes.ts';
import { stateOf } from '../state.ts';

export const command = defineCommand({
  description: 'Ends the process that serves a sandbox. Its objects stay.',
  uses: { sandboxes, clock },
  options: { name: { type: 'string', placeholder: 'NAME', description: 'Which sandbox; "default" unless given or configured' } },
  examples: [{ command: 'sherpack sandbox stop', does: 'ends the server; "sherpack sandbox start" goes on where it was' }],
  async run({ options, services, terminal, signal, print }) {
    const sandbox = (await services.sandboxes()).find(options.name);
    const running = await findRunning(sandbox);
    if (running !== undefined) await stopDaemon(sandbox, running, await services.clock(), signal);
    const words = running === undefined ? 'was not served' : 'is no longer served';
    await print(await stateOf(sandbox), () => terminal.write(`sandbox "${sandbox.name}" ${words}\n`));
  },
});
