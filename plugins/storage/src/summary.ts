import type { Release, Revision, RevisionStatus, RevisionSummary, StorageMetadata } from '@sherpack/plugin-api';
import { cutToFit, listToMetadata, metadataParts } from './metadata.ts';
import { secretTexts, withoutSecrets } from './sealing/secret-places.ts';

/** What lists show of a revision. It stands beside the record, in clear: what is secret is left out. */
export function summarize(revision: Revision): RevisionSummary {
  return {
    release: revision.release,
    revision: revision.revision,
    status: revision.status,
    description: withoutSecrets(revision.description, secretTexts(revision)),
    updated: revision.lastDeployed,
    packName: revision.pack.name,
    packVersion: revision.pack.version,
    appVersion: revision.pack.appVersion ?? '',
    labels: revision.labels,
  };
}

/** A summary as metadata of the revision's entry, so that lists need no payload. */
export function summaryToMetadata(summary: RevisionSummary): StorageMetadata {
  return {
    status: summary.status,
    revision: String(summary.revision),
    'x-description': cutToFit(summary.description),
    'x-updated': summary.updated,
    'x-pack-name': cutToFit(summary.packName),
    'x-pack-version': cutToFit(summary.packVersion),
    'x-app-version': cutToFit(summary.appVersion),
    ...listToMetadata('labels', Object.entries(summary.labels).map((label) => JSON.stringify(label)), ','),
  };
}

export function metadataToSummary(release: Release, revision: number, metadata: StorageMetadata): RevisionSummary {
  return {
    release,
    revision,
    status: (metadata['status'] ?? 'unknown') as RevisionStatus,
    description: metadata['x-description'] ?? '',
    updated: metadata['x-updated'] ?? '',
    packName: metadata['x-pack-name'] ?? '',
    packVersion: metadata['x-pack-version'] ?? '',
    appVersion: metadata['x-app-version'] ?? '',
    labels: metadataToLabels(metadata),
  };
}

function metadataToLabels(metadata: StorageMetadata): Readonly<Record<string, string>> {
  return Object.fromEntries(metadataParts('labels', metadata).flatMap((part) => JSON.parse(`[${part}]`) as [string, string][]));
}
