import { defineCommand } from '@sherpack/plugin-api';
import { namespaceIn } from '../namespace-in.ts';
import { openParts } from '../open-store.ts';
import { releasesIn } from '../releases-in.ts';
import { storageServices } from '../storage-service.ts';
import { verifyRelease } from '../verify-records.ts';
import type { Verdict } from '../verify-records.ts';

const COLUMNS = [
  { title: 'NAMESPACE', value: ({ release }: Verdict) => release.namespace },
  { title: 'NAME', value: ({ release }: Verdict) => release.name },
  { title: 'REVISION', value: ({ revision }: Verdict) => String(revision) },
  { title: 'STATE', value: ({ sound, problem }: Verdict) => (sound ? 'sound' : problem ?? '') },
];

export const command = defineCommand({
  description: 'Reads every record and every chunk, and checks every digest. Exit code 4 when something is damaged.',
  arguments: [{ name: 'release', description: 'Only this release', completes: 'release' }],
  options: { allNamespaces: { type: 'boolean', alias: 'A', description: 'Of every namespace' } },
  examples: [
    { command: 'sherpack storage verify', does: 'checks every record of the namespace' },
    { command: 'sherpack storage verify web', does: 'checks those of one release' },
  ],
  cluster: 'read',
  uses: { storageServices },
  async run(context) {
    const { args, options, terminal } = context;
    const parts = await openParts(await context.services.storageServices(), context, {});
    const namespace = options.allNamespaces === true ? undefined : await namespaceIn(context);
    const releases = (await releasesIn(parts.driver, namespace)).filter(({ name }) => args['release'] === undefined || name === args['release']);
    const verdicts: Verdict[] = [];
    for (const release of releases) verdicts.push(...(await verifyRelease(release, parts)));
    await context.print(verdicts.map(({ release, ...rest }) => ({ ...release, ...rest })), () => terminal.table(verdicts, COLUMNS));
    return verdicts.every(({ sound }) => sound) ? 0 : 4;
  },
});
