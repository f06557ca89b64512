import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import type { JsonObject, PackFile, PackMetadata, Release, Revision, RevisionStatus, StoredManifest } from '@sherpack/plugin-api';
import { mergeValues } from '@sherpack/plugin-api';
import { stringifyJson } from '@sherpack/yaml/json';
import type { PastRevision } from '../migrate/history.ts';
import type { HelmRelease } from './helm-release.ts';


const STATUSES: ReadonlySet<string> = new Set([
  'unknown', 'deployed', 'uninstalled', 'superseded', 'failed', 'uninstalling', 'pending-install', 'pending-upgrade', 'pending-rollback',
]);

/** A release of Helm as a revision. Which objects exist is for the caller to find out: Helm does not write it down. */
export function fromHelm(helm: HelmRelease, release: Release, releaseUid: string, cluster: string): PastRevision {
  const { info, chart = {}, config, version } = helm;
  const userValues = config ?? {};
  const deployed = info.last_deployed || info.first_deployed || '1970-01-01T00:00:00Z';
  const revision: Revision = {
    schema: 1,
    release,
    revision: version,
    releaseUid,
    status: statusOf(info.status),
    description: info.description ?? '',
    firstDeployed: info.first_deployed || deployed,
    lastDeployed: deployed,
    ...(info.deleted ? { deleted: info.deleted } : {}),
    pack: { ...metadataOf(chart.metadata), digest: digestOf(chart), format: 'helm' },
    values: mergeValues(chart.values ?? {}, userValues),
    userValues,
    manifests: [...splitManifest(helm.manifest ?? ''), ...(helm.hooks ?? []).map(({ path, manifest }) => ({ template: path, text: withoutSource(manifest) }))],
    notes: info.notes ?? '',
    inventory: [],
    labels: {},
    cluster,
    ...(info.rollback_revision ? { rollbackOf: info.rollback_revision } : {}),
    extra: { storage: { tool: 'helm' } },
  };
  return { revision, files: filesOf(chart) };
}

function statusOf(status = 'unknown'): RevisionStatus {
  return STATUSES.has(status) ? (status as RevisionStatus) : 'unknown';
}

function metadataOf(metadata: JsonObject = {}): PackMetadata {
  return { ...metadata, name: String(metadata['name'] ?? ''), version: String(metadata['version'] ?? '') } as PackMetadata;
}

function digestOf(chart: object): string {
  return `sha256:${createHash('sha256').update(JSON.stringify(chart, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).digest('hex')}`;
}

/** As Helm joins documents: `---`, a line that names the template, the document. */
export function splitManifest(manifest: string): readonly StoredManifest[] {
  const documents = manifest.split(/^---[ \t]*\n/m).filter((document) => document.trim() !== '');
  return documents.map((document) => ({ template: /^# Source: (.+)$/m.exec(document)?.[1] ?? '', text: withoutSource(document) }));
}

function withoutSource(document: string): string {
  return document.replace(/^# Source: .+\n/m, '');
}

/** The chart's folder as far as Helm keeps it; sources of subcharts are not among it. */
function filesOf({ metadata = {}, templates, files, values, schema }: NonNullable<HelmRelease['chart']>): readonly PackFile[] {
  const listed = [...(templates ?? []), ...(files ?? [])].map(({ name, data }) => ({ path: name, content: Buffer.from(data ?? '', 'base64') }));
  return [
    { path: 'Chart.yaml', content: Buffer.from(toJson(metadata)) },
    { path: 'values.yaml', content: Buffer.from(toJson(values ?? {})) },
    ...(schema ? [{ path: 'values.schema.json', content: Buffer.from(schema, 'base64') }] : []),
    ...listed,
  ];
}

/** JSON is YAML, and exact. */
function toJson(value: JsonObject): string {
  return `${stringifyJson(value, { indent: 2 })}\n`;
}
