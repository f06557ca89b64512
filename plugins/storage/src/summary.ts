import { Buffer } from 'node:buffer';
import type { Release, Revision, RevisionStatus, RevisionSummary, StorageMetadata } from '@sherpack/plugin-api';
import { STORAGE_LONG_VALUE_BYTES } from '@sherpack/plugin-api';
import { cutToFit } from './metadata.ts';

const LABELS = 'x-labels-';

/** What lists show of a revision. */
export function summarize(revision: Revision): RevisionSummary {
  return {
    release: revision.release,
    revision: revision.revision,
    status: revision.status,
    description: revision.description,
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
    ...labelsToMetadata(summary.labels),
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

/** As many labels in each part as fit: one value takes one kibibyte only. */
function labelsToMetadata(labels: Readonly<Record<string, string>>): StorageMetadata {
  const parts: string[] = [];
  for (const label of Object.entries(labels).map((entry) => JSON.stringify(entry))) {
    const last = parts.at(-1);
    if (last !== undefined && Buffer.byteLength(last) + Buffer.byteLength(label) < STORAGE_LONG_VALUE_BYTES) parts[parts.length - 1] = `${last},${label}`;
    else parts.push(label);
  }
  return Object.fromEntries(parts.map((part, index) => [`${LABELS}${index}`, part]));
}

function metadataToLabels(metadata: StorageMetadata): Readonly<Record<string, string>> {
  const parts = Object.keys(metadata).filter((name) => name.startsWith(LABELS)).map((name) => metadata[name]);
  return Object.fromEntries(parts.flatMap((part) => JSON.parse(`[${part}]`) as [string, string][]));
}
