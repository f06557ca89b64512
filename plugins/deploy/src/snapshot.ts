import type { KubernetesObject, ObjectRef, ReadCluster } from '@sherpack/plugin-api';
import { ANNOTATIONS, groupOf, isSherpackError, refKey, refOf } from '@sherpack/plugin-api';
import { REQUESTS_AT_A_TIME } from './concurrency.ts';
import { inParallel } from './in-parallel.ts';

/** The live objects that bear the release's mark, by one list for each kind instead of one request for each object. */
export interface Snapshot {
  /**
   * `unmarked`: there is none with the mark; one without it may exist. `unknown`: the kind could not be listed, so the
   * object has to be asked for by itself.
   */
  find(ref: ObjectRef): KubernetesObject | 'unmarked' | 'unknown';
}

/** Asking for the objects one by one is no use then. */
const OUTAGES: ReadonlySet<string> = new Set(['CLUSTER_UNREACHABLE', 'CLUSTER_UNAUTHORIZED']);

const NO_SNAPSHOT: Snapshot = Object.freeze({ find: () => 'unknown' as const });

/** Definitions bear no mark, for releases share them. */
const UNMARKED: ReadonlySet<string> = new Set(['CustomResourceDefinition']);

/** Of a release that is not there yet nothing bears the mark. */
const NEW_RELEASE: Snapshot = Object.freeze({ find: ({ kind }: ObjectRef) => (UNMARKED.has(kind) ? 'unknown' as const : 'unmarked' as const) });

export interface SnapshotOptions {
  readonly refs: readonly ObjectRef[];
  readonly releaseUid: string;
  readonly isNew: boolean;
  readonly cluster: ReadCluster;
  readonly signal: AbortSignal;
}

/** A kind in several namespaces is listed at once where that is permitted. */
export async function takeSnapshot({ refs, releaseUid, isNew, cluster, signal }: SnapshotOptions): Promise<Snapshot> {
  if (!cluster.observable) return NO_SNAPSHOT;
  if (isNew) return NEW_RELEASE;
  const kinds = new Map<string, { readonly ref: ObjectRef; readonly namespaces: Set<string | undefined> }>();
  for (const ref of refs.filter(({ kind }) => !UNMARKED.has(kind))) {
    const known = kinds.get(kindOf(ref)) ?? { ref, namespaces: new Set() };
    kinds.set(kindOf(ref), known);
    known.namespaces.add(ref.namespace);
  }
  const objects = new Map<string, KubernetesObject>();
  const covered = new Set<string>();

  async function list(ref: ObjectRef, namespace: string | undefined): Promise<boolean> {
    try {
      const { items } = await cluster.list(ref, { namespace, labelSelector: `${ANNOTATIONS.releaseUid}=${releaseUid}`, signal });
      for (const item of items) objects.set(refKey(refOf(item)), item);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      if (isSherpackError(error) && !OUTAGES.has(error.code)) return false;
      throw error;
    }
  }

  await inParallel([...kinds.values()], REQUESTS_AT_A_TIME, async ({ ref, namespaces }) => {
    const isWhole = namespaces.size > 1 && (await list(ref, undefined));
    for (const namespace of namespaces) if (isWhole || (await list(ref, namespace))) covered.add(placeOf(ref, namespace));
  });
  return { find: (ref) => objects.get(refKey(ref)) ?? (covered.has(placeOf(ref, ref.namespace)) ? 'unmarked' : 'unknown') };
}

function kindOf({ apiVersion, kind }: ObjectRef): string {
  return `${groupOf(apiVersion)}/${kind}`;
}

function placeOf(ref: ObjectRef, namespace: string | undefined): string {
  return `${kindOf(ref)} ${namespace ?? ''}`;
}
