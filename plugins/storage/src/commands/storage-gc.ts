import { defineCommand } from '@sherpack/plugin-api';
import { collectGarbage } from '../collect-garbage.ts';
import type { Collected } from '../collect-garbage.ts';
import { namespaceIn } from '../namespace-in.ts';
import { openParts } from '../open-store.ts';
import { releasesIn } from '../releases-in.ts';
import { storageServices } from '../storage-service.ts';

const COLUMNS = [
  { title: 'NAMESPACE', value: ({ release }: Collected) => release.namespace },
  { title: 'NAME', value: ({ release }: Collected) => release.name },
  { title: 'DELETED', value: ({ names }: Collected) => String(names.length) },
  { title: 'TOO YOUNG', value: ({ young }: Collected) => String(young) },
];

export const command = defineCommand({
  description: 'Deletes entries that nobody can reach: what processes have left that died while they wrote. Each release is held meanwhile.',
  arguments: [{ name: 'release', description: 'Only this release', completes: 'release' }],
  options: {
    allNamespaces: { type: 'boolean', alias: 'A', description: 'Of every namespace' },
    grace: { type: 'duration', default: '1h', placeholder: 'DURATION', description: 'Leave chunks alone that were written within this time' },
    dryRun: { type: 'boolean', description: 'Only say what would be deleted' },
  },
  examples: [
    { command: 'sherpack storage gc --dry-run', does: 'says what nobody can reach any more' },
    { command: 'sherpack storage gc -A --grace 0s', does: 'deletes it in every namespace, what was just written too' },
  ],
  cluster: 'write',
  uses: { storageServices },
  async run(context) {
    const { args, options, terminal } = context;
    const dryRun = options.dryRun === true;
    const parts = await openParts(await context.services.storageServices(), context, { write: !dryRun });
    const namespace = options.allNamespaces === true ? undefined : await namespaceIn(context);
    const releases = (await releasesIn(parts.driver, namespace)).filter(({ name }) => args['release'] === undefined || name === args['release']);
    const collected: Collected[] = [];
    for (const release of releases) collected.push(await collectGarbage(release, { dryRun, grace: options.grace }, parts));
    return context.print(collected.map(({ release, ...rest }) => ({ ...release, ...rest })), () => terminal.table(collected, COLUMNS));
  },
});
