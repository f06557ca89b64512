import { isObject } from '@sherpack/field-set/field-schema';
import { all, distinct, each, entries, exactlyOne, field, fields, fine, forbidden, given, jsonOf, late, named, needed, notNegative, oneOf, quantityNotNegative, quantityOf, within, type Check, type Json } from './check.ts';
import { duplicate, forbiddenField, invalid, notFoundField, notSupported, required, type FieldErrors } from './field-error.ts';
import { configKeyProblems, environmentNameProblems, headerNameProblems, labelProblems, portNameProblems, qualifiedNameProblems } from './names.ts';

/** What a container may refer to in its pod. */
export interface PodParts {
  readonly volumes: ReadonlyMap<string, Json>;
  readonly grace: number;
  readonly hostNetwork: boolean;
  /** Templates may have images that pods may not. */
  readonly isTemplate: boolean;
}

export const portNumber: Check = needed(within(1, 65_535));
export function portNumberOrName(value: unknown, at: string, parent: Json): FieldErrors {
  return typeof value === 'string' ? named(portNameProblems)(value, at, parent) : within(1, 65_535)(value ?? 0, at, parent);
}

const port: Check = fields({
  name: given(named(portNameProblems)),
  containerPort: (value, at, parent) => (value === undefined || value === 0 ? [required(at)] : within(1, 65_535)(value, at, parent)),
  hostPort: given(within(0, 65_535)),
  protocol: needed(oneOf('TCP', 'UDP', 'SCTP')),
});

function hostPorts(hostNetwork: boolean): Check {
  return each((value, at) => {
    const { hostPort, containerPort } = value as Json;
    return hostNetwork && hostPort !== undefined && hostPort !== containerPort ? [invalid(`${at}.hostPort`, hostPort, 'must match `containerPort` when `hostNetwork` is true')] : [];
  });
}

const environmentFields = ['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs'];

/** A field path, plain or with a subscript as `metadata.labels['app']`. */
export function fieldReference(allowed: readonly string[]): Check {
  return fields({
    apiVersion: needed(),
    fieldPath: needed((value, at) => {
      const path = String(value);
      const subscript = /^metadata\.(labels|annotations)\['(.*)'\]$/.exec(path);
      if (subscript) return qualifiedNameProblems(subscript[2] ?? '').map((problem) => invalid(at, subscript[2] ?? '', problem));
      if (allowed.includes(path)) return [];
      return /^(metadata|spec|status)\.[A-Za-z]+$/.test(path) && knownPaths.has(path) ? [notSupported(at, path, allowed)] : [invalid(at, path, `error converting fieldPath: field label not supported: ${path}`)];
    }),
  });
}

const knownPaths = new Set([...environmentFields, 'metadata.labels', 'metadata.annotations', 'spec.restartPolicy', 'spec.schedulerName', 'status.phase']);
const resourceNames = ['limits.cpu', 'limits.memory', 'limits.ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage'];

export function resourceReference(isVolume: boolean): Check {
  return fields({
    containerName: isVolume ? needed() : fine,
    resource: needed((value, at) => (resourceNames.includes(String(value)) || /^(limits|requests)\.hugepages-/.test(String(value)) ? [] : [notSupported(at, value, resourceNames)])),
  });
}

const keyReference = fields({ name: needed(), key: needed(named(configKeyProblems)) });

const valueSource: Check = exactlyOne({ fieldRef: fieldReference(environmentFields), resourceFieldRef: resourceReference(false), configMapKeyRef: keyReference, secretKeyRef: keyReference, fileKeyRef: fine }, 'one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`');

const environment: Check = each(fields({
  name: needed(named(environmentNameProblems)),
  valueFrom: (value, at, parent) => {
    if (value === undefined) return [];
    return [...valueSource(value, at, parent), ...(parent['value'] ? [invalid(at, '', 'may not be specified when `value` is not empty')] : [])];
  },
}));

const environmentSource: Check = each(all(
  fields({ prefix: given(named(environmentNameProblems)) }),
  exactlyOne({ configMapRef: fields({ name: needed() }), secretRef: fields({ name: needed() }) }, 'one of: `configMapRef` or `secretRef`'),
));

function climbs(value: unknown): boolean {
  return String(value).split('/').includes('..');
}

/** A path inside of something else. */
export function relativePath(value: unknown, at: string): FieldErrors {
  if (String(value ?? '').startsWith('/')) return [invalid(at, value, 'must be a relative path')];
  return climbs(value) ? [invalid(at, value, "must not contain '..'")] : [];
}

export function noClimbing(value: unknown, at: string): FieldErrors {
  return climbs(value) ? [invalid(at, value, "must not contain '..'")] : [];
}

function mounts(parts: PodParts, container: Json): Check {
  const devices = new Set((Array.isArray(container['volumeDevices']) ? container['volumeDevices'] : []).map(field('devicePath')));
  const isPrivileged = isObject(container['securityContext']) && container['securityContext']['privileged'] === true;
  return all(each(fields({
    name: needed((value, at) => (parts.volumes.has(String(value)) ? [] : [notFoundField(at, value)])),
    mountPath: needed((value, at) => (devices.has(value) ? [invalid(at, value, 'must not already exist in volumeDevices')] : [])),
    subPath: given(relativePath),
    subPathExpr: (value, at, parent) => (value && parent['subPath'] ? [invalid(at, value, 'subPathExpr and subPath are mutually exclusive')] : given(relativePath)(value, at, parent)),
    mountPropagation: (value, at, parent) => (value === 'Bidirectional' && !isPrivileged ? [forbiddenField(at, 'Bidirectional mount propagation is available only to privileged containers')] : oneOf('Bidirectional', 'HostToContainer', 'None')(value, at, parent)),
    recursiveReadOnly: (value, at, parent) => (value !== undefined && value !== 'Disabled' && parent['readOnly'] !== true ? [forbiddenField(at, 'may only be specified when readOnly is true')] : oneOf('Disabled', 'Enabled', 'IfPossible')(value, at, parent)),
  })), distinctMounts);
}

function distinctMounts(value: unknown, at: string): FieldErrors {
  const seen = new Set<unknown>();
  return (Array.isArray(value) ? value : []).flatMap((mount: unknown, i) => {
    const path = field('mountPath')(mount);
    const isSecond = seen.has(path);
    seen.add(path);
    return isSecond ? [invalid(`${at}[${i}].mountPath`, path, 'must be unique')] : [];
  });
}

function devices(parts: PodParts): Check {
  return each(fields({
    name: needed((value, at) => {
      const volume = parts.volumes.get(String(value));
      if (!volume) return [notFoundField(at, value)];
      return volume['persistentVolumeClaim'] === undefined && volume['ephemeral'] === undefined ? [invalid(at, value, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode')] : [];
    }),
    devicePath: needed(noClimbing),
  }));
}

const header: Check = each(fields({ name: needed(named(headerNameProblems)) }));
const handlers: Readonly<Record<string, Check>> = {
  exec: fields({ command: needed() }),
  httpGet: fields({ path: needed(), port: portNumberOrName, scheme: needed(oneOf('HTTP', 'HTTPS')), httpHeaders: header }),
  tcpSocket: fields({ port: portNumberOrName }),
};

function probe(name: 'livenessProbe' | 'readinessProbe' | 'startupProbe'): Check {
  const isReadiness = name === 'readinessProbe';
  return given(all(
    exactlyOne({ ...handlers, grpc: fields({ port: portNumber }) }, 'handler type'),
    fields({
      initialDelaySeconds: notNegative, timeoutSeconds: notNegative, periodSeconds: notNegative, failureThreshold: notNegative,
      successThreshold: (value, at, parent) => (isReadiness || value === 1 ? notNegative(value, at, parent) : [invalid(at, value, 'must be 1')]),
      terminationGracePeriodSeconds: isReadiness ? (value, at) => (value === undefined ? [] : [invalid(at, value, 'must not be set for readinessProbes')]) : (value, at) => (value !== undefined && Number(value) <= 0 ? [invalid(at, value, 'must be greater than 0')] : []),
    }),
  ));
}

function lifecycle(parts: PodParts): Check {
  const sleep = fields({ seconds: (value, at) => (Number(value ?? 0) < 0 || Number(value ?? 0) > parts.grace ? [invalid(at, value ?? 0, `must be non-negative and less than terminationGracePeriodSeconds (${parts.grace})`)] : []) });
  const handler = given(exactlyOne({ ...handlers, sleep }, 'handler type'));
  return fields({ postStart: handler, preStop: handler });
}

const standardResources = ['cpu', 'memory', 'ephemeral-storage'];

function isExtended(name: string): boolean {
  return name.includes('/') && !name.startsWith('kubernetes.io/');
}

function resourceAmounts(value: unknown, at: string): FieldErrors {
  return Object.entries((value ?? {}) as Json).flatMap(([name, amount]) => {
  const place = `${at}[${name}]`;
  const problems = qualifiedNameProblems(name).map((problem) => invalid(place, name, problem));
  if (!name.includes('/') && !standardResources.includes(name) && !name.startsWith('hugepages-')) problems.push(invalid(place, name, 'must be a standard resource for containers'));
  const isFraction = (isExtended(name) || name.startsWith('hugepages-')) && (quantityOf(amount) ?? 0n) % 1_000_000_000n !== 0n;
  return [...problems, ...quantityNotNegative(amount, place), ...(isFraction ? [invalid(place, amount, 'must be an integer')] : [])];
});
}

export const resources: Check = all(fields({ limits: resourceAmounts, requests: resourceAmounts }), (value, at) => (isObject(value) ? requestErrors((value['limits'] ?? {}) as Json, (value['requests'] ?? {}) as Json, at) : []));

function requestErrors(limits: Json, requests: Json, at: string): FieldErrors {
  return Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name];
    const mustEqual = isExtended(name) || name.startsWith('hugepages-');
    if (limit === undefined) return mustEqual ? [required(`${at}.limits`, 'Limit must be set for non overcommitable resources')] : [];
    const [asked, most] = [quantityOf(request) ?? 0n, quantityOf(limit) ?? 0n];
    if (mustEqual && asked !== most) return [invalid(`${at}.requests`, request, `must be equal to ${name} limit of ${limit}`)];
    return asked > most ? [invalid(`${at}.requests`, request, `must be less than or equal to ${name} limit of ${limit}`)] : [];
  });
}

export const userId: Check = given(within(0, 2_147_483_647));
export const seccomp: Check = fields({
  type: needed(oneOf('RuntimeDefault', 'Unconfined', 'Localhost')),
  localhostProfile: (value, at, parent) => {
    if (parent['type'] === 'Localhost') return value ? relativePath(value, at) : [required(at, 'must be set when seccomp type is Localhost')];
    return value === undefined ? [] : [invalid(at, value, 'can only be set when seccomp type is Localhost')];
  },
});

const securityContext: Check = all(
  fields({ runAsUser: userId, runAsGroup: userId, seccompProfile: seccomp, procMount: (value, at, parent) => (value === 'Unmasked' ? [invalid(at, value, '`hostUsers` must be false to use `Unmasked`')] : oneOf('Default', 'Unmasked')(value, at, parent)) }),
  (value, at) => {
    if (!isObject(value) || value['allowPrivilegeEscalation'] !== false) return [];
    const added = isObject(value['capabilities']) && Array.isArray(value['capabilities']['add']) ? value['capabilities']['add'] : [];
    if (value['privileged'] === true) return [invalid(at, value, 'cannot set `allowPrivilegeEscalation` to false and `privileged` to true')];
    return added.includes('CAP_SYS_ADMIN') ? [invalid(at, value, 'cannot set `allowPrivilegeEscalation` to false and `capabilities.Add` CAP_SYS_ADMIN')] : [];
  },
);

const containerName = needed(named(labelProblems));
const imagePullPolicy = needed(oneOf('Always', 'IfNotPresent', 'Never'));
const terminationMessagePolicy = needed(oneOf('File', 'FallbackToLogsOnError'));
const restartPolicy = given(oneOf('Always', 'OnFailure', 'Never'));
const [portsOfPod, portsOfHost] = [false, true].map((isHost) => all(each(port), distinct(field('name'), '.name'), hostPorts(isHost))) as [Check, Check];
const resizePolicy = each(fields({ resourceName: needed(oneOf('cpu', 'memory')), restartPolicy: needed(oneOf('NotRequired', 'RestartContainer')) }));

/** One container; init containers that are no sidecars may not have probes. */
function container(parts: PodParts, isInit: boolean): Check {
  const isSidecar = (one: Json): boolean => one['restartPolicy'] === 'Always';
  const noProbe = (make: () => Check): Check => late((parent) => (isInit && !isSidecar(parent) ? forbidden('may not be set for init containers without restartPolicy=Always') : make()));
  return fields({
    name: containerName,
    image: needed((image, place) => (parts.isTemplate || String(image).trim() === image ? [] : [invalid(place, image, 'must not have leading or trailing whitespace')])),
    imagePullPolicy,
    terminationMessagePolicy,
    restartPolicy,
    ports: parts.hostNetwork ? portsOfHost : portsOfPod,
    env: environment,
    envFrom: environmentSource,
    resources,
    resizePolicy,
    livenessProbe: noProbe(() => probe('livenessProbe')),
    readinessProbe: noProbe(() => probe('readinessProbe')),
    startupProbe: noProbe(() => probe('startupProbe')),
    lifecycle: noProbe(() => lifecycle(parts)),
    securityContext,
    volumeMounts: late((parent) => mounts(parts, parent)),
    volumeDevices: late(() => devices(parts)),
  });
}

/** All containers of a pod: theirs names are unique over both lists, and so are the ports that they take of the host. */
export function containers(parts: PodParts): Check {
  return (value, at) => {
    const pod = value as Json;
    const own = needed(each(container(parts, false)))(pod['containers'], `${at}.containers`, pod);
    const init = late(() => each(container(parts, true)))(pod['initContainers'], `${at}.initContainers`, pod);
    return [...own, ...init, ...twice(pod, at)];
  };
}

function twice(pod: Json, at: string): FieldErrors {
  const names = new Set<unknown>();
  return ['containers', 'initContainers'].flatMap((list) => {
    const ports = new Set<unknown>();
    return (Array.isArray(pod[list]) ? (pod[list] as Json[]) : []).flatMap((one, i) => {
      const place = `${at}.${list}[${i}]`;
      const errors: FieldErrors = names.has(one['name']) ? [duplicate(`${place}.name`, one['name'])] : [];
      names.add(one['name']);
      const taken = (Array.isArray(one['ports']) ? (one['ports'] as Json[]) : []).filter((entry) => entry['hostPort']);
      for (const [j, entry] of taken.entries()) {
        const id = jsonOf('protocol', 'hostIP', 'hostPort')(entry);
        if (list === 'containers' && ports.has(id)) errors.push(duplicate(`${place}.ports[${j}].hostPort`, entry['hostPort']));
        ports.add(id);
      }
      return errors;
    });
  });
}

export const resourceMap: Check = entries(named(qualifiedNameProblems), quantityNotNegative);
