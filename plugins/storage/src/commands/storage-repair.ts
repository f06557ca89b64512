import { defineCommand } from '@sherpack/plugin-api';
import { namespaceIn } from '../namespace-in.ts';
import { openParts } from '../open-store.ts';
import { repairRelease } from '../repair-release.ts';
import type { Repaired } from '../repair-release.ts';
import { storageServices } from '../storage-service.ts';

export const command = defineCommand({
  description: 'Gives up the newest revisions of a release when they cannot be read, so that it can be upgraded, rolled back and uninstalled again. Nothing that can be read is changed.',
  arguments: [{ name: 'release', description: 'Name of the release', required: true, completes: 'release' }],
  examples: [
    { command: 'sherpack storage repair web', does: 'makes a release usable whose newest record is damaged' },
  ],
  cluster: 'write',
  uses: { storageServices },
  async run(context) {
    const parts = await openParts(await context.services.storageServices(), context, { write: true });
    const release = { name: context.args['release'] ?? '', namespace: await namespaceIn(context) };
    const repaired = await repairRelease(release, parts);
    return context.print({ ...release, lost: repaired.lost, newest: repaired.newest }, () => context.terminal.write(wordsFor(repaired)));
  },
});

function wordsFor({ release, lost, newest }: Repaired): string {
  if (lost.length === 0) return `revision ${newest} of release "${release.name}" can be read; nothing was changed\n`;
  return `revision ${lost.join(', ')} of release "${release.name}" was given up; ${newest} is the newest now, as failed. Upgrade or roll back next; objects that only the lost ones had stay, with the label sherpack.io/release-uid\n`;
}
