type Json = Record<string, unknown>;

/** What must come of a transition that is refused in place although the manifest is right. */
export type Expected = 'recreated' | 'protected' | 'unclear';

export interface RefusalCase {
  readonly name: string;
  readonly base: Json;
  /** A right manifest that the object cannot be changed to in place. */
  readonly valid: (live: Json) => Json;
  /** The same transition in a manifest that no server would take. */
  readonly invalid: (live: Json) => Json;
  readonly expected: Expected;
  /** Where the object is served. */
  readonly path: string;
}

export interface CaseWorld {
  readonly namespace: string;
  /** A namespace whose quota is used up by the object itself. */
  readonly full: string;
  /** Unique in the cluster, for kinds without a namespace. */
  readonly id: string;
  readonly group: string;
  /** A node port that another Service has, and one that is free. */
  readonly taken: number;
  readonly free: number;
}

const CONTAINERS = [{ name: 'c', image: 'example/app:1' }];

function object(apiVersion: string, kind: string, name: string, rest: Json, metadata: Json = {}): Json {
  return { apiVersion, kind, metadata: { name, ...metadata }, ...rest };
}

function template(label: string, spec: Json = {}): Json {
  return { metadata: { labels: { app: label } }, spec: { containers: CONTAINERS, ...spec } };
}

/** At least the refusals of the acceptance test A-T2, for kinds of every family. */
export function refusalCases(world: CaseWorld): readonly RefusalCase[] {
  return [...workloads(world), ...storage(world), ...settings(world), ...clusterWide(world), ...admission(world)];
}

function workloads({ namespace }: CaseWorld): readonly RefusalCase[] {
  const apps = `/apis/apps/v1/namespaces/${namespace}`;
  const scalable = (kind: string, name: string, selector: string, label: string) => object('apps/v1', kind, name, {
    spec: { ...(kind === 'DaemonSet' ? {} : { replicas: 0 }), selector: { matchLabels: { app: selector } }, template: template(label, kind === 'DaemonSet' ? { nodeSelector: { nowhere: 'yes' } } : {}) },
  });
  const stateful = (name: string, spec: Json) => object('apps/v1', 'StatefulSet', name, {
    spec: { replicas: 0, serviceName: 'one', selector: { matchLabels: { app: 'a' } }, template: template('a'), ...spec },
  });
  const claims = (storage: string, mode: string) => [{ metadata: { name: 'data' }, spec: { accessModes: [mode], resources: { requests: { storage } } } }];
  const job = (spec: Json) => object('batch/v1', 'Job', 'job', { spec: { suspend: true, template: { spec: { restartPolicy: 'Never', containers: CONTAINERS, ...spec } } } });
  return [
    {
      name: 'Deployment selector', path: `${apps}/deployments/web`, expected: 'recreated', base: scalable('Deployment', 'web', 'a', 'a'),
      valid: () => scalable('Deployment', 'web', 'b', 'b'), invalid: () => scalable('Deployment', 'web', 'b', 'c'),
    },
    {
      name: 'DaemonSet selector', path: `${apps}/daemonsets/agent`, expected: 'recreated', base: scalable('DaemonSet', 'agent', 'a', 'a'),
      valid: () => scalable('DaemonSet', 'agent', 'b', 'b'), invalid: () => scalable('DaemonSet', 'agent', 'b', 'c'),
    },
    {
      name: 'StatefulSet serviceName', path: `${apps}/statefulsets/db`, expected: 'recreated', base: stateful('db', {}),
      valid: () => stateful('db', { serviceName: 'two' }), invalid: () => stateful('db', { serviceName: 'two', replicas: -1 }),
    },
    {
      name: 'StatefulSet volumeClaimTemplates', path: `${apps}/statefulsets/store`, expected: 'recreated', base: stateful('store', { volumeClaimTemplates: claims('1Gi', 'ReadWriteOnce') }),
      valid: () => stateful('store', { volumeClaimTemplates: claims('2Gi', 'ReadWriteOnce') }), invalid: () => stateful('store', { volumeClaimTemplates: claims('2Gi', 'ReadSometimes'), podManagementPolicy: 'Wild' }),
    },
    {
      name: 'Job template', path: `/apis/batch/v1/namespaces/${namespace}/jobs/job`, expected: 'recreated', base: job({}),
      valid: () => job({ containers: [{ name: 'c', image: 'example/app:2' }] }), invalid: () => job({ containers: [{ name: 'c', image: 'example/app:2' }], restartPolicy: 'Always' }),
    },
  ];
}

function storage({ namespace, id }: CaseWorld): readonly RefusalCase[] {
  const claim = (storageClassName: string, mode: string) => object('v1', 'PersistentVolumeClaim', 'disk', { spec: { storageClassName, accessModes: [mode], resources: { requests: { storage: '1Gi' } } } });
  const storageClass = (type: string, reclaimPolicy: string) => object('storage.k8s.io/v1', 'StorageClass', `fast-${id}`, { provisioner: 'example.com/none', parameters: { type }, reclaimPolicy });
  return [
    {
      name: 'PersistentVolumeClaim storageClassName', path: `/api/v1/namespaces/${namespace}/persistentvolumeclaims/disk`, expected: 'protected', base: claim('one', 'ReadWriteOnce'),
      valid: () => claim('two', 'ReadWriteOnce'), invalid: () => claim('two', 'ReadSometimes'),
    },
    {
      name: 'StorageClass parameters', path: `/apis/storage.k8s.io/v1/storageclasses/fast-${id}`, expected: 'recreated', base: storageClass('one', 'Delete'),
      valid: () => storageClass('two', 'Delete'), invalid: () => storageClass('two', 'Sometimes'),
    },
  ];
}

function settings({ namespace, taken, free }: CaseWorld): readonly RefusalCase[] {
  const core = `/api/v1/namespaces/${namespace}`;
  const service = (name: string, spec: Json, port = 80) => object('v1', 'Service', name, { spec: { selector: { app: 'a' }, ports: [{ port }], ...spec } });
  const nodePort = (name: string, number: number, spec: Json = {}) => object('v1', 'Service', name, { spec: { type: 'NodePort', selector: { app: 'a' }, ports: [{ port: 80, nodePort: number }], ...spec } });
  const fixed = (kind: string, key: string, value: string) => object('v1', kind, 'fixed', { immutable: true, data: { [key]: value } });
  const binding = (role: string, kind: string) => object('rbac.authorization.k8s.io/v1', 'RoleBinding', 'bind', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name: role }, subjects: [{ kind: 'ServiceAccount', name: 'any', namespace }],
  });
  return [
    {
      name: 'Service clusterIP', path: `${core}/services/web`, expected: 'recreated', base: service('web', {}),
      valid: () => service('web', { clusterIP: 'None' }), invalid: () => service('web', { clusterIP: 'None' }, 70_000),
    },
    {
      name: 'nodePort collision', path: `${core}/services/entry`, expected: 'recreated', base: nodePort('entry', free),
      valid: (live) => nodePort('entry', free, { clusterIP: neighbour(live) }), invalid: () => nodePort('entry', taken),
    },
    {
      name: 'immutable Secret', path: `${core}/secrets/fixed`, expected: 'recreated', base: fixed('Secret', 'a', 'b25l'),
      valid: () => fixed('Secret', 'a', 'dHdv'), invalid: () => fixed('Secret', 'not a key', 'dHdv'),
    },
    {
      name: 'immutable ConfigMap', path: `${core}/configmaps/fixed`, expected: 'recreated', base: fixed('ConfigMap', 'a', 'one'),
      valid: () => fixed('ConfigMap', 'a', 'two'), invalid: () => fixed('ConfigMap', 'not a key', 'two'),
    },
    {
      name: 'RoleBinding roleRef', path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings/bind`, expected: 'recreated', base: binding('view', 'ClusterRole'),
      valid: () => binding('edit', 'ClusterRole'), invalid: () => binding('edit', 'Nonsense'),
    },
  ];
}

/** Another address of the same range, far from those that are given out in order. */
function neighbour(live: Json): string {
  const [a, b, c, d] = String((live['spec'] as Json)['clusterIP']).split('.').map(Number);
  return [a, b, c, ((d ?? 0) + 97) % 200 + 20].join('.');
}

function clusterWide({ id, group }: CaseWorld): readonly RefusalCase[] {
  const priority = (value: number) => object('scheduling.k8s.io/v1', 'PriorityClass', `high-${id}`, { value });
  const definition = (scope: string) => object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', `things.${group}`, {
    spec: {
      group, scope, names: { kind: 'Thing', plural: 'things', singular: 'thing', listKind: 'ThingList' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } }],
    },
  });
  return [
    {
      name: 'PriorityClass value', path: `/apis/scheduling.k8s.io/v1/priorityclasses/high-${id}`, expected: 'recreated', base: priority(1000),
      valid: () => priority(2000), invalid: () => priority(1_500_000_000),
    },
    {
      name: 'CustomResourceDefinition scope', path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things.${group}`, expected: 'protected', base: definition('Namespaced'),
      valid: () => definition('Cluster'), invalid: () => definition('Galaxy'),
    },
  ];
}

function admission({ namespace, full, group }: CaseWorld): readonly RefusalCase[] {
  const gadget = (code: string, size: number) => object(`gadgets.${group}/v1`, 'Gadget', 'g', { spec: { code, size } });
  const guarded = (key: string, value: string) => object('v1', 'ConfigMap', 'guarded', { data: { [key]: value } }, { labels: { guard: 'yes' } });
  const hooked = (name: string, key: string, value: string, rest: Json = {}) => object('v1', 'ConfigMap', name, { data: { [key]: value }, ...rest }, { labels: { hook: name } });
  const counted = (key: string, value: string) => object('v1', 'ConfigMap', 'counted', { immutable: true, data: { [key]: value } }, { namespace: full });
  return [
    {
      name: 'CEL self == oldSelf', path: `/apis/gadgets.${group}/v1/namespaces/${namespace}/gadgets/g`, expected: 'recreated', base: gadget('a', 1),
      valid: () => gadget('b', 1), invalid: () => gadget('b', 50),
    },
    {
      name: 'admission in other words', path: `/api/v1/namespaces/${namespace}/configmaps/guarded`, expected: 'recreated', base: guarded('v', '1'),
      valid: () => guarded('v', '2'), invalid: () => guarded('not a key', '2'),
    },
    {
      name: 'webhook in other words', path: `/api/v1/namespaces/${namespace}/configmaps/refusing`, expected: 'recreated', base: hooked('refusing', 'v', '1'),
      valid: () => hooked('refusing', 'v', '2'), invalid: () => hooked('refusing', 'not a key', '2'),
    },
    {
      name: 'webhook that mutates', path: `/api/v1/namespaces/${namespace}/configmaps/mutating`, expected: 'recreated', base: hooked('mutating', 'v', '1', { immutable: true }),
      valid: () => hooked('mutating', 'v', '2', { immutable: true }), invalid: () => hooked('mutating', 'not a key', '2', { immutable: true }),
    },
    {
      name: 'quota exceeded', path: `/api/v1/namespaces/${full}/configmaps/counted`, expected: 'unclear', base: counted('a', 'one'),
      valid: () => counted('a', 'two'), invalid: () => counted('not a key', 'two'),
    },
  ];
}
