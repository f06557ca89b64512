import { Buffer } from 'node:buffer';
import type { ClusterAccess, KubernetesObject, ReadCluster, Release } from '@sherpack/plugin-api';
import type { HistorySource, PastRevision } from '../migrate/history.ts';
import { liveInventory } from '../migrate/live-inventory.ts';
import { fromLegacy } from './from-legacy.ts';
import { decodeLegacy, joinLegacyChunks } from './legacy-record.ts';
import type { LegacyIndex } from './legacy-record.ts';

const KINDS = ['Secret', 'ConfigMap'] as const;
const NAME = /^sh\.sherpack\.release\.v1\.(.+)\.v(\d+)$/;
const SELECTOR = 'app.kubernetes.io/managed-by=sherpack,sherpack.io/release-version';

/** The releases that the library of Sherpack 0.4.0 keeps in Secrets or ConfigMaps, in chunks or not. */
export function legacySource(access: ClusterAccess): HistorySource {
  return {
    name: 'Sherpack 0.4',
    async releases(namespace) {
      const records = await recordsIn(await access.cluster('read'), namespace);
      const found = new Map(records.map((record) => [`${record.metadata.namespace}/${nameIn(record)}`, { namespace: record.metadata.namespace ?? '', name: nameIn(record) }]));
      return [...found.values()];
    },
    async history(release) {
      const cluster = await access.cluster('read');
      const { uid } = await cluster.identity();
      const records = await recordsOf(cluster, release);
      const past: PastRevision[] = [];
      for (const record of records) {
        const revision = fromLegacy(await read(record, cluster), release, uid);
        const isNewest = record === records.at(-1);
        past.push({ revision: isNewest ? { ...revision, inventory: await liveInventory(revision, cluster, release) } : revision, files: [] });
      }
      return past;
    },
    retire: (release) => deleteRecords(access, release),
  };
}

async function recordsIn(cluster: ReadCluster, namespace: string | undefined, labels = SELECTOR): Promise<readonly KubernetesObject[]> {
  const options = { labelSelector: labels, metadataOnly: true, ...(namespace === undefined ? {} : { namespace }) };
  const found = await Promise.all(KINDS.map(async (kind) => (await cluster.list({ apiVersion: 'v1', kind }, options)).items.map((item) => ({ ...item, apiVersion: 'v1', kind }))));
  return found.flat().filter(({ metadata }) => NAME.test(metadata.name ?? ''));
}

async function recordsOf(cluster: ReadCluster, { namespace, name }: Release): Promise<readonly KubernetesObject[]> {
  const records = (await recordsIn(cluster, namespace)).filter((record) => nameIn(record) === name);
  return records.toSorted((a, b) => numberIn(a) - numberIn(b));
}

function nameIn({ metadata }: KubernetesObject): string {
  return NAME.exec(metadata.name ?? '')?.[1] ?? '';
}

function numberIn({ metadata }: KubernetesObject): number {
  return Number(NAME.exec(metadata.name ?? '')?.[2] ?? 0);
}

async function read(record: KubernetesObject, cluster: ReadCluster) {
  const what = `the record ${record.metadata.name} in namespace ${record.metadata.namespace}`;
  const index = await field(record, record.metadata.name ?? '', 'index', cluster);
  const text = index === undefined
    ? await field(record, record.metadata.name ?? '', 'release', cluster) ?? ''
    : await joinLegacyChunks(JSON.parse(index) as LegacyIndex, what, (number) => field(record, `${record.metadata.name}.chunk.${number}`, 'chunk', cluster));
  return decodeLegacy(Buffer.from(text, 'base64'), what);
}

/** The text under a key of an object of the record's kind; Secrets have it in base64 once more. */
async function field({ kind, metadata }: KubernetesObject, name: string, key: string, cluster: ReadCluster): Promise<string | undefined> {
  const object = await cluster.get({ apiVersion: 'v1', kind, namespace: metadata.namespace ?? '', name });
  const text = (object?.['data'] as Readonly<Record<string, string>> | undefined)?.[key];
  return text === undefined || kind !== 'Secret' ? text : Buffer.from(text, 'base64').toString('latin1');
}

/** The index first, so that what is half deleted is seen as nothing by 0.4.0 too. */
async function deleteRecords(access: ClusterAccess, release: Release): Promise<string> {
  const cluster = await access.cluster('write');
  const records = await recordsOf(cluster, release);
  for (const { kind, metadata } of records) {
    await cluster.delete({ apiVersion: 'v1', kind, namespace: metadata.namespace ?? '', name: metadata.name ?? '' });
    for (let number = 0; ; number++) {
      if (!await cluster.delete({ apiVersion: 'v1', kind, namespace: metadata.namespace ?? '', name: `${metadata.name}.chunk.${number}` })) break;
    }
  }
  return `${records.length} records of Sherpack 0.4 deleted`;
}
