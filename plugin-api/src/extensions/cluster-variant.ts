import type { ClusterSelection, WriteCluster } from '../services/cluster.ts';
import type { Clock } from '../services/clock.ts';
import type { Log } from '../services/log.ts';
import { defineExtensionPoint } from '../extension-point.ts';

export interface ClusterConnectContext {
  readonly selection: ClusterSelection;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * A kind of cluster: kubernetes, sandbox, directory.
 *
 * Conformance: `@sherpack/plugin-kit` suite `cluster`.
 */
export interface ClusterVariant {
  /** @throws an error with exit code 5 that says how to choose a cluster */
  connect(context: ClusterConnectContext): Promise<WriteCluster>;
}

export const clusterVariants = defineExtensionPoint<ClusterVariant>('cluster', 'cluster');
