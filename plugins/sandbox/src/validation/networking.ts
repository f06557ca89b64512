import { equalValues } from '@sherpack/field-set/equal';
import { read, readList, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { duplicate, invalid, notSupported, required, type FieldErrors } from './field-error.ts';
import { labelProblems, portNameProblems, subdomainProblems } from './names.ts';
import { portNumberErrors } from './pod-spec.ts';

type Json = Record<string, unknown>;

const serviceTypes = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

export function serviceErrors(object: KubeObject): FieldErrors {
  const spec = readObject(object, 'spec') ?? {};
  const type = String(spec['type']);
  const ports = readList(spec, 'ports');
  const errors: FieldErrors = serviceTypes.includes(type) ? [] : [notSupported('spec.type', spec['type'], serviceTypes)];
  const isHeadless = spec['clusterIP'] === 'None';
  if (ports.length === 0 && !isHeadless && type !== 'ExternalName') errors.push(required('spec.ports'));
  if (type === 'ExternalName' && !readString(spec, 'externalName')) errors.push(required('spec.externalName'));
  return [...errors, ...servicePortErrors(ports)];
}

function servicePortErrors(ports: readonly Json[]): FieldErrors {
  const names = new Set<string>();
  const numbers = new Set<string>();
  return ports.flatMap((port, i) => {
    const at = `spec.ports[${i}]`;
    const name = readString(port, 'name') ?? '';
    const errors: FieldErrors = name === '' && ports.length > 1 ? [required(`${at}.name`)] : [];
    if (name !== '') errors.push(...labelProblems(name).map((problem) => invalid(`${at}.name`, name, problem)));
    if (name !== '' && names.has(name)) errors.push(duplicate(`${at}.name`, name));
    const identity = `${port['protocol']}/${port['port']}`;
    if (numbers.has(identity)) errors.push(duplicate(at, { port: port['port'], protocol: port['protocol'] }));
    names.add(name);
    numbers.add(identity);
    return [...errors, ...portNumberErrors(port['port'], `${at}.port`), ...targetPortErrors(port['targetPort'], `${at}.targetPort`)];
  });
}

function targetPortErrors(target: unknown, field: string): FieldErrors {
  if (typeof target === 'string') return portNameProblems(target).map((problem) => invalid(field, target, problem));
  return portNumberErrors(target, field);
}

/** The address of a Service stays, unless it stops or starts having one. */
export function serviceUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const type = read(object, 'spec', 'type');
  const before = read(live, 'spec', 'clusterIPs');
  const after = read(object, 'spec', 'clusterIPs');
  const wasExternal = read(live, 'spec', 'type') === 'ExternalName';
  if (type === 'ExternalName' || wasExternal || before === undefined || equalValues(before, after)) return [];
  return [invalid('spec.clusterIPs[0]', after, 'may not change once set')];
}

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];

export function ingressErrors(object: KubeObject): FieldErrors {
  const rules = readList(object, 'spec', 'rules');
  const hasDefault = readObject(object, 'spec', 'defaultBackend') !== undefined;
  const errors: FieldErrors = rules.length === 0 && !hasDefault ? [invalid('spec', null, 'either `defaultBackend` or `rules` must be specified')] : [];
  const hosts = rules.flatMap((rule, i) => hostErrors(readString(rule, 'host') ?? '', `spec.rules[${i}].host`));
  const paths = rules.flatMap((rule, i) => readList(rule, 'http', 'paths').flatMap((path, j) => ingressPathErrors(path, `spec.rules[${i}].http.paths[${j}]`)));
  return [...errors, ...hosts, ...paths];
}

function hostErrors(host: string, field: string): FieldErrors {
  if (host === '') return [];
  return subdomainProblems(host.startsWith('*.') ? host.slice(2) : host).map((problem) => invalid(field, host, problem));
}

function ingressPathErrors(path: Json, field: string): FieldErrors {
  const type = path['pathType'];
  const errors: FieldErrors = [];
  if (type === undefined) errors.push(required(`${field}.pathType`, 'pathType must be specified'));
  else if (!pathTypes.includes(String(type))) errors.push(notSupported(`${field}.pathType`, type, pathTypes));
  const text = String(path['path'] ?? '');
  if ((type === 'Exact' || type === 'Prefix') && !text.startsWith('/')) errors.push(invalid(`${field}.path`, text, 'must be an absolute path'));
  return [...errors, ...backendErrors(readObject(path, 'backend') ?? {}, `${field}.backend`)];
}

function backendErrors(backend: Json, field: string): FieldErrors {
  const service = readObject(backend, 'service');
  if (!service) return backend['resource'] === undefined ? [required(field, 'either a resource or service backend is required')] : [];
  const named = readString(service, 'name') ? [] : [required(`${field}.service.name`)];
  const hasPort = readString(service, 'port', 'name') || read(service, 'port', 'number');
  return hasPort ? named : [...named, required(field, 'port name or number is required')];
}
