import { read, readList, readNumber, readObject, readString, readStrings } from '../schemas/json-path.ts';
import { ageOf, humanDuration } from './age.ts';
import type { KubeObject } from './api-types.ts';
import { podColumns } from './pod-columns.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly format?: string;
  readonly description?: string;
  /** Above 0: shown by `-o wide` only. */
  readonly priority?: number;
  readonly afterAge?: boolean;
  readonly cell: (object: KubeObject, now: number) => unknown;
}

/** Kinds whose tables show no age of their own. */
const ageless = new Set(['events', 'events.events.k8s.io', 'roles.rbac.authorization.k8s.io', 'clusterroles.rbac.authorization.k8s.io', 'customresourcedefinitions.apiextensions.k8s.io']);

export function showsAge(bucket: string): boolean {
  return !ageless.has(bucket);
}

/** Events are told by what happened; their names come last. */
export function showsName(bucket: string): boolean {
  return bucket !== 'events';
}

export function text(name: string, cell: Column['cell'], priority = 0): Column {
  return { name, type: 'string', priority, cell };
}

function number(name: string, ...path: string[]): Column {
  return { name, type: 'integer', cell: (object) => readNumber(object, ...path) ?? 0 };
}

function at(name: string, ...path: string[]): Column {
  return text(name, (object) => orNone(readString(object, ...path)));
}

function orNone(value: string | undefined): string {
  return value === undefined || value === '' ? '<none>' : value;
}

function selectorCell(object: KubeObject): string {
  const labels = readObject(object, 'spec', 'selector', 'matchLabels') ?? readObject(object, 'spec', 'selector') ?? {};
  return orNone(Object.entries(labels).map(([key, value]) => `${key}=${String(value)}`).join(','));
}

const podTemplateColumns: readonly Column[] = [
  text('Containers', (object) => readList(object, 'spec', 'template', 'spec', 'containers').map((c) => c['name']).join(','), 1),
  text('Images', (object) => readList(object, 'spec', 'template', 'spec', 'containers').map((c) => c['image']).join(','), 1),
  text('Selector', selectorCell, 1),
];

function readyOf(...path: string[]): Column {
  return text('Ready', (object) => `${readNumber(object, 'status', 'readyReplicas') ?? 0}/${readNumber(object, ...path) ?? 0}`);
}

const createdAt: Column = { name: 'Created At', type: 'date', cell: (object) => object.metadata.creationTimestamp };

const columns: Readonly<Record<string, readonly Column[]>> = {
  pods: podColumns,
  configmaps: [{ name: 'Data', type: 'string', description: "Data contains the configuration data. Each key must consist of alphanumeric characters, '-', '_' or '.'. Values with non-UTF-8 byte sequences must use the BinaryData field. The keys stored in Data must not overlap with the keys in the BinaryData field, this is enforced during validation process.", cell: dataCount }],
  secrets: [at('Type', 'type'), { name: 'Data', type: 'string', cell: dataCount }],
  services: [at('Type', 'spec', 'type'), at('Cluster-IP', 'spec', 'clusterIP'), text('External-IP', externalAddress), text('Port(s)', portsCell), text('Selector', selectorCell, 1)],
  namespaces: [at('Status', 'status', 'phase')],
  nodes: [text('Status', nodeStatus), text('Roles', () => '<none>'), { ...at('Version', 'status', 'nodeInfo', 'kubeletVersion'), afterAge: true }],
  serviceaccounts: [{ name: 'Secrets', type: 'string', cell: (object) => readList(object, 'secrets').length }],
  persistentvolumeclaims: [at('Status', 'status', 'phase'), text('Volume', (o) => readString(o, 'spec', 'volumeName') ?? ''), text('Capacity', (o) => readString(o, 'status', 'capacity', 'storage') ?? ''), text('Access Modes', (o) => accessModes(o, 'status')), text('StorageClass', (o) => readString(o, 'spec', 'storageClassName') ?? ''), text('VolumeAttributesClass', () => '<unset>'), text('VolumeMode', (o) => readString(o, 'spec', 'volumeMode') ?? '', 1)],
  persistentvolumes: [at('Capacity', 'spec', 'capacity', 'storage'), text('Access Modes', (o) => accessModes(o, 'spec')), at('Reclaim Policy', 'spec', 'persistentVolumeReclaimPolicy'), at('Status', 'status', 'phase'), text('Claim', claimCell), text('StorageClass', (o) => readString(o, 'spec', 'storageClassName') ?? '')],
  events: [text('Last Seen', (o, now) => ageOf(readString(o, 'lastTimestamp') ?? readString(o, 'eventTime'), now)), at('Type', 'type'), at('Reason', 'reason'), text('Object', (o) => `${(readString(o, 'involvedObject', 'kind') ?? '').toLowerCase()}/${readString(o, 'involvedObject', 'name') ?? ''}`), text('Subobject', (o) => readString(o, 'involvedObject', 'fieldPath') ?? '', 1), text('Source', (o) => readString(o, 'source', 'component') ?? '', 1), text('Message', (o) => (readString(o, 'message') ?? '').trim()), text('First Seen', (o, now) => ageOf(readString(o, 'firstTimestamp'), now), 1), text('Count', (o) => String(readNumber(o, 'count') ?? 1), 1), text('Name', (o) => o.metadata.name, 1)],
  endpoints: [text('Endpoints', endpointsCell)],
  'endpointslices.discovery.k8s.io': [at('AddressType', 'addressType'), text('Ports', (o) => orNone(readList(o, 'ports').map((p) => p['port']).join(','))), text('Endpoints', (o) => orNone(readList(o, 'endpoints').flatMap((e) => readStrings(e, 'addresses')).join(',')))],
  'deployments.apps': [readyOf('spec', 'replicas'), { ...number('Up-to-date', 'status', 'updatedReplicas'), type: 'string' }, { ...number('Available', 'status', 'availableReplicas'), type: 'string' }, ...podTemplateColumns],
  'replicasets.apps': [number('Desired', 'spec', 'replicas'), number('Current', 'status', 'replicas'), number('Ready', 'status', 'readyReplicas'), ...podTemplateColumns],
  'statefulsets.apps': [readyOf('spec', 'replicas'), ...podTemplateColumns.slice(0, 2)],
  'daemonsets.apps': [number('Desired', 'status', 'desiredNumberScheduled'), number('Current', 'status', 'currentNumberScheduled'), number('Ready', 'status', 'numberReady'), number('Up-to-date', 'status', 'updatedNumberScheduled'), number('Available', 'status', 'numberAvailable'), text('Node Selector', () => '<none>'), ...podTemplateColumns],
  'jobs.batch': [text('Status', jobStatus), text('Completions', (o) => `${readNumber(o, 'status', 'succeeded') ?? 0}/${readNumber(o, 'spec', 'completions') ?? 1}`), text('Duration', jobDuration), ...podTemplateColumns],
  'cronjobs.batch': [at('Schedule', 'spec', 'schedule'), text('Timezone', (o) => orNone(readString(o, 'spec', 'timeZone'))), text('Suspend', (o) => (read(o, 'spec', 'suspend') === true ? 'True' : 'False')), { name: 'Active', type: 'integer', cell: (o) => readList(o, 'status', 'active').length }, text('Last Schedule', (o, now) => (readString(o, 'status', 'lastScheduleTime') ? ageOf(readString(o, 'status', 'lastScheduleTime'), now) : '<none>'))],
  'ingresses.networking.k8s.io': [at('Class', 'spec', 'ingressClassName'), text('Hosts', (o) => readList(o, 'spec', 'rules').map((r) => r['host'] ?? '*').join(',') || '*'), text('Address', ingressAddress), text('Ports', (o) => (readList(o, 'spec', 'tls').length > 0 ? '80, 443' : '80'))],
  'networkpolicies.networking.k8s.io': [text('Pod-Selector', (o) => orNone(Object.entries(readObject(o, 'spec', 'podSelector', 'matchLabels') ?? {}).map(([k, v]) => `${k}=${String(v)}`).join(',')))],
  'horizontalpodautoscalers.autoscaling': [text('Reference', (o) => `${readString(o, 'spec', 'scaleTargetRef', 'kind') ?? ''}/${readString(o, 'spec', 'scaleTargetRef', 'name') ?? ''}`), text('Targets', () => '<unknown>'), text('MinPods', (o) => String(readNumber(o, 'spec', 'minReplicas') ?? '<unset>')), number('MaxPods', 'spec', 'maxReplicas'), number('Replicas', 'status', 'currentReplicas')],
  'poddisruptionbudgets.policy': [text('Min Available', (o) => String(read(o, 'spec', 'minAvailable') ?? 'N/A')), text('Max Unavailable', (o) => String(read(o, 'spec', 'maxUnavailable') ?? 'N/A')), number('Allowed Disruptions', 'status', 'disruptionsAllowed')],
  'storageclasses.storage.k8s.io': [at('Provisioner', 'provisioner'), at('ReclaimPolicy', 'reclaimPolicy'), at('VolumeBindingMode', 'volumeBindingMode'), text('AllowVolumeExpansion', (o) => String(o['allowVolumeExpansion'] === true))],
  'rolebindings.rbac.authorization.k8s.io': [text('Role', (o) => `${readString(o, 'roleRef', 'kind') ?? ''}/${readString(o, 'roleRef', 'name') ?? ''}`)],
  'clusterrolebindings.rbac.authorization.k8s.io': [text('Role', (o) => `${readString(o, 'roleRef', 'kind') ?? ''}/${readString(o, 'roleRef', 'name') ?? ''}`)],
  'roles.rbac.authorization.k8s.io': [createdAt],
  'clusterroles.rbac.authorization.k8s.io': [createdAt],
  'customresourcedefinitions.apiextensions.k8s.io': [createdAt],
  'leases.coordination.k8s.io': [at('Holder', 'spec', 'holderIdentity')],
};

/** Columns of a kind between its name and its age. */
export function columnsOf(bucket: string): readonly Column[] {
  return columns[bucket] ?? [];
}

function dataCount(object: KubeObject): number {
  return Object.keys(readObject(object, 'data') ?? {}).length + Object.keys(readObject(object, 'binaryData') ?? {}).length;
}

function externalAddress(service: KubeObject): string {
  const type = readString(service, 'spec', 'type');
  if (type === 'ExternalName') return readString(service, 'spec', 'externalName') ?? '';
  const addresses = readList(service, 'status', 'loadBalancer', 'ingress').map((entry) => String(entry['ip'] ?? entry['hostname']));
  if (addresses.length > 0) return addresses.join(',');
  return type === 'LoadBalancer' ? '<pending>' : '<none>';
}

function portsCell(service: KubeObject): string {
  const ports = readList(service, 'spec', 'ports').map((port) => `${String(port['port'])}${port['nodePort'] ? `:${String(port['nodePort'])}` : ''}/${String(port['protocol'])}`);
  return orNone(ports.join(','));
}

function nodeStatus(node: KubeObject): string {
  const ready = readList(node, 'status', 'conditions').find((condition) => condition['type'] === 'Ready');
  if (!ready) return 'Unknown';
  return ready['status'] === 'True' ? 'Ready' : 'NotReady';
}

const shortModes: Readonly<Record<string, string>> = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' };

function accessModes(object: KubeObject, part: string): string {
  return readStrings(object, part, 'accessModes').map((mode) => shortModes[mode] ?? mode).join(',');
}

function claimCell(volume: KubeObject): string {
  const name = readString(volume, 'spec', 'claimRef', 'name');
  return name === undefined ? '' : `${readString(volume, 'spec', 'claimRef', 'namespace') ?? ''}/${name}`;
}

function endpointsCell(endpoints: KubeObject): string {
  const all = readList(endpoints, 'subsets').flatMap((subset) => readList(subset, 'addresses').flatMap((address) => readList(subset, 'ports').map((port) => `${String(address['ip'])}:${String(port['port'])}`)));
  return all.length > 3 ? `${all.slice(0, 3).join(',')} + ${all.length - 3} more...` : orNone(all.join(','));
}

function ingressAddress(ingress: KubeObject): string {
  return readList(ingress, 'status', 'loadBalancer', 'ingress').map((entry) => String(entry['ip'] ?? entry['hostname'])).join(',');
}

function jobStatus(job: KubeObject): string {
  const conditions = readList(job, 'status', 'conditions').filter((condition) => condition['status'] === 'True').map((condition) => String(condition['type']));
  return ['Complete', 'Failed', 'Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find((type) => conditions.includes(type)) ?? 'Running';
}

function jobDuration(job: KubeObject, now: number): string {
  const start = readString(job, 'status', 'startTime');
  if (start === undefined) return '';
  const end = readString(job, 'status', 'completionTime');
  return humanDuration(Math.floor(((end === undefined ? now : Date.parse(end)) - Date.parse(start)) / 1000));
}
