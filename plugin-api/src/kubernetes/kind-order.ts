import type { KubernetesObject } from './object.ts';

/** Helm's install order (`pkg/release/v1/util/kind_sorter.go`); kinds not listed come last, by name. */
const INSTALL_ORDER = [
  'PriorityClass', 'Namespace', 'NetworkPolicy', 'ResourceQuota', 'LimitRange', 'PodSecurityPolicy',
  'PodDisruptionBudget', 'ServiceAccount', 'Secret', 'SecretList', 'ConfigMap', 'StorageClass', 'PersistentVolume',
  'PersistentVolumeClaim', 'CustomResourceDefinition', 'ClusterRole', 'ClusterRoleList', 'ClusterRoleBinding',
  'ClusterRoleBindingList', 'Role', 'RoleList', 'RoleBinding', 'RoleBindingList', 'Service', 'DaemonSet', 'Pod',
  'ReplicationController', 'ReplicaSet', 'Deployment', 'HorizontalPodAutoscaler', 'StatefulSet', 'Job', 'CronJob',
  'IngressClass', 'Ingress', 'APIService', 'MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration',
] as const;

const rankOfKind: ReadonlyMap<string, number> = new Map(INSTALL_ORDER.map((kind, index) => [kind, index]));

/** The position of a kind on installation; deletion goes the other way. */
export function kindRank(kind: string): number {
  return rankOfKind.get(kind) ?? INSTALL_ORDER.length;
}

/** Compares for installation: by kind, unknown kinds last and by name. Use it with a stable sort. */
export function compareByKind(a: Pick<KubernetesObject, 'kind'>, b: Pick<KubernetesObject, 'kind'>): number {
  const difference = kindRank(a.kind) - kindRank(b.kind);
  if (difference !== 0 || kindRank(a.kind) < INSTALL_ORDER.length) return difference;
  return a.kind < b.kind ? -1 : Number(a.kind > b.kind);
}
