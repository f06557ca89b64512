import type { DryRunCluster, KubernetesObject, Operation } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import type { DesiredObject } from './desired-objects.ts';
import { errors } from './errors.ts';

const NAMESPACE = { apiVersion: 'v1', kind: 'Namespace' };
/** More namespaces than that are listed at once, where that is permitted. */
const FEW = 3;

async function namespaceFinder(count: number, cluster: DryRunCluster): Promise<(name: string) => Promise<KubernetesObject | undefined>> {
  const one = (name: string) => cluster.get({ ...NAMESPACE, name });
  if (count <= FEW) return one;
  try {
    const { items } = await cluster.list(NAMESPACE, { metadataOnly: true });
    const all = new Map(items.map((item) => [item.metadata.name, item]));
    return async (name) => all.get(name);
  } catch (error) {
    if (isSherpackError(error) && error.code === 'CLUSTER_FORBIDDEN') return one;
    throw error;
  }
}

/**
 * The namespaces that are not there yet, but will be: the plan brings them, or `--create-namespace` does.
 *
 * @throws DEPLOY_NAMESPACE_MISSING for any other one, DEPLOY_NAMESPACE_TERMINATING for one that goes
 */
export async function missingNamespaces(
  desired: readonly DesiredObject[],
  cluster: DryRunCluster,
  operation: Operation,
  own: string,
): Promise<ReadonlySet<string>> {
  if (!cluster.observable) return new Set();
  const used = new Set(desired.map(({ ref }) => ref.namespace).filter((name) => name !== undefined));
  const brought = new Set(desired.filter(({ ref }) => ref.kind === 'Namespace').map(({ ref }) => ref.name));
  const missing = new Set<string>();
  const find = await namespaceFinder(used.size, cluster);
  for (const name of used) {
    const namespace = await find(name);
    if (namespace?.metadata.deletionTimestamp !== undefined) throw errors.NAMESPACE_TERMINATING(name);
    if (namespace !== undefined) continue;
    const made = brought.has(name) || (name === own && operation.flags['createNamespace'] === true);
    if (!made) throw errors.NAMESPACE_MISSING(name);
    missing.add(name);
  }
  return missing;
}
