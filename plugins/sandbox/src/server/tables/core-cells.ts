import { read, readList, readNumber, readObject, readString, readStrings } from '../../schemas/json-path.ts';
import type { KubeObject } from '../api-types.ts';
import { ageOf } from './age.ts';
import { flag, none, text, unset, type Cell, type Cells } from './cell.ts';
import { podCells } from './pod-cells.ts';

const eventCells: Cells = {
  'Last Seen': (event, now) => ageOf(readString(event, 'series', 'lastObservedTime') ?? readString(event, 'lastTimestamp') ?? readString(event, 'deprecatedLastTimestamp') ?? readString(event, 'eventTime'), now),
  Type: text('type'),
  Reason: text('reason'),
  Object: objectCell,
  Subobject: (event) => readString(event, 'involvedObject', 'fieldPath') ?? readString(event, 'regarding', 'fieldPath') ?? '',
  Source: sourceCell,
  Message: (event) => (readString(event, 'message') ?? readString(event, 'note') ?? '').trim(),
  'First Seen': (event, now) => ageOf(readString(event, 'firstTimestamp') ?? readString(event, 'deprecatedFirstTimestamp') ?? readString(event, 'eventTime'), now),
  Count: (event) => readNumber(event, 'series', 'count') ?? readNumber(event, 'count') ?? readNumber(event, 'deprecatedCount') ?? 1,
  Name: ({ metadata }) => metadata.name,
};

export const coreCells: Readonly<Record<string, Cells>> = {
  pods: podCells,
  events: eventCells,
  'events.events.k8s.io': eventCells,
  configmaps: { Data: dataCount },
  secrets: { Type: text('type'), Data: dataCount },
  services: {
    Type: text('spec', 'type'), 'Cluster-IP': (service) => none(readString(service, 'spec', 'clusterIP')), 'External-IP': externalAddress, 'Port(s)': servicePorts,
    Selector: (service) => none(Object.entries(readObject(service, 'spec', 'selector') ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, value]) => `${key}=${String(value)}`).join(',')),
  },
  namespaces: { Status: text('status', 'phase') },
  nodes: {
    Status: nodeStatus, Roles: nodeRoles, Version: text('status', 'nodeInfo', 'kubeletVersion'), 'Internal-IP': nodeAddress('InternalIP'), 'External-IP': nodeAddress('ExternalIP'),
    'OS-Image': nodeInfo('osImage'), 'Kernel-Version': kernelCell, 'Container-Runtime': nodeInfo('containerRuntimeVersion'),
  },
  serviceaccounts: {},
  endpoints: { Endpoints: endpointsCell },
  limitranges: {},
  resourcequotas: { Request: quotaCell((name) => !name.startsWith('limits.')), Limit: quotaCell((name) => name.startsWith('limits.')) },
  componentstatuses: { Status: () => 'Unknown', Message: () => '', Error: () => '' },
  persistentvolumeclaims: {
    Status: (claim) => (claim.metadata.deletionTimestamp === undefined ? readString(claim, 'status', 'phase') : 'Terminating'), Volume: text('spec', 'volumeName'),
    Capacity: (claim) => (readString(claim, 'spec', 'volumeName') ? (readString(claim, 'status', 'capacity', 'storage') ?? '') : ''), 'Access Modes': accessModes('status'),
    StorageClass: text('spec', 'storageClassName'), VolumeAttributesClass: unset('spec', 'volumeAttributesClassName'), VolumeMode: unset('spec', 'volumeMode'),
  },
  persistentvolumes: {
    Capacity: text('spec', 'capacity', 'storage'), 'Access Modes': accessModes('spec'), 'Reclaim Policy': text('spec', 'persistentVolumeReclaimPolicy'),
    Status: (volume) => (volume.metadata.deletionTimestamp === undefined ? readString(volume, 'status', 'phase') : 'Terminating'), Claim: claimCell, StorageClass: text('spec', 'storageClassName'),
    VolumeAttributesClass: unset('spec', 'volumeAttributesClassName'), Reason: text('status', 'reason'), VolumeMode: unset('spec', 'volumeMode'),
  },
  'storageclasses.storage.k8s.io': {
    Name: ({ metadata }) => (isDefaultClass(metadata.annotations) ? `${metadata.name} (default)` : metadata.name), Provisioner: text('provisioner'),
    ReclaimPolicy: (object) => readString(object, 'reclaimPolicy') ?? 'Delete', VolumeBindingMode: (object) => unset('volumeBindingMode')(object, 0), AllowVolumeExpansion: flag('allowVolumeExpansion'),
  },
};

function isDefaultClass(annotations: Readonly<Record<string, string>> = {}): boolean {
  return ['storageclass.kubernetes.io/is-default-class', 'storageclass.beta.kubernetes.io/is-default-class'].some((name) => annotations[name] === 'true');
}

function objectCell(event: KubeObject): string {
  const about = readObject(event, 'involvedObject') ?? readObject(event, 'regarding') ?? {};
  const kind = (readString(about, 'kind') ?? '').toLowerCase();
  return about['name'] ? `${kind}/${String(about['name'])}` : kind;
}

function sourceCell(event: KubeObject): string {
  const component = readString(event, 'source', 'component') || readString(event, 'deprecatedSource', 'component') || readString(event, 'reportingComponent') || readString(event, 'reportingController') || '';
  const host = readString(event, 'source', 'host') || readString(event, 'deprecatedSource', 'host') || readString(event, 'reportingInstance') || '';
  return host === '' ? component : `${component}, ${host}`;
}

function dataCount(object: KubeObject): number {
  return Object.keys(readObject(object, 'data') ?? {}).length + Object.keys(readObject(object, 'binaryData') ?? {}).length;
}

function externalAddress(service: KubeObject): string {
  const type = readString(service, 'spec', 'type');
  const given = readStrings(service, 'spec', 'externalIPs').join(',');
  if (type === 'ExternalName') return readString(service, 'spec', 'externalName') ?? '';
  if (type !== 'LoadBalancer') return none(given);
  const addresses = readList(service, 'status', 'loadBalancer', 'ingress').map((entry) => String(entry['ip'] ?? entry['hostname'])).join(',');
  return [addresses, given].filter((part) => part !== '').join(',') || '<pending>';
}

function servicePorts(service: KubeObject): string {
  return none(readList(service, 'spec', 'ports').map((port) => `${String(port['port'])}${port['nodePort'] ? `:${String(port['nodePort'])}` : ''}/${String(port['protocol'])}`).join(','));
}

function nodeStatus(node: KubeObject): string {
  const ready = readList(node, 'status', 'conditions').find((condition) => condition['type'] === 'Ready');
  const word = ready?.['status'] === 'True' ? 'Ready' : 'NotReady';
  return [ready ? word : 'Unknown', ...(read(node, 'spec', 'unschedulable') === true ? ['SchedulingDisabled'] : [])].join(',');
}

function nodeRoles(node: KubeObject): string {
  const roles = Object.entries(node.metadata.labels ?? {}).map(([key, value]) => (key === 'kubernetes.io/role' ? value : (rolePattern.exec(key)?.[1] ?? '')));
  return none([...new Set(roles)].filter((role) => role !== '').toSorted().join(','));
}

const rolePattern = /^node-role\.kubernetes\.io\/(.+)$/;

function nodeAddress(type: string): Cell {
  return (node) => none(readList(node, 'status', 'addresses').find((address) => address['type'] === type)?.['address'] as string | undefined);
}

function nodeInfo(key: string): Cell {
  return (node) => readString(node, 'status', 'nodeInfo', key) || '<unknown>';
}

function kernelCell(node: KubeObject): string {
  const [version, machine] = [readString(node, 'status', 'nodeInfo', 'kernelVersion') || '<unknown>', readString(node, 'status', 'nodeInfo', 'architecture') ?? ''];
  return machine === '' ? version : `${version} (${machine})`;
}

function endpointsCell(endpoints: KubeObject): string {
  const all = readList(endpoints, 'subsets').flatMap((subset) => readList(subset, 'ports').length === 0
    ? readList(subset, 'addresses').map((address) => String(address['ip']))
    : readList(subset, 'ports').flatMap((port) => readList(subset, 'addresses').map((address) => `${String(address['ip'])}:${String(port['port'])}`)));
  return all.length > 3 ? `${all.slice(0, 3).join(',')} + ${all.length - 3} more...` : none(all.join(','));
}

function quotaCell(isShown: (name: string) => boolean): Cell {
  return (quota) => {
    const hard = readObject(quota, 'status', 'hard') ?? {};
    const names = Object.keys(hard).filter(isShown).toSorted();
    return names.map((name) => `${name}: ${readString(quota, 'status', 'used', name) ?? '0'}/${String(hard[name])}`).join(', ');
  };
}

const shortModes: Readonly<Record<string, string>> = { ReadWriteOnce: 'RWO', ReadOnlyMany: 'ROX', ReadWriteMany: 'RWX', ReadWriteOncePod: 'RWOP' };

/** A claim shows what it got, which is nothing before it is bound. */
function accessModes(part: string): Cell {
  return (object) => (part === 'status' && !readString(object, 'spec', 'volumeName') ? '' : readStrings(object, part, 'accessModes').map((mode) => shortModes[mode] ?? mode).join(','));
}

function claimCell(volume: KubeObject): string {
  const name = readString(volume, 'spec', 'claimRef', 'name');
  return name === undefined ? '' : `${readString(volume, 'spec', 'claimRef', 'namespace') ?? ''}/${name}`;
}
