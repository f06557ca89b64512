import { clock, defineCommand } from '@sherpack/plugin-api';
import { sandboxes } from '../sandboxes.ts';
import { takeSnapshot } from '../snapshot.ts';
import { newSnapshotFile } from '../snapshots.ts';

export const command = defineCommand({
  description: 'Writes everything in a sandbox to a file, whether it is served or not. A word is the name of a snapshot that is kept beside the sandbox; anything else is a path. Secrets are in it as they are, so only you may read the file.',
  uses: { sandboxes, clock },
  arguments: [{ name: 'snapshot', description: 'A file or a name; one made of the time unless given', completes: 'file' }],
  options: {
    name: { type: 'string', placeholder: 'NAME', description: 'Which sandbox; "default" unless given or configured' },
    force: { type: 'boolean', description: 'Overwrite the file' },
  },
  examples: [
    { command: 'sherpack sandbox snapshot before-upgrade', does: 'keeps a snapshot under a name' },
    { command: 'sherpack sandbox snapshot ./demo.snapshot --name demo', does: 'writes a file that others can restore' },
  ],
  async run({ args, options, services, terminal, folder, print }) {
    const sandbox = (await services.sandboxes()).find(options.name);
    const now = (await services.clock()).now();
    const file = await newSnapshotFile(sandbox, args['snapshot'], { cwd: folder, now, overwrite: options.force === true });
    const report = await takeSnapshot(sandbox, file);
    await print(report, () => terminal.write(`${report.objects} objects of the sandbox "${sandbox.name}" are in ${file}\n`));
  },
});
