import type { KubernetesObject, Manifest, ObjectRef, ReadCluster } from '@sherpack/plugin-api';
import { isObject, refOf } from '@sherpack/plugin-api';
import { maskLive } from './mask-object.ts';

const CONCURRENCY = 8;

/** How one object of a release stands in the cluster now. */
export interface LiveState extends ObjectRef {
  readonly state: 'present' | 'missing' | 'deleting';
  /** For workloads: `2/3`. */
  readonly ready: string | undefined;
  /** RFC 3339. */
  readonly created: string | undefined;
}

/** A state with the live object, whose secrets are masked, behind it. */
export interface LiveObject {
  readonly state: LiveState;
  readonly object: KubernetesObject | undefined;
}

/** The live objects as Helm groups them: `apps/v1/Deployment`. */
export function groupByKind(objects: readonly LiveObject[]): Readonly<Record<string, readonly KubernetesObject[]>> {
  const groups: Record<string, KubernetesObject[]> = {};
  for (const { object } of objects) {
    if (object !== undefined) (groups[`${object.apiVersion}/${object.kind}`] ??= []).push(object);
  }
  return groups;
}

export async function liveObjects(manifests: readonly Manifest[], cluster: ReadCluster, namespace: string): Promise<readonly LiveObject[]> {
  const states: LiveObject[] = [];
  for (let start = 0; start < manifests.length; start += CONCURRENCY) {
    const part = manifests.slice(start, start + CONCURRENCY);
    states.push(...await Promise.all(part.map((manifest) => liveObject(manifest, cluster, namespace))));
  }
  return states;
}

async function liveObject({ object, secretPaths }: Manifest, cluster: ReadCluster, namespace: string): Promise<LiveObject> {
  const resource = await cluster.resource(object);
  const ref = refOf(object, resource?.namespaced === true ? namespace : undefined);
  const live = resource === undefined ? undefined : await cluster.get(ref);
  if (live === undefined) return { state: { ...ref, state: 'missing', ready: undefined, created: undefined }, object: undefined };
  const { deletionTimestamp, creationTimestamp } = live.metadata;
  const state = deletionTimestamp === undefined ? 'present' : 'deleting';
  return { state: { ...ref, state, ready: readyOf(live), created: creationTimestamp }, object: maskLive(live, { secretPaths }) };
}

/** The counters that workloads keep; undefined for kinds without any. */
function readyOf({ kind, spec, status }: KubernetesObject): string | undefined {
  const [wished, counted] = [isObject(spec) ? spec : {}, isObject(status) ? status : {}];
  switch (kind) {
    case 'Deployment': case 'StatefulSet': case 'ReplicaSet': case 'ReplicationController':
      return `${count(counted['readyReplicas'])}/${count(wished['replicas'] ?? 1)}`;
    case 'DaemonSet':
      return `${count(counted['numberReady'])}/${count(counted['desiredNumberScheduled'])}`;
    case 'Job':
      return `${count(counted['succeeded'])}/${count(wished['completions'] ?? 1)}`;
    case 'Pod': case 'PersistentVolumeClaim': case 'Namespace': case 'PersistentVolume':
      return typeof counted['phase'] === 'string' ? counted['phase'] : undefined;
    default:
      return undefined;
  }
}

function count(value: unknown): string {
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : '0';
}
