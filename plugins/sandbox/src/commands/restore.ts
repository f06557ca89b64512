import { defineCommand } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { sandboxes } from '../sandboxes.ts';
import { restoreSnapshot } from '../snapshot.ts';
import { findSnapshotFile } from '../snapshots.ts';

export const command = defineCommand({
  description: 'Puts the objects of a snapshot in the place of everything in a sandbox, whether it is served or not. Watches of a served sandbox end; their clients list anew.',
  uses: { sandboxes },
  arguments: [{ name: 'snapshot', description: 'A file or a name; the newest name unless given', completes: 'file' }],
  options: {
    name: { type: 'string', placeholder: 'NAME', description: 'Which sandbox; "default" unless given or configured' },
    yes: { type: 'boolean', alias: 'y', description: 'Do not ask' },
  },
  examples: [
    { command: 'sherpack sandbox restore before-upgrade', does: 'goes back, after a question' },
    { command: 'sherpack sandbox restore ./demo.snapshot --name demo --yes', does: 'fills a sandbox from a file' },
  ],
  async run({ args, options, services, terminal, folder, print }) {
    const sandbox = (await services.sandboxes()).find(options.name);
    const file = await findSnapshotFile(sandbox, args['snapshot'], folder);
    const sure = options.yes === true || (await terminal.confirm(`Replace everything in the sandbox "${sandbox.name}" by ${file}?`));
    if (!sure) throw errors.NOT_CONFIRMED(sandbox.name);
    const report = await restoreSnapshot(sandbox, file);
    await print(report, () => terminal.write(`the sandbox "${sandbox.name}" holds the ${report.objects} objects of ${file}\n`));
  },
});
