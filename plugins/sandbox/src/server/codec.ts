import { isObject } from '@sherpack/field-set/field-schema';
import { decodeCustom } from '../custom-resources/decode.ts';
import { DecodeError, decodeNative, zeroNative } from '../schemas/decode.ts';
import { applyDefaults } from '../schemas/defaults/defaults.ts';
import { apiVersionOf, type Resource } from '../schemas/resource.ts';
import type { KubeObject, ObjectMeta } from './api-types.ts';
import { convert } from './convert.ts';
import type { WriteOptions } from './context.ts';
import { invalid, invalidObject } from '../validation/field-error.ts';
import { badRequest } from './status-error.ts';

/** Reads a body as an object of a kind: types checked, unknown fields dropped or refused, defaults filled in. */
export function decodeObject(body: unknown, resource: Resource, options: Pick<WriteOptions, 'fieldValidation' | 'warnings'>): KubeObject {
  const object = checkedKind(body, resource);
  const { value, unknown } = readAs(object, resource);
  refuseUnknown(unknown, resource, options);
  if (resource.native) applyDefaults(value, resource);
  return value;
}

/** The object before anything is set, as server-side apply and ownership of new objects see it. */
export function zeroObject(resource: Resource): KubeObject {
  const head = { apiVersion: apiVersionOf(resource), kind: resource.kind };
  if (!resource.native) return { ...head, metadata: {} };
  return { ...(zeroNative(resource.native) as KubeObject), ...head };
}

/** A stored object in the version in which it was asked for. */
export function inVersion(object: KubeObject, resource: Resource): KubeObject {
  return convert(object, resource);
}

function readAs(object: KubeObject, resource: Resource): { value: KubeObject; unknown: readonly string[] } {
  try {
    const decoded = resource.native ? decodeNative(object, resource.native) : decodeCustom(object, resource);
    return { value: decoded.value as KubeObject, unknown: decoded.unknown };
  } catch (error) {
    if (error instanceof DecodeError) throw badRequest(unreadable(resource, error.message));
    throw error;
  }
}

function unreadable(resource: Resource, why: string): string {
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

function refuseUnknown(unknown: readonly string[], resource: Resource, options: Pick<WriteOptions, 'fieldValidation' | 'warnings'>): void {
  if (unknown.length === 0) return;
  const texts = unknown.map((field) => `unknown field "${field}"`);
  if (options.fieldValidation === 'Strict') throw badRequest(unreadable(resource, `strict decoding error: ${texts.join(', ')}`));
  if (options.fieldValidation === 'Warn') options.warnings?.push(...texts);
}
