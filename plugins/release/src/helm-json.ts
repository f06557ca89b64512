import type { PackMetadata, Revision, RevisionSummary } from '@sherpack/plugin-api';
import { GO_DEFAULT, formatGoTime } from './go-time.ts';
import { printManifests } from './manifest-text.ts';
import { maskPaths } from './secret-mask.ts';

/** Pack and version in one word, as Helm shows charts. */
export function chartOf({ packName, packVersion }: Pick<RevisionSummary, 'packName' | 'packVersion'>): string {
  return `${packName}-${packVersion}`;
}

/** An element of `list -o json`: Helm's keys with Helm's types, the labels beside them. */
export function listElement(summary: RevisionSummary, timeFormat: string = GO_DEFAULT) {
  return {
    name: summary.release.name,
    namespace: summary.release.namespace,
    revision: String(summary.revision),
    updated: formatGoTime(summary.updated, timeFormat),
    status: summary.status,
    chart: chartOf(summary),
    app_version: summary.appVersion,
    description: summary.description,
    labels: summary.labels,
  };
}

/** An element of `history -o json`. */
export function historyElement(summary: RevisionSummary) {
  return {
    revision: summary.revision,
    updated: summary.updated,
    status: summary.status,
    chart: chartOf(summary),
    app_version: summary.appVersion,
    description: summary.description,
  };
}

/** What `status`, `install` and `upgrade` print with `-o json`. Values from secrets are masked. */
export function releaseDocument(revision: Revision) {
  const { release, pack } = revision;
  return {
    name: release.name,
    info: {
      first_deployed: revision.firstDeployed,
      last_deployed: revision.lastDeployed,
      ...(revision.deleted === undefined ? {} : { deleted: revision.deleted }),
      description: revision.description,
      status: revision.status,
      notes: revision.notes,
      ...(revision.rollbackOf === undefined ? {} : { rollback_revision: revision.rollbackOf }),
    },
    chart: { metadata: chartMetadata(revision) },
    config: maskPaths(revision.userValues, revision.secretPaths ?? []),
    manifest: printManifests(revision.manifests.filter(({ crd }) => crd !== true), { showSecrets: false }),
    version: revision.revision,
    namespace: release.namespace,
    apply_method: 'ssa',
    labels: revision.labels,
    pack: { name: pack.name, version: pack.version, appVersion: pack.appVersion, digest: pack.digest, format: pack.format },
    releaseUid: revision.releaseUid,
    inventory: revision.inventory,
  };
}

function chartMetadata({ pack: { digest: _digest, format: _format, ...metadata } }: Revision): PackMetadata {
  return metadata;
}

/** What `get metadata -o json` prints. */
export function metadataDocument(revision: Revision) {
  const { release, pack } = revision;
  return {
    name: release.name,
    chart: pack.name,
    version: pack.version,
    appVersion: pack.appVersion ?? '',
    annotations: pack.annotations ?? {},
    labels: revision.labels,
    namespace: release.namespace,
    revision: revision.revision,
    status: revision.status,
    deployedAt: formatGoTime(revision.lastDeployed, '2006-01-02T15:04:05Z07:00'),
    applyMethod: 'ssa',
    digest: pack.digest,
    format: pack.format,
    releaseUid: revision.releaseUid,
  };
}
