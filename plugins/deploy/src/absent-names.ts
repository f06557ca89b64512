import type { ObjectRef, ReadCluster } from '@sherpack/plugin-api';
import { groupOf, isSherpackError, refKey, refOf } from '@sherpack/plugin-api';
import { REQUESTS_AT_A_TIME } from './concurrency.ts';
import { inParallel } from './in-parallel.ts';

/** Which names nobody has, whoever they would belong to. */
export interface AbsentNames {
  /** False also when that is not known. */
  isAbsent(ref: ObjectRef): boolean;
}

export interface AbsentOptions {
  readonly cluster: Pick<ReadCluster, 'list' | 'observable'>;
  readonly signal: AbortSignal;
}

/** Lists names by kind and namespace: without a dry run nothing else would tell that an object of somebody else is there. */
export async function findAbsentNames(refs: readonly ObjectRef[], { cluster, signal }: AbsentOptions): Promise<AbsentNames> {
  const there = new Set<string>();
  const listed = new Set<string>();
  const places = cluster.observable ? [...new Map(refs.map((ref) => [placeKey(ref), ref])).values()] : [];
  await inParallel(places, REQUESTS_AT_A_TIME, async (ref) => {
    try {
      const { items } = await cluster.list(ref, { namespace: ref.namespace, metadataOnly: true, signal });
      for (const item of items) there.add(refKey(refOf(item)));
      listed.add(placeKey(ref));
    } catch (error) {
      if (!isSherpackError(error) || error.code !== 'CLUSTER_FORBIDDEN') throw error;
    }
  });
  return { isAbsent: (ref) => listed.has(placeKey(ref)) && !there.has(refKey(ref)) };
}

function placeKey({ apiVersion, kind, namespace }: ObjectRef): string {
  return `${groupOf(apiVersion)}/${kind} ${namespace ?? ''}`;
}
