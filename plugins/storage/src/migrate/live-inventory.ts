import type { InventoryEntry, KubernetesObject, ObjectRef, ReadCluster, Release, Revision, StoredManifest } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { parseYaml } from '@sherpack/yaml/parse';
import { inParallel } from '../in-parallel.ts';

const REQUESTS_AT_ONCE = 8;
const HOOK = /helm\.sh\/hook["']?:/;

/** The objects of a revision that are there, with their UIDs: for records of tools that do not keep an inventory. */
export async function liveInventory({ manifests, revision }: Revision, cluster: ReadCluster, release: Release): Promise<readonly InventoryEntry[]> {
  const objects = manifests.filter(({ text }) => !HOOK.test(text)).flatMap(objectOf);
  const entries = await inParallel(objects, REQUESTS_AT_ONCE, async (object) => {
    const ref = await refIn(object, cluster, release);
    const live = ref === undefined ? undefined : await cluster.get(ref);
    return ref === undefined || live === undefined ? undefined : { ref, ...(live.metadata.uid === undefined ? {} : { uid: live.metadata.uid }), revision, state: 'applied' as const };
  });
  return entries.filter((entry) => entry !== undefined);
}

function objectOf({ template, text }: StoredManifest): readonly KubernetesObject[] {
  const value = parseYaml(text, { file: template, duplicateKeys: 'last' });
  return isObject(value) && typeof value['kind'] === 'string' && isObject(value['metadata']) ? [value as KubernetesObject] : [];
}

/** @returns undefined for a kind that the cluster does not know */
async function refIn({ apiVersion, kind, metadata }: KubernetesObject, cluster: ReadCluster, release: Release): Promise<ObjectRef | undefined> {
  const resource = await cluster.resource({ apiVersion, kind });
  if (resource === undefined) return undefined;
  const name = metadata.name ?? '';
  return resource.namespaced ? { apiVersion, kind, namespace: metadata.namespace ?? release.namespace, name } : { apiVersion, kind, name };
}
