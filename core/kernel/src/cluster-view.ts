import type { ClusterAccess, ClusterMode, ClusterSelection, ClusterViews, Clusters, ReadCluster, WriteCluster } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

const RANK: Readonly<Record<ClusterMode, number>> = Object.freeze({ none: 0, read: 1, 'dry-run': 2, write: 3 });

const READS = ['identity', 'discovery', 'resource', 'openapi', 'get', 'list', 'watch', 'waitFor', 'logs'] as const;

/** A view that has no more methods than its mode allows, at run time as in the types. */
export function viewOf<Mode extends Exclude<ClusterMode, 'none'>>(cluster: WriteCluster, mode: Mode): ClusterViews[Mode] {
  if (mode === 'write') return cluster as ClusterViews[Mode];
  const { variant, defaultStorage, observable, namespace } = cluster;
  const reads = Object.fromEntries(READS.map((verb) => [verb, (cluster[verb] as (...args: unknown[]) => unknown).bind(cluster)]));
  const read = { variant, defaultStorage, observable, namespace, ...reads } as unknown as ReadCluster;
  const view = mode === 'read' ? read : { ...read, dryRun: cluster.dryRun };
  return Object.freeze(view) as ClusterViews[Mode];
}

/**
 * Access up to a mode. Connects at the first call.
 *
 * @param asker for the message when more is asked for than permitted
 */
export function createAccess(permitted: ClusterMode, asker: string, clusters: () => Promise<Clusters>, selection: ClusterSelection): ClusterAccess {
  return {
    async cluster(mode) {
      if (RANK[mode] > RANK[permitted]) throw errors.CLUSTER_NOT_PERMITTED(asker, mode, permitted);
      const connected = await (await clusters()).connect(selection);
      return viewOf(connected, mode);
    },
  };
}
