import type { KubernetesObject, ObjectRef, ReadCluster } from '@sherpack/plugin-api';
import { ANNOTATIONS, groupOf, isSherpackError, refKey, refOf } from '@sherpack/plugin-api';
import { inParallel } from '../in-parallel.ts';

/** The live objects of a release, read with one list for each kind instead of one request for each object. */
export interface KnownObjects {
  /** The object, if it bears the release's mark and its kind was listed. */
  find(ref: ObjectRef): KubernetesObject | undefined;
  /** Whether the kind was listed there: what {@link find} does not know then does not bear the mark. */
  isListed(ref: ObjectRef): boolean;
  /** From the lists, or else by asking for it. */
  get(ref: ObjectRef): Promise<KubernetesObject | undefined>;
}

export interface KnownOptions {
  readonly cluster: Pick<ReadCluster, 'get' | 'list' | 'observable'>;
  readonly releaseUid: string;
  readonly signal: AbortSignal;
}

/** Fewer objects of a kind are asked for one by one, which needs no right to list. */
const WORTH_A_LIST = 3;
const CONCURRENCY = 8;
/** Not permitted, or a kind that is no longer served. */
const NOT_LISTABLE: ReadonlySet<string> = new Set(['CLUSTER_FORBIDDEN', 'CLUSTER_UNKNOWN_KIND', 'CLUSTER_NOT_FOUND']);

/** One kind and where its objects are looked for. */
interface KindPlace {
  readonly ref: ObjectRef;
  readonly namespaces: Set<string | undefined>;
  count: number;
}

export async function knownObjects(refs: readonly ObjectRef[], options: KnownOptions): Promise<KnownObjects> {
  const objects = new Map<string, KubernetesObject>();
  const listed = new Set<string>();
  const places = options.cluster.observable ? [...placesOf(refs).values()].filter(({ count }) => count >= WORTH_A_LIST) : [];
  await inParallel(places, CONCURRENCY, (place) => listPlace(place, objects, listed, options));
  const isListed = (ref: ObjectRef) => listed.has(placeKey(ref, ref.namespace)) || listed.has(placeKey(ref, undefined));
  return {
    find: (ref) => objects.get(refKey(ref)),
    isListed,
    async get(ref) {
      return objects.get(refKey(ref)) ?? options.cluster.get(ref, { signal: options.signal });
    },
  };
}

function placesOf(refs: readonly ObjectRef[]): ReadonlyMap<string, KindPlace> {
  const places = new Map<string, KindPlace>();
  for (const ref of refs) {
    const key = `${ref.apiVersion} ${ref.kind}`;
    const place = places.get(key) ?? { ref, namespaces: new Set(), count: 0 };
    place.count += 1;
    place.namespaces.add(ref.namespace);
    places.set(key, place);
  }
  return places;
}

/** One list over all namespaces where that is permitted; else one for each; a kind that may not be listed is left out. */
async function listPlace({ ref, namespaces }: KindPlace, objects: Map<string, KubernetesObject>, listed: Set<string>, options: KnownOptions): Promise<void> {
  const [only] = namespaces;
  const first = namespaces.size === 1 ? only : undefined;
  if ((await list(ref, first, objects, listed, options)) || namespaces.size === 1) return;
  for (const namespace of namespaces) if (!(await list(ref, namespace, objects, listed, options))) return;
}

async function list(ref: ObjectRef, namespace: string | undefined, objects: Map<string, KubernetesObject>, listed: Set<string>, options: KnownOptions): Promise<boolean> {
  const labelSelector = `${ANNOTATIONS.releaseUid}=${options.releaseUid}`;
  try {
    const { items } = await options.cluster.list(ref, { namespace, labelSelector, signal: options.signal });
    for (const item of items) objects.set(refKey(refOf(item)), item);
    listed.add(placeKey(ref, namespace));
    return true;
  } catch (error) {
    if (isSherpackError(error) && NOT_LISTABLE.has(error.code)) return false;
    throw error;
  }
}

function placeKey({ apiVersion, kind }: ObjectRef, namespace: string | undefined): string {
  return `${groupOf(apiVersion)}/${kind} ${namespace ?? ''}`;
}
