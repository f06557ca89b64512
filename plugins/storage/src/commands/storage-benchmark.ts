import { defineCommand } from '@sherpack/plugin-api';
import { measureStore } from '../measure-store.ts';
import type { Measurement } from '../measure-store.ts';
import { namespaceIn } from '../namespace-in.ts';
import { openParts } from '../open-store.ts';
import { storageServices } from '../storage-service.ts';

const COLUMNS = [
  { title: 'COMPRESSION', value: (row: Measurement) => row.compression },
  { title: 'LEVEL', value: (row: Measurement) => String(row.level) },
  { title: 'BYTES', value: (row: Measurement) => String(row.bytes) },
  { title: 'OF CONTENT', value: (row: Measurement) => `${(row.ratio * 100).toFixed(1)} %` },
  { title: 'ENCODE', value: (row: Measurement) => `${row.encodeMs.toFixed(1)} ms` },
  { title: 'DECODE', value: (row: Measurement) => `${row.decodeMs.toFixed(1)} ms` },
];

export const command = defineCommand({
  description: 'Measures the compressions on the record of a release, with the driver\'s time to list and read it. Writes nothing.',
  arguments: [{ name: 'release', description: 'Name of the release', required: true, completes: 'release' }],
  examples: [
    { command: 'sherpack storage benchmark web', does: 'measures every compression on the record of a release' },
  ],
  cluster: 'read',
  uses: { storageServices },
  async run(context) {
    const services = await context.services.storageServices();
    const parts = await openParts(services, context, {});
    const release = { name: context.args['release'] ?? '', namespace: await namespaceIn(context) };
    const { rows, ...times } = await measureStore(release, parts, services.compressions);
    return context.print({ ...times, compressions: rows }, () => {
      context.terminal.write(`driver ${times.driver}: list ${times.listMs.toFixed(1)} ms, read ${times.readMs.toFixed(1)} ms, content ${times.content} bytes\n`);
      context.terminal.table(rows, COLUMNS);
    });
  },
});
