import { equalValues } from '@sherpack/field-set/equal';
import { parseQuantity } from '../schemas/quantity.ts';
import { read, readObject, readString, readStrings } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { cause, forbiddenField, invalid, notSupported, required, type FieldErrors } from './field-error.ts';
import { configKeyProblems } from './names.ts';

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

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];

export function claimErrors(object: KubeObject): FieldErrors {
  const modes = readStrings(object, 'spec', 'accessModes');
  const missingModes = modes.length === 0 ? [required('spec.accessModes', 'at least 1 access mode is required')] : [];
  const unknownModes = modes.filter((mode) => !accessModes.includes(mode)).map((mode) => notSupported('spec.accessModes', mode, accessModes));
  return [...missingModes, ...unknownModes, ...storageErrors(object)];
}

function storageErrors(object: KubeObject): FieldErrors {
  const field = 'spec.resources[storage]';
  const storage = readString(object, 'spec', 'resources', 'requests', 'storage');
  if (storage === undefined) return [required(field)];
  const amount = parseQuantity(storage)?.nanos ?? 0n;
  return amount > 0n ? [] : [invalid(field, storage, 'must be greater than zero')];
}

const claimMessage = 'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

export function claimUpdateErrors(object: KubeObject, live: KubeObject): FieldErrors {
  const isBound = readString(live, 'status', 'phase') === 'Bound';
  const errors: FieldErrors = equalValues(fixedPart(object, live, isBound), fixedPart(live, live, isBound)) ? [] : [forbiddenField('spec', claimMessage)];
  const before = parseQuantity(readString(live, 'spec', 'resources', 'requests', 'storage') ?? '0')?.nanos ?? 0n;
  const after = parseQuantity(readString(object, 'spec', 'resources', 'requests', 'storage') ?? '0')?.nanos ?? 0n;
  if (isBound && after < before) errors.push(forbiddenField('spec.resources.requests.storage', 'field can not be less than status.capacity'));
  return errors;
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
    ...(isBound ? {} : { resources, volumeAttributesClassName }),
  };
}
