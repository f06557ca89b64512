import type { Clock, ClusterSelection, ClusterVariant, Clusters, Extensions, Log, WriteCluster } from '@sherpack/plugin-api';

export interface ClustersOptions {
  readonly variants: Extensions<ClusterVariant>;
  readonly selection: ClusterSelection;
  readonly defaultVariant: string;
  readonly clock: Clock;
  readonly log: Log;
}

/** The service `clusters`: one connection per selection, closed with the kernel. */
export interface SharedClusters extends Clusters {
  close(): Promise<void>;
}

export function createClusters(options: ClustersOptions): SharedClusters {
  const connections = new Map<string, Promise<WriteCluster>>();

  async function open(selection: ClusterSelection): Promise<WriteCluster> {
    const variant = await options.variants.get(selection.variant ?? options.defaultVariant);
    return variant.connect({ selection, clock: options.clock, log: options.log });
  }

  return {
    connect(wanted = {}) {
      const selection = { ...options.selection, ...wanted };
      const key = JSON.stringify(Object.entries(selection).toSorted(([a], [b]) => (a < b ? -1 : 1)));
      const known = connections.get(key);
      if (known !== undefined) return known;
      const connection = open(selection);
      connections.set(key, connection);
      // A failed connection is tried anew by the next caller.
      connection.catch(() => connections.delete(key));
      return connection;
    },
    async close() {
      const open = [...connections.values()];
      connections.clear();
      await Promise.allSettled(open.map(async (connection) => (await connection).close()));
    },
  };
}
