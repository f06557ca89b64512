import { defineCommand } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { resetSandbox } from '../reset.ts';
import { sandboxes } from '../sandboxes.ts';
import { stateOf } from '../state.ts';

export const command = defineCommand({
  description: 'Removes everything in a sandbox, releases included.',
  uses: { sandboxes },
  options: {
    name: { type: 'string', placeholder: 'NAME', description: 'Which sandbox; "default" unless given or configured' },
    yes: { type: 'boolean', alias: 'y', description: 'Do not ask' },
  },
  examples: [{ command: 'sherpack sandbox reset --yes', does: 'begins anew without a question' }],
  async run({ options, services, terminal, print }) {
    const sandbox = (await services.sandboxes()).find(options.name);
    const sure = options.yes === true || (await terminal.confirm(`Remove everything in the sandbox "${sandbox.name}"?`));
    if (!sure) throw errors.NOT_CONFIRMED(sandbox.name);
    await resetSandbox(sandbox);
    await print(await stateOf(sandbox), () => terminal.write(`sandbox "${sandbox.name}" is empty\n`));
  },
});
