import { read, readList, readNumber, readObject, readString, readStrings } from '../../schemas/json-path.ts';
import type { KubeObject } from '../api-types.ts';
import { humanDuration } from './age.ts';
import { count, flag, formatSelector, length, none, text, unset, type Cell, type Cells } from './cell.ts';

function bindingCells(): Cells {
  return {
    Role: (object) => `${readString(object, 'roleRef', 'kind') ?? ''}/${readString(object, 'roleRef', 'name') ?? ''}`,
    Users: subjects('User', (subject) => String(subject['name'])),
    Groups: subjects('Group', (subject) => String(subject['name'])),
    ServiceAccounts: subjects('ServiceAccount', (subject) => `${String(subject['namespace'])}/${String(subject['name'])}`),
  };
}

function subjects(kind: string, name: (subject: Record<string, unknown>) => string): Cell {
  return (object) => readList(object, 'subjects').filter((subject) => subject['kind'] === kind).map(name).join(', ');
}

const policyBindingCells: Cells = { PolicyName: text('spec', 'policyName'), ParamRef: paramRef };

export const otherCells: Readonly<Record<string, Cells>> = {
  'apiservices.apiregistration.k8s.io': { Service: apiService, Available: apiAvailable },
  'certificatesigningrequests.certificates.k8s.io': {
    SignerName: unset('spec', 'signerName'), Requestor: text('spec', 'username'), RequestedDuration: requestedDuration, Condition: csrCondition,
  },
  'ingressclasses.networking.k8s.io': { Controller: text('spec', 'controller'), Parameters: (object) => ingressParameters(readObject(object, 'spec', 'parameters')) },
  'ingresses.networking.k8s.io': {
    Class: (object) => none(readString(object, 'spec', 'ingressClassName') ?? object.metadata.annotations?.['kubernetes.io/ingress.class']),
    Hosts: ingressHosts,
    Address: (object) => readList(object, 'status', 'loadBalancer', 'ingress').map((entry) => String(entry['ip'] ?? entry['hostname'])).join(','),
    Ports: (object) => (readList(object, 'spec', 'tls').length > 0 ? '80, 443' : '80'),
  },
  'ipaddresses.networking.k8s.io': { ParentRef: ipParent },
  'networkpolicies.networking.k8s.io': { 'Pod-Selector': (object) => formatSelector(read(object, 'spec', 'podSelector')) },
  'servicecidrs.networking.k8s.io': { CIDRs: (object) => readStrings(object, 'spec', 'cidrs').join(',') },
  'poddisruptionbudgets.policy': {
    'Min Available': (object) => String(read(object, 'spec', 'minAvailable') ?? 'N/A'), 'Max Unavailable': (object) => String(read(object, 'spec', 'maxUnavailable') ?? 'N/A'),
    'Allowed Disruptions': count('status', 'disruptionsAllowed'),
  },
  'rolebindings.rbac.authorization.k8s.io': bindingCells(),
  'clusterrolebindings.rbac.authorization.k8s.io': bindingCells(),
  'csidrivers.storage.k8s.io': {
    AttachRequired: (object) => read(object, 'spec', 'attachRequired') !== false, PodInfoOnMount: flag('spec', 'podInfoOnMount'), StorageCapacity: flag('spec', 'storageCapacity'),
    TokenRequests: (object) => readList(object, 'spec', 'tokenRequests').map((token) => token['audience']).join(',') || '<unset>', RequiresRepublish: flag('spec', 'requiresRepublish'),
    Modes: (object) => readStrings(object, 'spec', 'volumeLifecycleModes').join(',') || '<none>',
  },
  'csinodes.storage.k8s.io': { Drivers: length('spec', 'drivers') },
  'volumeattachments.storage.k8s.io': {
    Attacher: text('spec', 'attacher'), PV: text('spec', 'source', 'persistentVolumeName'), Node: text('spec', 'nodeName'), Attached: flag('status', 'attached'),
  },
  'volumeattributesclasses.storage.k8s.io': {
    Name: ({ metadata }) => (metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true' ? `${metadata.name} (default)` : metadata.name), DriverName: text('driverName'),
  },
  'mutatingadmissionpolicies.admissionregistration.k8s.io': { Mutations: length('spec', 'mutations'), ParamKind: paramKind },
  'mutatingadmissionpolicybindings.admissionregistration.k8s.io': policyBindingCells,
  'mutatingwebhookconfigurations.admissionregistration.k8s.io': { Webhooks: length('webhooks') },
  'validatingadmissionpolicies.admissionregistration.k8s.io': { Validations: length('spec', 'validations'), ParamKind: paramKind },
  'validatingadmissionpolicybindings.admissionregistration.k8s.io': policyBindingCells,
  'validatingwebhookconfigurations.admissionregistration.k8s.io': { Webhooks: length('webhooks') },
  'priorityclasses.scheduling.k8s.io': { Value: count('value'), 'Global-Default': flag('globalDefault'), PreemptionPolicy: text('preemptionPolicy') },
  'leases.coordination.k8s.io': { Holder: text('spec', 'holderIdentity') },
  'runtimeclasses.node.k8s.io': { Handler: text('handler') },
  'endpointslices.discovery.k8s.io': {
    AddressType: text('addressType'), Ports: (object) => atMost(readList(object, 'ports').map((port) => String(port['port'] ?? '*'))),
    Endpoints: (object) => atMost(readList(object, 'endpoints').flatMap((endpoint) => readStrings(endpoint, 'addresses'))),
  },
  'resourceclaims.resource.k8s.io': { State: claimState },
  'resourceslices.resource.k8s.io': { Node: text('spec', 'nodeName'), Driver: text('spec', 'driver'), Pool: text('spec', 'pool', 'name') },
  'flowschemas.flowcontrol.apiserver.k8s.io': {
    PriorityLevel: text('spec', 'priorityLevelConfiguration', 'name'), MatchingPrecedence: count('spec', 'matchingPrecedence'),
    DistinguisherMethod: (object) => none(readString(object, 'spec', 'distinguisherMethod', 'type')), MissingPL: missingLevel,
  },
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io': {
    Type: text('spec', 'type'), NominalConcurrencyShares: (object) => number(object, 'nominalConcurrencyShares'), Queues: (object) => number(object, 'limitResponse', 'queuing', 'queues'),
    HandSize: (object) => number(object, 'limitResponse', 'queuing', 'handSize'), QueueLengthLimit: (object) => number(object, 'limitResponse', 'queuing', 'queueLengthLimit'),
  },
};

function number(object: KubeObject, ...path: string[]): unknown {
  return readNumber(object, 'spec', 'limited', ...path) ?? '<none>';
}

/** Lists of addresses are cut after the third. */
function atMost(all: readonly string[]): string {
  const shown = all.slice(0, 3).join(',');
  return all.length > 3 ? `${shown} + ${all.length - 3} more...` : shown || '<unset>';
}

function apiService(object: KubeObject): string {
  const service = readObject(object, 'spec', 'service');
  return service ? `${String(service['namespace'])}/${String(service['name'])}` : 'Local';
}

function apiAvailable(object: KubeObject): string {
  const condition = readList(object, 'status', 'conditions').find(({ type }) => type === 'Available');
  if (!condition) return 'Unknown';
  return condition['status'] === 'True' ? 'True' : `${String(condition['status'])} (${String(condition['reason'])})`;
}

function requestedDuration(object: KubeObject): string {
  const seconds = readNumber(object, 'spec', 'expirationSeconds');
  return seconds === undefined ? '<none>' : humanDuration(seconds);
}

function csrCondition(object: KubeObject): string {
  const types = new Set(readList(object, 'status', 'conditions').map(({ type }) => type));
  const verdicts = ['Denied', 'Approved'].find((type) => types.has(type)) ?? 'Pending';
  return [verdicts, ...(types.has('Failed') ? ['Failed'] : []), ...(readString(object, 'status', 'certificate') ? ['Issued'] : [])].join(',');
}

function ingressParameters(parameters: Record<string, unknown> | undefined): string {
  if (!parameters) return '<none>';
  const group = readString(parameters, 'apiGroup');
  return `${String(parameters['kind'])}${group ? `.${group}` : ''}/${String(parameters['name'])}`;
}

function ingressHosts(ingress: KubeObject): string {
  const hosts = readList(ingress, 'spec', 'rules').map((rule) => String(rule['host'] ?? '*'));
  return hosts.length > 3 ? `${hosts.slice(0, 3).join(',')} + ${hosts.length - 3} more...` : hosts.join(',') || '*';
}

function ipParent(object: KubeObject): string {
  const parent = readObject(object, 'spec', 'parentRef') ?? {};
  return [...(parent['group'] ? [parent['group']] : []), parent['resource'], ...(parent['namespace'] ? [parent['namespace']] : []), parent['name']].join('/');
}

function paramKind(object: KubeObject): string {
  const kind = readObject(object, 'spec', 'paramKind');
  return kind ? `${String(kind['apiVersion'])}/${String(kind['kind'])}` : '<unset>';
}

function paramRef(object: KubeObject): string {
  const reference = readObject(object, 'spec', 'paramRef');
  if (!reference) return '<unset>';
  if (readString(reference, 'name') === undefined) return '*';
  const namespace = readString(reference, 'namespace');
  return namespace ? `${namespace}/${String(reference['name'])}` : `*/${String(reference['name'])}`;
}

function claimState(claim: KubeObject): string {
  const states = [
    ...(claim.metadata.deletionTimestamp === undefined ? [] : ['deleted']),
    ...(readObject(claim, 'status', 'allocation') ? ['allocated'] : []),
    ...(readList(claim, 'status', 'reservedFor').length > 0 ? ['reserved'] : []),
  ];
  return states.length === 0 ? 'pending' : states.join(',');
}

function missingLevel(object: KubeObject): string {
  return String(readList(object, 'status', 'conditions').find(({ type }) => type === 'Dangling')?.['status'] ?? '?');
}
