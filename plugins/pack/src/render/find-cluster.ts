import type { ReadCluster, StageContext } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';

/** The cluster, when the operation's row permits to read it. */
export async function findCluster(context: Pick<StageContext, 'cluster'>): Promise<ReadCluster | undefined> {
  try {
    return await context.cluster('read');
  } catch (error) {
    if (isSherpackError(error) && error.code === 'KERNEL_CLUSTER_NOT_PERMITTED') return undefined;
    throw error;
  }
}
