type Json = Record<string, unknown>;

export interface BudgetObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly [field: string]: unknown;
}

export type Maker = (name: string) => Json & { readonly apiVersion: string; readonly kind: string };

function pod(name: string): Json {
  return { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'c', image: 'example/app:1', resources: { requests: { cpu: '100m', memory: '64Mi' } }, ports: [{ containerPort: 8080 }], env: [{ name: 'NAME', value: name }] }] } };
}

function selector(name: string): Json {
  return { matchLabels: { app: name } };
}

/** Twenty namespaced kinds of which no controller makes anything. */
export const BUDGET_KINDS: readonly Maker[] = [
  (name) => ({ apiVersion: 'v1', kind: 'ConfigMap', data: { name } }),
  (name) => ({ apiVersion: 'v1', kind: 'Secret', stringData: { name } }),
  () => ({ apiVersion: 'v1', kind: 'ServiceAccount' }),
  (name) => ({ apiVersion: 'v1', kind: 'Service', spec: { clusterIP: 'None', selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] } }),
  (name) => ({ apiVersion: 'v1', kind: 'PodTemplate', template: pod(name) }),
  (name) => ({ apiVersion: 'v1', kind: 'ReplicationController', spec: { replicas: 0, selector: { app: name }, template: pod(name) } }),
  () => ({ apiVersion: 'v1', kind: 'LimitRange', spec: { limits: [{ type: 'Container', max: { cpu: '4' } }] } }),
  () => ({ apiVersion: 'v1', kind: 'ResourceQuota', spec: { hard: { 'count/jobs.batch': '900' } } }),
  () => ({ apiVersion: 'v1', kind: 'Endpoints', subsets: [{ addresses: [{ ip: '192.0.2.1' }], ports: [{ port: 80, protocol: 'TCP' }] }] }),
  () => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role', rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }),
  (name) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name }, subjects: [{ kind: 'ServiceAccount', name }] }),
  (name) => ({ apiVersion: 'apps/v1', kind: 'Deployment', spec: { replicas: 0, selector: selector(name), template: pod(name) } }),
  (name) => ({ apiVersion: 'apps/v1', kind: 'StatefulSet', spec: { replicas: 0, serviceName: name, selector: selector(name), template: pod(name) } }),
  (name) => ({ apiVersion: 'apps/v1', kind: 'ReplicaSet', spec: { replicas: 0, selector: selector(name), template: pod(name) } }),
  (name) => ({ apiVersion: 'batch/v1', kind: 'CronJob', spec: { schedule: '0 0 1 1 *', suspend: true, jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: `example/${name}:1` }] } } } } } }),
  (name) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', spec: { podSelector: selector(name), policyTypes: ['Ingress'] } }),
  (name) => ({ apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', spec: { rules: [{ host: `${name}.example.com`, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }] } }] } }),
  (name) => ({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', spec: { maxUnavailable: 1, selector: selector(name) } }),
  (name) => ({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', spec: { minReplicas: 1, maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: `no-${name}` }, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }] } }),
  () => ({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4', endpoints: [{ addresses: ['192.0.2.1'], conditions: { ready: true } }], ports: [{ name: 'http', port: 80, protocol: 'TCP' }] }),
];

/** Objects of all kinds, spread evenly over the namespaces. */
export function budgetObjects(count: number, namespaces: readonly string[]): readonly BudgetObject[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `o${index}`;
    const { apiVersion, kind, ...rest } = (BUDGET_KINDS[index % BUDGET_KINDS.length] as Maker)(name);
    return { apiVersion, kind, metadata: { name, namespace: namespaces[Math.floor(index / BUDGET_KINDS.length) % namespaces.length] as string }, ...rest };
  });
}
