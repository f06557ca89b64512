import { equalValues } from '@sherpack/field-set/equal';
import { parseQuantity } from '../schemas/quantity.ts';
import { read, readList, readNumber, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { duplicate, forbiddenField, invalid, notFoundField, notSupported, required, type FieldErrors } from './field-error.ts';
import { labelErrors } from './metadata.ts';
import { environmentNameProblems, labelProblems, portNameProblems, subdomainProblems } from './names.ts';

type Json = Record<string, unknown>;

const pullPolicies = ['Always', 'IfNotPresent', 'Never'];
const protocols = ['SCTP', 'TCP', 'UDP'];

export function podErrors(pod: KubeObject): FieldErrors {
  return podSpecErrors(readObject(pod, 'spec') ?? {}, 'spec');
}

/** Checks of a pod's or a template's spec (pkg/apis/core/validation), those that manifests break in practice. */
export function podSpecErrors(spec: Json, field: string): FieldErrors {
  const volumes = readList(spec, 'volumes');
  const names = new Set(volumes.map((volume) => String(volume['name'])));
  return [
    ...volumeErrors(volumes, `${field}.volumes`),
    ...containerListErrors(spec, names, field),
    ...choiceErrors(spec, 'restartPolicy', ['Always', 'OnFailure', 'Never'], field),
    ...choiceErrors(spec, 'dnsPolicy', ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'], field),
    ...labelErrors(readObject(spec, 'nodeSelector') as Record<string, string> | undefined, `${field}.nodeSelector`),
    ...accountErrors(spec, field),
  ];
}

function accountErrors(spec: Json, field: string): FieldErrors {
  const account = readString(spec, 'serviceAccountName') ?? '';
  return account === '' ? [] : subdomainProblems(account).map((problem) => invalid(`${field}.serviceAccountName`, account, problem));
}

function choiceErrors(object: Json, name: string, values: readonly string[], field: string): FieldErrors {
  const value = object[name];
  if (value === undefined || value === '') return [required(`${field}.${name}`)];
  return values.includes(String(value)) ? [] : [notSupported(`${field}.${name}`, value, values)];
}

function volumeErrors(volumes: readonly Json[], field: string): FieldErrors {
  const seen = new Set<string>();
  return volumes.flatMap((volume, i) => {
    const at = `${field}[${i}]`;
    const name = String(volume['name'] ?? '');
    const sources = Object.keys(volume).filter((key) => key !== 'name').toSorted((a, b) => Number(b === 'emptyDir') - Number(a === 'emptyDir'));
    const errors = [...nameErrors(name, `${at}.name`), ...(seen.has(name) ? [duplicate(`${at}.name`, name)] : [])];
    seen.add(name);
    if (sources.length > 1) errors.push(...sources.slice(1).map((source) => forbiddenField(`${at}.${source}`, 'may not specify more than 1 volume type')));
    return [...errors, ...sourceErrors(volume, at)];
  });
}

const sourceNames: Readonly<Record<string, string>> = { secret: 'secretName', configMap: 'name', persistentVolumeClaim: 'claimName', hostPath: 'path' };

function sourceErrors(volume: Json, field: string): FieldErrors {
  return Object.entries(sourceNames).flatMap(([source, name]) => {
    const given = readObject(volume, source);
    return given && !given[name] ? [required(`${field}.${source}.${name}`)] : [];
  });
}

function nameErrors(name: string, field: string): FieldErrors {
  return name === '' ? [required(field)] : labelProblems(name).map((problem) => invalid(field, name, problem));
}

function containerListErrors(spec: Json, volumes: ReadonlySet<string>, field: string): FieldErrors {
  const seen = new Set<string>();
  const containers = readList(spec, 'containers');
  const errors: FieldErrors = containers.length === 0 ? [required(`${field}.containers`)] : [];
  for (const list of ['containers', 'initContainers'] as const) {
    readList(spec, list).forEach((container, i) => {
      errors.push(...containerErrors(container, volumes, `${field}.${list}[${i}]`, seen));
    });
  }
  return errors;
}

function containerErrors(container: Json, volumes: ReadonlySet<string>, field: string, seen: Set<string>): FieldErrors {
  const name = String(container['name'] ?? '');
  const image = String(container['image'] ?? '');
  const errors = nameErrors(name, `${field}.name`);
  if (seen.has(name)) errors.push(duplicate(`${field}.name`, name));
  seen.add(name);
  if (image === '') errors.push(required(`${field}.image`));
  else if (image.trim() !== image) errors.push(invalid(`${field}.image`, image, 'must not have leading or trailing whitespace'));
  if (!pullPolicies.includes(String(container['imagePullPolicy']))) errors.push(notSupported(`${field}.imagePullPolicy`, container['imagePullPolicy'], pullPolicies));
  return [...errors, ...portErrors(container, field), ...environmentErrors(container, field), ...mountErrors(container, volumes, field), ...probeErrors(container, field), ...resourceErrors(container, field)];
}

function portErrors(container: Json, field: string): FieldErrors {
  const seen = new Set<string>();
  return readList(container, 'ports').flatMap((port, i) => {
    const at = `${field}.ports[${i}]`;
    const name = readString(port, 'name') ?? '';
    const errors: FieldErrors = name === '' ? [] : portNameProblems(name).map((problem) => invalid(`${at}.name`, name, problem));
    if (name !== '' && seen.has(name)) errors.push(duplicate(`${at}.name`, name));
    seen.add(name);
    errors.push(...portNumberErrors(port['containerPort'], `${at}.containerPort`));
    if (!protocols.includes(String(port['protocol']))) errors.push(notSupported(`${at}.protocol`, port['protocol'], protocols));
    return errors;
  });
}

export function portNumberErrors(port: unknown, field: string): FieldErrors {
  if (port === undefined || port === 0) return [required(field)];
  const number = Number(port);
  return number >= 1 && number <= 65_535 ? [] : [invalid(field, port, 'must be between 1 and 65535, inclusive')];
}

function environmentErrors(container: Json, field: string): FieldErrors {
  return readList(container, 'env').flatMap((env, i) => {
    const at = `${field}.env[${i}]`;
    const name = String(env['name'] ?? '');
    const errors: FieldErrors = name === '' ? [required(`${at}.name`)] : environmentNameProblems(name).map((problem) => invalid(`${at}.name`, name, problem));
    const hasBoth = env['valueFrom'] !== undefined && readString(env, 'value');
    return hasBoth ? [...errors, invalid(`${at}.valueFrom`, '', 'may not be specified when `value` is not empty')] : errors;
  });
}

function mountErrors(container: Json, volumes: ReadonlySet<string>, field: string): FieldErrors {
  const paths = new Set<string>();
  return readList(container, 'volumeMounts').flatMap((mount, i) => {
    const at = `${field}.volumeMounts[${i}]`;
    const name = String(mount['name'] ?? '');
    const path = String(mount['mountPath'] ?? '');
    const errors: FieldErrors = [];
    if (name === '') errors.push(required(`${at}.name`));
    else if (!volumes.has(name)) errors.push(notFoundField(`${at}.name`, name));
    if (path === '') errors.push(required(`${at}.mountPath`));
    if (paths.has(path)) errors.push(invalid(`${at}.mountPath`, path, 'must be unique'));
    paths.add(path);
    return errors;
  });
}

function probeErrors(container: Json, field: string): FieldErrors {
  return ['livenessProbe', 'readinessProbe', 'startupProbe'].flatMap((name) => {
    const probe = readObject(container, name);
    if (!probe) return [];
    const handlers = ['exec', 'httpGet', 'tcpSocket', 'grpc'].filter((handler) => probe[handler] !== undefined);
    const at = `${field}.${name}`;
    const negative = ['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'].flatMap((field) => nonNegativeErrors(probe, [field], `${at}.${field}`));
    if (negative.length > 0) return negative;
    if (handlers.length === 0) return [required(at, 'must specify a handler type')];
    return handlers.length > 1 ? handlers.slice(1).map((handler) => forbiddenField(`${at}.${handler}`, 'may not specify more than 1 handler type')) : [];
  });
}

function resourceErrors(container: Json, field: string): FieldErrors {
  const limits = readObject(container, 'resources', 'limits') ?? {};
  const requests = readObject(container, 'resources', 'requests') ?? {};
  return Object.entries(requests).flatMap(([name, request]) => {
    const limit = limits[name];
    if (limit === undefined) return [];
    const exceeds = (parseQuantity(String(request))?.nanos ?? 0n) > (parseQuantity(String(limit))?.nanos ?? 0n);
    return exceeds ? [invalid(`${field}.resources.requests`, request, `must be less than or equal to ${name} limit of ${limit}`)] : [];
  });
}

const podMessage = 'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export function podUpdateErrors(pod: KubeObject, live: KubeObject): FieldErrors {
  return equalValues(fixedPart(pod, live), fixedPart(live, live)) ? [] : [forbiddenField('spec', podMessage)];
}

function fixedPart(pod: KubeObject, live: KubeObject): unknown {
  const { activeDeadlineSeconds: _, tolerations: __, nodeName, schedulingGates: ___, ...rest } = readObject(pod, 'spec') ?? {};
  const isScheduled = readString(live, 'spec', 'nodeName') !== undefined;
  const withoutImages = (list: string): unknown => readList(rest, list).map(({ image: _image, resources: _resources, ...container }) => container);
  return { ...rest, containers: withoutImages('containers'), initContainers: withoutImages('initContainers'), ...(isScheduled ? { nodeName } : {}) };
}

export function nonNegativeErrors(object: unknown, path: readonly string[], field: string): FieldErrors {
  const value = readNumber(object, ...path);
  return value !== undefined && value < 0 ? [invalid(field, read(object, ...path), 'must be greater than or equal to 0')] : [];
}
