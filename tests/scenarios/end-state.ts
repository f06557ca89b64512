import type { Connection } from '@sherpack/control-plane/connection';

type Json = Record<string, unknown>;

/** What a scenario may leave in its namespace, by the path of the list. */
const LISTS = [
  ['v1', 'configmaps'], ['v1', 'secrets'], ['v1', 'services'], ['v1', 'serviceaccounts'], ['v1', 'persistentvolumeclaims'], ['v1', 'pods'],
  ['apps/v1', 'deployments'], ['apps/v1', 'statefulsets'], ['apps/v1', 'daemonsets'], ['batch/v1', 'jobs'], ['batch/v1', 'cronjobs'],
  ['autoscaling/v2', 'horizontalpodautoscalers'], ['networking.k8s.io/v1', 'ingresses'], ['policy/v1', 'poddisruptionbudgets'],
  ['rbac.authorization.k8s.io/v1', 'roles'], ['rbac.authorization.k8s.io/v1', 'rolebindings'],
] as const;

/** Values that differ from run to run and say nothing. */
const VOLATILE = new Set([
  'clusterIP', 'clusterIPs', 'nodePort', 'volumeName', 'uid', 'resourceVersion', 'creationTimestamp', 'generation', 'managedFields', 'nodeName', 'controller-uid',
  'batch.kubernetes.io/controller-uid', 'pod-template-hash', 'controller-revision-hash', 'sherpack.io/hook-run',
]);

/**
 * The state of a namespace as a scenario leaves it: every object with its whole spec, so with the server's defaults, and
 * the managers of its fields. Release records and what the cluster itself puts into every namespace are left out.
 */
export async function endState(api: Connection, namespace: string): Promise<readonly Json[]> {
  const objects: Json[] = [];
  for (const [apiVersion, plural] of LISTS) {
    const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const list = await api.demand<{ items: Json[]; kind: string }>('GET', `${base}/namespaces/${namespace}/${plural}`);
    const kind = list.kind.replace(/List$/, '');
    objects.push(...list.items.filter((object) => isOurs(object)).map((object) => describe(object, kind, namespace)));
  }
  return objects.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

function isOurs(object: Json): boolean {
  const { name } = object['metadata'] as { name: string };
  return name !== 'kube-root-ca.crt' && !(name === 'default' && object['secrets'] === undefined && object['spec'] === undefined && object['data'] === undefined)
    && !String(object['type'] ?? '').startsWith('sherpack.io/');
}

function describe(object: Json, kind: string, namespace: string): Json {
  const { name, labels, annotations, managedFields } = object['metadata'] as { name: string; labels?: Json; annotations?: Json; managedFields?: { manager: string; operation: string; subresource?: string }[] };
  if (kind === 'Pod') return { kind, labels: normalize(labels, namespace), phase: (object['status'] as Json | undefined)?.['phase'] };
  const managers = [...new Set((managedFields ?? []).filter(({ subresource }) => subresource === undefined).map(({ manager, operation }) => `${manager} ${operation}`))].toSorted();
  const body = Object.entries(object).filter(([key]) => !['apiVersion', 'kind', 'metadata', 'status'].includes(key));
  return normalize({ kind, name, labels, annotations, managers, ...Object.fromEntries(body) }, namespace) as Json;
}

function normalize(value: unknown, namespace: string): unknown {
  if (Array.isArray(value)) return value.map((item) => normalize(item, namespace));
  if (typeof value === 'string') return value.replaceAll(namespace, '<namespace>').replace(/^(sherpack\/[\w.-]+\.)[0-9a-f]{8} /, '$1<hash> ');
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, member]) => !VOLATILE.has(key) && member !== undefined);
  return Object.fromEntries(kept.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => [key, key === 'sherpack.io/release-uid' ? '<uid>' : normalize(member, namespace)]));
}
