import type { DryRunCluster, Operation } from '@sherpack/plugin-api';
import type { DesiredObject } from './desired-objects.ts';
import { errors } from './errors.ts';

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
  for (const name of used) {
    const namespace = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name });
    if (namespace?.metadata.deletionTimestamp !== undefined) throw errors.NAMESPACE_TERMINATING(name);
    if (namespace !== undefined) continue;
    const made = brought.has(name) || (name === own && operation.flags['createNamespace'] === true);
    if (!made) throw errors.NAMESPACE_MISSING(name);
    missing.add(name);
  }
  return missing;
}
