import { createHash } from 'node:crypto';
import type { JsonObject, PackMetadata, Release, Revision, RevisionStatus } from '@sherpack/plugin-api';
import { splitManifest } from '../helm/from-helm.ts';
import type { LegacyRelease } from './legacy-record.ts';

/** Words of 0.4.0 that differ. */
const STATUSES: Readonly<Record<string, RevisionStatus>> = Object.freeze({
  deployed: 'deployed', failed: 'failed', uninstalled: 'uninstalled', superseded: 'superseded', 'pending-install': 'pending-install',
  'pending-upgrade': 'pending-upgrade', 'pending-rollback': 'pending-rollback', 'pending-uninstall': 'uninstalling', recovering: 'pending-upgrade',
});

export function fromLegacy(legacy: LegacyRelease, release: Release, cluster: string): Revision {
  const created = legacy.createdAt ?? '1970-01-01T00:00:00Z';
  return {
    schema: 1,
    release,
    revision: legacy.version,
    releaseUid: uidOf(release, cluster),
    status: STATUSES[legacy.state.status ?? ''] ?? 'unknown',
    description: String(legacy.state['reason'] ?? 'Imported from Sherpack 0.4'),
    firstDeployed: created,
    lastDeployed: legacy.updatedAt ?? created,
    pack: { ...metadataOf(legacy.pack), digest: '', format: 'sherpack' },
    values: legacy.values ?? {},
    // 0.4.0 kept the merged values only; all of them as the user's keeps what is deployed as it is.
    userValues: legacy.values ?? {},
    manifests: [...splitManifest(legacy.manifest ?? ''), ...(legacy.hooks ?? []).flatMap(hookOf)],
    notes: legacy.notes ?? '',
    inventory: [],
    labels: legacy.labels ?? {},
    cluster,
    extra: { storage: { tool: 'sherpack-0.4' } },
  };
}

function metadataOf(pack: LegacyRelease['pack']): PackMetadata {
  const metadata: JsonObject = pack.metadata ?? pack;
  return { ...metadata, name: String(metadata['name'] ?? ''), version: String(metadata['version'] ?? '') } as PackMetadata;
}

function hookOf(hook: JsonObject): Revision['manifests'] {
  const text = hook['manifest'] ?? hook['content'];
  return typeof text === 'string' ? [{ template: String(hook['path'] ?? hook['name'] ?? ''), text }] : [];
}

/** The same in every attempt, in the form of a UUID. */
function uidOf({ namespace, name }: Release, cluster: string): string {
  const hex = createHash('sha256').update(JSON.stringify(['sherpack 0.4', cluster, namespace, name])).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
