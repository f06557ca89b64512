import { equalValues } from '@sherpack/field-set/equal';
import { parseQuantity } from '../schemas/quantity.ts';
import { read, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { all, distinct, each, fields, isUnset, needed, oneOf, quantityOf, type Check, type Json } from './check.ts';
import { cause, forbiddenField, invalid, required, type FieldErrors } from './field-error.ts';
import { configKeyProblems, qualifiedNameProblems } from './names.ts';
import { claimSpec, persistentVolumeSpec } from './volume.ts';

const dataLimit = 1024 * 1024;

export function configMapErrors(object: KubeObject): FieldErrors {
  const data = readObject(object, 'data') ?? {};
  const binary = readObject(object, 'binaryData') ?? {};
  const both = Object.keys(data).filter((key) => Object.hasOwn(binary, key)).map((key) => invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
  const size = textSize(data) + base64Size(binary);
  return [...keyErrors(data, 'data'), ...both, ...keyErrors(binary, 'binaryData'), ...sizeErrors(size, '')];
}

export function secretErrors(object: KubeObject): FieldErrors {
  const data = readObject(object, 'data') ?? {};
  return [...keyErrors(data, 'data'), ...sizeErrors(base64Size(data), 'data'), ...secretTypeErrors(object, data)];
}

const requiredKeys: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
};

function secretTypeErrors(object: KubeObject, data: Record<string, unknown>): FieldErrors {
  const keys = requiredKeys[readString(object, 'type') ?? ''] ?? [];
  const missing = keys.filter((key) => !(key in data)).map((key) => required(`data[${key}]`));
  const type = readString(object, 'type');
  if (type === 'kubernetes.io/service-account-token' && !object.metadata.annotations?.['kubernetes.io/service-account.name']) missing.push(required('metadata.annotations[kubernetes.io/service-account.name]'));
  if (type === 'kubernetes.io/basic-auth' && !('username' in data) && !('password' in data)) missing.push(required('data[username]'), required('data[password]'));
  return [...missing, ...keys.filter((key) => key.startsWith('.docker') && key in data).flatMap((key) => notJsonErrors(String(data[key]), `data[${key}]`))];
}

/** The value itself is a secret. */
function notJsonErrors(encoded: string, field: string): FieldErrors {
  try {
    JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    return [];
  } catch {
    return [invalid(field, '<secret contents redacted>', 'invalid JSON')];
  }
}

function keyErrors(data: Record<string, unknown>, field: string): FieldErrors {
  return Object.keys(data).flatMap((key) => configKeyProblems(key).map((problem) => invalid(`${field}[${key}]`, key, problem)));
}

/** The limit of etcd's values, which the server checks itself for these kinds. */
function sizeErrors(size: number, field: string): FieldErrors {
  return size > dataLimit ? [cause('FieldValueTooLong', field, `Too long: may not be more than ${dataLimit} bytes`)] : [];
}

function textSize(data: Record<string, unknown>): number {
  return Object.values(data).reduce<number>((sum, value) => sum + Buffer.byteLength(String(value)), 0);
}

function base64Size(data: Record<string, unknown>): number {
  return Object.values(data).reduce<number>((sum, value) => sum + Buffer.byteLength(String(value), 'base64'), 0);
}

export function configMapUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  return frozenErrors(object, live, ['data', 'binaryData']);
}

export function secretUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const sameType = equalValues(object['type'], live['type']);
  return [...(sameType ? [] : [invalid('type', object['type'], 'field is immutable')]), ...frozenErrors(object, live, ['data'])];
}

function frozenErrors(object: KubeObject, live: KubeObject, fields: readonly string[]): FieldErrors {
  if (live['immutable'] !== true) return [];
  const unfrozen = object['immutable'] === true ? [] : [forbiddenField('immutable', 'field is immutable when `immutable` is set')];
  const changed = fields.filter((field) => !equalValues(object[field] ?? {}, live[field] ?? {}));
  return [...unfrozen, ...changed.map((field) => forbiddenField(field, 'field is immutable when `immutable` is set'))];
}

export const claim: Check = fields({ spec: claimSpec });

const claimMessage = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

export function claimUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const isBound = readString(live, 'status', 'phase') === 'Bound';
  const errors: FieldErrors = equalValues(fixedPart(object, live, isBound), fixedPart(live, live, isBound)) ? [] : [forbiddenField('spec', claimMessage)];
  const before = parseQuantity(readString(live, 'spec', 'resources', 'requests', 'storage') ?? '0')?.nanos ?? 0n;
  const after = parseQuantity(readString(object, 'spec', 'resources', 'requests', 'storage') ?? '0')?.nanos ?? 0n;
  if (isBound && after < before) errors.push(forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity'));
  return errors;
}

/** The same amount may be written in several ways. */
function amountsOf(resources: unknown): unknown {
  return ['requests', 'limits'].map((name) => Object.entries(readObject(resources, name) ?? {}).map(([key, amount]) => [key, String(quantityOf(amount))]));
}

/** A claim may be bound to a volume, get its class filled in and, once bound, grow. */
function fixedPart(object: KubeObject, live: KubeObject, isBound: boolean): unknown {
  const { resources, volumeAttributesClassName, volumeName, storageClassName, ...rest } = readObject(object, 'spec') ?? {};
  const oldVolume = read(live, 'spec', 'volumeName');
  const oldClass = read(live, 'spec', 'storageClassName');
  return {
    ...rest,
    volumeName: oldVolume === undefined ? undefined : volumeName,
    storageClassName: oldClass === undefined ? undefined : storageClassName,
    ...(isBound ? {} : { resources: amountsOf(resources), volumeAttributesClassName }),
  };
}

export const volume: Check = fields({ spec: persistentVolumeSpec });

/** Where a volume's data lies stays; claims and classes may change. */
export function volumeUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const [after, before] = [object, live].map((one) => volumeSource(readObject(one, 'spec') ?? {}));
  const errors: FieldErrors = equalValues(after, before) ? [] : [forbiddenField('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation')];
  if (!equalValues(read(object, 'spec', 'volumeMode') ?? null, read(live, 'spec', 'volumeMode') ?? null)) errors.push(invalid('volumeMode', read(object, 'spec', 'volumeMode'), 'field is immutable'));
  const [affinity, affinityBefore] = [read(object, 'spec', 'nodeAffinity'), read(live, 'spec', 'nodeAffinity')];
  if (affinityBefore !== undefined && !equalValues(affinity ?? null, affinityBefore)) errors.push(invalid('spec.nodeAffinity', affinity ?? null, 'field is immutable'));
  return errors;
}

const besideSource = ['capacity', 'accessModes', 'claimRef', 'persistentVolumeReclaimPolicy', 'storageClassName', 'mountOptions', 'volumeMode', 'nodeAffinity', 'volumeAttributesClassName'];

function volumeSource(spec: Json): Json {
  return Object.fromEntries(Object.entries(spec).filter(([name]) => !besideSource.includes(name)));
}

const resourceLimits = ['cpu', 'memory', 'ephemeral-storage', 'storage'];

const limitName: Check = needed((value, at) => (String(value).includes('/') ? [] : oneOf('Container', 'PersistentVolumeClaim', 'Pod')(value, at, {})));

const limitItem: Check = all(fields({ type: limitName }), (value, at) => {
  const item = value as Json;
  const errors: FieldErrors = [];
  const amounts = (name: string): Json => (item[name] ?? {}) as Json;
  for (const name of ['max', 'min', 'default', 'defaultRequest']) errors.push(...Object.keys(amounts(name)).filter((key) => !key.includes('/') && !resourceLimits.includes(key)).map((key) => invalid(`${at}.${name}[${key}]`, key, 'must be a standard limit type or fully qualified')));
  if (item['type'] === 'Pod') errors.push(...['default', 'defaultRequest'].filter((name) => !isUnset(item[name]) && Object.keys(amounts(name)).length > 0).map((name) => forbiddenField(`${at}.${name}`, 'may not be specified when `type` is \'Pod\'')));
  if (item['type'] === 'PersistentVolumeClaim' && amounts('min')['storage'] === undefined && amounts('max')['storage'] === undefined) errors.push(required(`${at}.limits`, 'either minimum or maximum storage value is required, but neither was provided'));
  return [...errors, ...orderErrors(at, amounts)];
});

const increasing = ['min', 'defaultRequest', 'default', 'max'];

/** What must not be more than what: minimum, request, default, maximum. */
function orderErrors(at: string, amounts: (name: string) => Json): FieldErrors {
  const names = new Set(increasing.flatMap((name) => Object.keys(amounts(name))));
  return [...names].flatMap((resource) => increasing.flatMap((lower, i) => increasing.slice(i + 1).flatMap((upper) => {
    const [less, more] = [quantityOf(amounts(lower)[resource]), quantityOf(amounts(upper)[resource])];
    const isOver = less !== undefined && more !== undefined && less > more;
    return isOver ? [invalid(`${at}.${lower}[${resource}]`, amounts(lower)[resource], `${lower} value ${String(amounts(lower)[resource])} is greater than ${upper} value ${String(amounts(upper)[resource])}`)] : [];
  })));
}

export const limitRange: Check = fields({ spec: fields({ limits: all(each(limitItem), distinct((item) => (item as Json)['type'])) }) });

export const namespace: Check = fields({ spec: fields({ finalizers: each((value, at) => {
  const name = String(value);
  const problems = qualifiedNameProblems(name).map((problem) => invalid(at, name, problem));
  return name.includes('/') || name === 'kubernetes' ? problems : [...problems, invalid(at, name, 'name is neither a standard finalizer name nor is it fully qualified')];
}) }) });

/** An event lies where the object is that it tells of. */
export function eventErrors(object: KubeObject): FieldErrors {
  const place = readString(object, 'involvedObject', 'namespace') ?? readString(object, 'regarding', 'namespace') ?? '';
  const own = object.metadata.namespace ?? '';
  if (place === '' ? own === 'default' || own === '' : place === own) return [];
  return [invalid('involvedObject.namespace', place, 'does not match event.namespace')];
}
