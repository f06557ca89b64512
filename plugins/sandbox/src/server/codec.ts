import { equalValues } from '@sherpack/field-set/equal';
import { isObject } from '@sherpack/field-set/field-schema';
import { deepFreeze } from '@sherpack/yaml/equal';
import { decodeCustom } from '../custom-resources/decode.ts';
import { DecodeError, decodeNative, zeroNative } from '../schemas/decode.ts';
import { applyDefaults } from '../schemas/defaults/defaults.ts';
import { apiVersionOf, type Resource } from '../schemas/resource.ts';
import type { KubeObject, ObjectMeta } from './api-types.ts';
import { convert } from './convert.ts';
import type { WriteOptions } from './context.ts';
import { invalid, invalidObject } from '../validation/field-error.ts';
import { badRequest } from './status-error.ts';

export interface DecodeOptions extends Pick<WriteOptions, 'fieldValidation' | 'warnings' | 'duplicates'> {
  /** What an applied configuration no longer states becomes null, and stays so. */
  readonly keepsNull?: boolean;
}

/** Reads a body as an object of a kind: types checked, unknown fields dropped or refused, defaults filled in. */
export function decodeObject(body: unknown, resource: Resource, options: DecodeOptions): KubeObject {
  refuseFaults(options.duplicates ?? [], kindOf(body, resource), options);
  const object = checkedKind(body, resource);
  const { value: read, unknown } = readAs(object, resource, options.keepsNull === true);
  refuseFaults(unknown.map((field) => `unknown field "${field}"`), resource, options);
  const value = withoutManagers(read, object, resource);
  if (!resource.native) return value;
  applyDefaults(value, resource);
  return isOlderAutoscaler(resource) ? throughHub(value, resource) : value;
}

/** The one empty list that is not as good as none: it takes the fields from everybody. For custom kinds the server takes no notice of it. */
function withoutManagers(read: KubeObject, given: KubeObject, resource: Resource): KubeObject {
  const managed: unknown = given.metadata.managedFields;
  return resource.native && Array.isArray(managed) && managed.length === 0 ? { ...read, metadata: { ...read.metadata, managedFields: [] } } : read;
}

/**
 * An owner is named once. Creates and PUTs are told before ownership is recorded, patches after it (apiserver,
 * endpoints/handlers, dedupOwnerReferencesAndAddWarning).
 */
export function withDistinctOwners(object: KubeObject, when: 'as sent' | 'after admission', warnings: string[] | undefined): KubeObject {
  const owners = object.metadata.ownerReferences;
  if (!owners || owners.length < 2) return object;
  const distinct = owners.filter((owner, i) => owners.findIndex((other) => equalValues(other, owner)) === i);
  if (distinct.length === owners.length) return object;
  const uids = [...new Set(owners.filter((owner) => !distinct.includes(owner)).map(({ uid }) => uid))];
  const late = when === 'as sent' ? '' : ' after mutating admission happens';
  warnings?.push(`.metadata.ownerReferences contains duplicate entries${late}; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${uids.join(', ')}`);
  return { ...object, metadata: { ...object.metadata, ownerReferences: distinct } };
}

function isOlderAutoscaler(resource: Resource): boolean {
  return resource.kind === 'HorizontalPodAutoscaler' && resource.version === 'v1';
}

/** What the version in which objects are kept makes of it: metrics by default, annotations that carry what v1 lacks. */
function throughHub(value: KubeObject, resource: Resource): KubeObject {
  const { group, kind } = resource;
  return convert(convert(value, { group, kind, version: 'v2' }), resource);
}

/** As `decodeObject` for an object of which nothing but the status and the metadata can have changed; undefined when it is not one. */
export function decodeStatus(object: KubeObject, live: KubeObject, resource: Resource): KubeObject | undefined {
  const changed = Object.keys(object).filter((name) => object[name] !== live[name]);
  const isOnlyStatus = changed.every((name) => (name === 'status' || name === 'metadata') && isObject(object[name]));
  if (!resource.native || !isOnlyStatus) return undefined;
  const next = { ...live };
  for (const name of changed) {
    const type = resource.native.fields?.get(name)?.type;
    if (!type) return undefined;
    Object.assign(next, { [name]: decodeNative(object[name], type).value });
  }
  return next;
}

const zeros = new WeakMap<Resource, KubeObject>();

/** The object before anything is set, as server-side apply and ownership of new objects see it. Nobody may change it. */
export function zeroObject(resource: Resource): KubeObject {
  const zero = zeros.get(resource) ?? deepFreeze(makeZero(resource));
  zeros.set(resource, zero);
  return zero;
}

function makeZero(resource: Resource): KubeObject {
  const head = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  if (!resource.native) return { ...head, metadata: {} };
  return { ...(zeroNative(resource.native) as KubeObject), ...head };
}

/** A stored object in the version in which it was asked for. */
export function inVersion(object: KubeObject, resource: Resource): KubeObject {
  return convert(object, resource);
}

function readAs(object: KubeObject, resource: Resource, keepsNull: boolean): { value: KubeObject; unknown: readonly string[] } {
  try {
    const decoded = resource.native ? decodeNative(object, resource.native) : decodeCustom(object, resource, keepsNull);
    return { value: decoded.value as KubeObject, unknown: decoded.unknown };
  } catch (error) {
    if (error instanceof DecodeError) throw badRequest(unreadable(resource, error.message));
    throw error;
  }
}

function unreadable(resource: Pick<Resource, 'kind' | 'version'>, why: string): string {
  return `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ${why}`;
}

function checkedKind(body: unknown, resource: Resource): KubeObject {
  if (!isObject(body)) throw badRequest(unreadable(resource, `json: cannot unmarshal ${Array.isArray(body) ? 'array' : typeof body} into Go value of type v1.${resource.kind}`));
  const apiVersion = apiVersionOf(resource);
  if (resource.custom) refuseOtherKind(body, resource);
  const kind = body['kind'] ?? resource.kind;
  const given = body['apiVersion'] ?? apiVersion;
  if (given !== apiVersion) throw badRequest(`the API version in the data (${given}) does not match the expected API version (${apiVersion})`);
  if (kind !== resource.kind) {
    const group = resource.group === '' ? 'core' : (resource.group.split('.')[0] ?? '');
    throw badRequest(`${kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: converting (${resource.version}.${kind}) to (${group}.${resource.kind}): unknown conversion`);
  }
  return { ...body, apiVersion, kind: resource.kind, metadata: (body['metadata'] ?? {}) as ObjectMeta };
}

/** Bodies of custom kinds must say what they are. */
function refuseOtherKind(body: Record<string, unknown>, resource: Resource): void {
  const expected = apiVersionOf(resource);
  const given = String(body['apiVersion'] ?? '');
  if (given !== expected) throw badRequest(`the API version in the data (${given}) does not match the expected API version (${expected})`);
  const kind = String(body['kind'] ?? '');
  const name = String((body['metadata'] as { name?: unknown } | undefined)?.name ?? '');
  if (kind !== resource.kind) throw invalidObject({ group: resource.group, kind }, name, [invalid('kind', kind, `must be ${resource.kind}`)]);
}

function kindOf(body: unknown, resource: Resource): Pick<Resource, 'kind' | 'version'> {
  const kind = isObject(body) && typeof body['kind'] === 'string' ? body['kind'] : resource.kind;
  return { kind, version: resource.version };
}

function refuseFaults(texts: readonly string[], resource: Pick<Resource, 'kind' | 'version'>, options: DecodeOptions): void {
  if (texts.length === 0) return;
  if (options.fieldValidation === 'Strict') throw badRequest(unreadable(resource, `strict decoding error: ${texts.join(', ')}`));
  if (options.fieldValidation === 'Warn') options.warnings?.push(...texts);
}
