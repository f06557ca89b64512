import { isAbsolute, join } from 'node:path';
import { defineCommand } from '@sherpack/plugin-api';
import { createPack } from '../scaffold/create-pack.ts';

export const command = defineCommand({
  description: 'Writes a new pack with a Deployment, a Service and what goes with them. It can be installed as it is.',
  arguments: [{ name: 'name', description: 'Name of the pack and of its folder', required: true }],
  options: {
    destination: { type: 'string', alias: ['o', 'd'], placeholder: 'FOLDER', description: 'Folder in which the pack is made; the current folder when it is left out' },
    starter: { type: 'string', alias: 'p', hidden: true, description: '', refused: 'Copy a pack of your own instead; there are no starters.' },
  },
  examples: [{ command: 'sherpack create web', does: 'writes ./web' }],
  async run({ args, options, folder, terminal, print }) {
    const place = options.destination ?? '.';
    const path = await createPack(args['name'] ?? '', isAbsolute(place) ? place : join(folder, place));
    await print({ path }, () => terminal.write(`wrote ${path}\n`));
  },
});
