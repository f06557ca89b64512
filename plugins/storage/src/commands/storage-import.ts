import { resolve } from 'node:path';
import { defineCommand } from '@sherpack/plugin-api';
import { importLocalRecord } from '../fallback/import-local-record.ts';
import { openParts } from '../open-store.ts';
import { storageServices } from '../storage-service.ts';

export const command = defineCommand({
  description: 'Stores a record that no store took when it was made, from the encrypted file on this machine; the file is deleted afterwards.',
  arguments: [{ name: 'file', description: 'The file that the warning named', required: true, completes: 'file' }],
  examples: [
    { command: 'sherpack storage import ./web-3.record', does: 'stores what the warning of a failed deployment named' },
  ],
  cluster: 'write',
  uses: { storageServices },
  async run(context) {
    const parts = await openParts(await context.services.storageServices(), context, { write: true });
    const { release, revision } = await importLocalRecord(resolve(context.folder, context.args['file'] ?? ''), parts);
    return context.print({ ...release, revision }, () => context.terminal.write(`revision ${revision} of release "${release.name}" is stored\n`));
  },
});
