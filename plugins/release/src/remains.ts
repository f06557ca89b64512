import type { Change, KubernetesObject, ObjectRef, ReadCluster, Release } from '@sherpack/plugin-api';
import { valueAt } from '@sherpack/plugin-api';

/** An object that outlives its release. */
export interface Remain {
  readonly ref: ObjectRef;
  readonly reason: string;
}

/**
 * What an uninstallation leaves: kept objects, definitions, and the claims that StatefulSets have made.
 *
 * @param before the objects of the release as they were on record
 */
export async function remainsOf(changes: readonly Change[], before: readonly KubernetesObject[], cluster: ReadCluster, release: Release): Promise<readonly Remain[]> {
  const kept = changes.filter(({ action }) => action === 'kept').map(({ ref }) => ({ ref, reason: reasonOf(ref) }));
  const sets = before.filter(({ kind }) => kind === 'StatefulSet');
  if (sets.length === 0 || !cluster.observable) return kept;
  const claims = await Promise.all(sets.map((set) => claimsOf(set, cluster, release.namespace)));
  return [...kept, ...claims.flat()];
}

function reasonOf({ kind }: ObjectRef): string {
  if (kind === 'CustomResourceDefinition') return 'without it every resource of its kind would be deleted';
  return 'its resource-policy says keep';
}

/** The claim template `data` of the set `db` makes `data-db-0` and so on; they are not deleted with their set. */
async function claimsOf(set: KubernetesObject, cluster: ReadCluster, releaseNamespace: string): Promise<readonly Remain[]> {
  const beginnings = templatesOf(set).map((template) => `${template}-${set.metadata.name}-`);
  const namespace = set.metadata.namespace ?? releaseNamespace;
  const { items } = await cluster.list({ apiVersion: 'v1', kind: 'PersistentVolumeClaim' }, { namespace, metadataOnly: true });
  const names = items.filter(({ metadata }) => metadata.deletionTimestamp === undefined).map(({ metadata }) => metadata.name ?? '');
  return names.filter((name) => isNumbered(name, beginnings)).map((name) => ({
    ref: { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name },
    reason: `it holds data of StatefulSet ${set.metadata.name}`,
  }));
}

function templatesOf(set: KubernetesObject): readonly string[] {
  const templates = valueAt(set, ['spec', 'volumeClaimTemplates']);
  if (!Array.isArray(templates)) return [];
  return templates.map((template: unknown) => String(valueAt(template, ['metadata', 'name'])));
}

function isNumbered(name: string, beginnings: readonly string[]): boolean {
  return beginnings.some((beginning) => name.startsWith(beginning) && /^\d+$/.test(name.slice(beginning.length)));
}
