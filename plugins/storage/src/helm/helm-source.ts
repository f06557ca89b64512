import { Buffer } from 'node:buffer';
import type { ClusterAccess, KubernetesObject, ReadCluster, Release } from '@sherpack/plugin-api';
import type { HistorySource, PastRevision } from '../migrate/history.ts';
import { liveInventory } from '../migrate/live-inventory.ts';
import { fromHelm } from './from-helm.ts';
import { decodeHelmRelease, encodeHelmRelease } from './helm-release.ts';

const KINDS = ['Secret', 'ConfigMap'] as const;
/** Labels that are Helm's own; all others are the user's. */
const OWN_LABELS: ReadonlySet<string> = new Set(['name', 'owner', 'status', 'version', 'createdAt', 'modifiedAt']);

/** The releases that Helm 3 or 4 keeps in Secrets or ConfigMaps of the cluster. */
export function helmSource(access: ClusterAccess): HistorySource {
  return {
    name: 'Helm',
    async releases(namespace) {
      const records = await list(await access.cluster('read'), 'owner=helm', namespace);
      const names = new Map(records.map(({ metadata }) => [`${metadata.namespace}/${metadata.labels?.['name']}`, { namespace: metadata.namespace ?? '', name: metadata.labels?.['name'] ?? '' }]));
      return [...names.values()];
    },
    async history(release) {
      const cluster = await access.cluster('read');
      const records = await recordsOf(cluster, release);
      const { uid } = await cluster.identity();
      const past: PastRevision[] = [];
      for (const record of records) past.push(await pastOf(record, release, records[0]?.metadata.uid ?? '', { cluster, uid }));
      return withInventory(past, cluster, release);
    },
    retire: (release) => markSuperseded(access, release),
  };
}

async function list(cluster: ReadCluster, labelSelector: string, namespace: string | undefined): Promise<readonly KubernetesObject[]> {
  const options = { labelSelector, metadataOnly: true, ...(namespace === undefined ? {} : { namespace }) };
  const found = await Promise.all(KINDS.map(async (kind) => (await cluster.list({ apiVersion: 'v1', kind }, options)).items.map((item) => ({ ...item, apiVersion: 'v1', kind }))));
  return found.flat();
}

async function recordsOf(cluster: ReadCluster, { name, namespace }: Release): Promise<readonly KubernetesObject[]> {
  const records = await list(cluster, `owner=helm,name=${name}`, namespace);
  return records.toSorted((a, b) => versionOf(a) - versionOf(b));
}

function versionOf({ metadata }: KubernetesObject): number {
  return Number(metadata.labels?.['version'] ?? 0);
}

/** One at a time: a list with content would make the server hold all of them at once. */
async function pastOf(record: KubernetesObject, release: Release, releaseUid: string, { cluster, uid }: { readonly cluster: ReadCluster; readonly uid: string }): Promise<PastRevision> {
  const whole = await cluster.get(refOf(record));
  const helm = await decodeHelmRelease(contentOf(whole ?? record), `Helm's record ${record.metadata.name} in namespace ${record.metadata.namespace}`);
  const { revision, files } = fromHelm(helm, release, releaseUid, uid);
  const labels = Object.fromEntries(Object.entries(record.metadata.labels ?? {}).filter(([name]) => !OWN_LABELS.has(name)));
  return { revision: { ...revision, labels }, files };
}

function refOf({ apiVersion, kind, metadata }: KubernetesObject) {
  return { apiVersion, kind, namespace: metadata.namespace ?? '', name: metadata.name ?? '' };
}

function contentOf(record: KubernetesObject): string {
  const text = (record['data'] as Readonly<Record<string, string>> | undefined)?.['release'] ?? '';
  return record.kind === 'Secret' ? Buffer.from(text, 'base64').toString('latin1') : text;
}

/** Which objects there are is asked of the cluster, for the newest revision: no other one is deployed. */
async function withInventory(past: readonly PastRevision[], cluster: ReadCluster, release: Release): Promise<readonly PastRevision[]> {
  const newest = past.at(-1);
  if (newest === undefined || newest.revision.status === 'uninstalled') return past;
  const deployed = past.findLast(({ revision }) => revision.status === 'deployed') ?? newest;
  const inventory = await liveInventory(deployed.revision, cluster, release);
  return past.map((each) => (each === newest ? { ...each, revision: { ...each.revision, inventory } } : each));
}

/** What Helm believes to be deployed it would upgrade; superseded it is history. */
async function markSuperseded(access: ClusterAccess, release: Release): Promise<string> {
  const cluster = await access.cluster('write');
  const records = (await recordsOf(cluster, release)).filter(({ metadata }) => metadata.labels?.['status'] !== 'superseded' && metadata.labels?.['status'] !== 'uninstalled');
  for (const record of records) {
    const whole = await cluster.get(refOf(record));
    if (whole === undefined) continue;
    const helm = await decodeHelmRelease(contentOf(whole), `Helm's record ${record.metadata.name}`);
    const text = await encodeHelmRelease({ ...helm, info: { ...helm.info, status: 'superseded', description: 'Taken over by Sherpack' } });
    const data = { release: whole.kind === 'Secret' ? Buffer.from(text).toString('base64') : text };
    await cluster.replace({ ...whole, metadata: { ...whole.metadata, labels: { ...whole.metadata.labels, status: 'superseded' } }, data });
  }
  return `${records.length} of Helm's records marked superseded`;
}
