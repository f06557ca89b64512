import type { ClusterIdentity, ReadCluster, Revision } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

/** How the identity begins that users have who may not read kube-system: the rest is the uid of the release's namespace. */
const OF_NAMESPACE = 'namespace:';

/**
 * Whether this is the cluster that the record was written for. What was recorded under all rights cannot be compared by
 * somebody who has few, and passes.
 *
 * @throws DEPLOY_OTHER_CLUSTER
 */
export async function checkCluster(newest: Revision | undefined, { uid, server }: ClusterIdentity, cluster: ReadCluster): Promise<void> {
  if (newest === undefined || newest.cluster === '' || newest.cluster === uid) return;
  const { cluster: recorded, release } = newest;
  if (!isOfNamespace(recorded) && isOfNamespace(uid)) return;
  if (isOfNamespace(recorded) && !isOfNamespace(uid) && recorded === (await namespaceIdentity(release.namespace, cluster))) return;
  throw errors.OTHER_CLUSTER(release.name, server);
}

function isOfNamespace(uid: string): boolean {
  return uid.startsWith(OF_NAMESPACE);
}

async function namespaceIdentity(name: string, cluster: ReadCluster): Promise<string | undefined> {
  const namespace = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name });
  return namespace === undefined ? undefined : `${OF_NAMESPACE}${namespace.metadata.uid}`;
}
