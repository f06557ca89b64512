import { defineCommand } from '@sherpack/plugin-api';
import type { Release, StorageEntry } from '@sherpack/plugin-api';
import { HEAD } from '../entry-names.ts';
import { committedOf } from '../head.ts';
import { namespaceIn } from '../namespace-in.ts';
import { openParts } from '../open-store.ts';
import { chunksIn, findGarbage } from '../orphans.ts';
import { releasesIn } from '../releases-in.ts';
import { storageServices } from '../storage-service.ts';
import type { StoreParts } from '../store-parts.ts';

interface ReleaseStatus {
  readonly namespace: string;
  readonly name: string;
  readonly driver: string;
  readonly revisions: number;
  readonly chunks: number;
  readonly unreachable: number;
}

const COLUMNS = [
  { title: 'NAMESPACE', value: (row: ReleaseStatus) => row.namespace },
  { title: 'NAME', value: (row: ReleaseStatus) => row.name },
  { title: 'DRIVER', value: (row: ReleaseStatus) => row.driver },
  { title: 'REVISIONS', value: (row: ReleaseStatus) => String(row.revisions) },
  { title: 'CHUNKS', value: (row: ReleaseStatus) => String(row.chunks) },
  { title: 'UNREACHABLE', value: (row: ReleaseStatus) => String(row.unreachable) },
];

export const command = defineCommand({
  description: 'Shows where releases are stored and how, and what of each there is; no record is read.',
  options: { allNamespaces: { type: 'boolean', alias: 'A', description: 'Of every namespace' } },
  examples: [
    { command: 'sherpack storage status -A', does: 'shows where the releases of all namespaces are stored' },
  ],
  cluster: 'read',
  uses: { storageServices },
  async run(context) {
    const { options, terminal } = context;
    const parts = await openParts(await context.services.storageServices(), context, {});
    const namespace = options.allNamespaces === true ? undefined : await namespaceIn(context);
    const releases = await Promise.all((await releasesIn(parts.driver, namespace)).map(async (release) => statusOf(release, await parts.driverOf(release), parts)));
    const store = settingsOf(parts);
    return context.print({ ...store, releases }, () => {
      for (const [name, value] of Object.entries(store)) terminal.write(`${name}: ${value}\n`);
      if (releases.length > 0) terminal.table(releases, COLUMNS);
    });
  },
});

function settingsOf({ driver, encoding }: StoreParts) {
  return {
    driver: driver.name,
    valueLimit: driver.maxValueBytes ?? 'none',
    compression: encoding.chosen,
    compressionLevel: encoding.level ?? 'by size',
    chunking: String(encoding.chunking),
    maxChunkSize: encoding.maxChunkSize,
  };
}

async function statusOf(release: Release, where: string, { driver, clock }: StoreParts): Promise<ReleaseStatus> {
  const entries = await driver.list({ namespace: release.namespace, release: release.name });
  const head = committedOf(entries.find(({ key }) => key.name === HEAD)?.metadata);
  const { entries: dead, young } = findGarbage(entries.filter(({ key }) => key.name !== HEAD), head, clock.now());
  const unreachable = new Set([...dead, ...young]);
  const records = entries.filter((entry) => entry.key.name.startsWith('revision/') && !unreachable.has(entry));
  return { ...release, driver: where, revisions: records.length, chunks: chunkCount(records), unreachable: unreachable.size };
}

function chunkCount(records: readonly StorageEntry[]): number {
  return new Set(records.flatMap(chunksIn)).size;
}
