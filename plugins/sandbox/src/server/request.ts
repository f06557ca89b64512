import type { Resource } from '../schemas/resource.ts';
import type { ApiRequest } from './api-types.ts';
import type { Registry } from './registry.ts';
import { forbiddenField, invalid, invalidObject, notSupported, tooLong, type FieldErrors } from '../validation/field-error.ts';
import { StatusError, unknownResource } from './status-error.ts';

/** A request path taken apart. */
export interface ResourcePath {
  readonly resource: Resource;
  readonly namespace: string;
  /** Empty for a collection. */
  readonly name: string;
  readonly subresource?: string;
  /** What follows the subresource, as in `services/x/proxy/path`. */
  readonly rest: readonly string[];
}

/** The answer to a path that no API serves at all. */
export class UnknownPathError extends Error {}

/** Finds the kind and object that a path names. Throws UnknownPathError or the server's 404. */
export function parseResourcePath(path: string, registry: Registry): ResourcePath {
  const parts = path.split('/').filter((part) => part !== '').map(decodeURIComponent);
  const isCore = parts[0] === 'api';
  const [group, version] = isCore ? ['', parts[1] ?? ''] : [parts[1] ?? '', parts[2] ?? ''];
  const rest = parts.slice(isCore ? 2 : 3);
  if (!registry.hasVersion(group, version)) throw isCore ? unknownResource() : new UnknownPathError(path);
  const isInNamespace = rest[0] === 'namespaces' && rest.length > 2 && !isNamespaceSubresource(rest, group);
  const namespace = isInNamespace ? (rest[1] ?? '') : '';
  const [plural = '', name = '', subresource, ...more] = isInNamespace ? rest.slice(2) : rest;
  const resource = registry.find(group, version, plural);
  if (!resource || (isInNamespace && !resource.namespaced)) throw missingResource(group);
  return { resource, namespace, name, rest: more, ...(subresource === undefined ? {} : { subresource }) };
}

function isNamespaceSubresource(rest: readonly string[], group: string): boolean {
  return group === '' && rest.length === 3 && (rest[2] === 'status' || rest[2] === 'finalize');
}

/** Built-in versions answer unknown resources with a Status, those of custom groups with the plain page. */
function missingResource(group: string): Error {
  return group === '' || !group.includes('.') || group.endsWith('.k8s.io') ? unknownResource() : new UnknownPathError(group);
}

export interface ParsedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: ReadonlyMap<string, string>;
  readonly user: string;
  readonly request: ApiRequest;
}

export function parseRequest(request: ApiRequest): ParsedRequest {
  const [path = '', query = ''] = splitOnce(request.path, '?');
  const headers = new Map(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return { method: request.method.toUpperCase(), path, query: new URLSearchParams(query), headers, user: request.user ?? 'sandbox-admin', request };
}

function splitOnce(text: string, sign: string): [string, string?] {
  const at = text.indexOf(sign);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

/** The name under which fields are recorded: the parameter, or the first word of the client's User-Agent. */
export function fieldManagerOf(request: ParsedRequest): string {
  const given = request.query.get('fieldManager');
  if (given) return given;
  const agent = request.headers.get('user-agent')?.split('/')[0] ?? '';
  return agent === '' ? 'unknown' : agent.slice(0, 128);
}

/** Checks `dryRun`, which has one allowed value. */
export function isDryRun(request: ParsedRequest, optionsKind: string): boolean {
  const values = request.query.getAll('dryRun');
  const odd = values.filter((value) => value !== 'All' && value !== '');
  if (odd.length === 0) return values.includes('All');
  const list = odd.map((value) => JSON.stringify(value)).join(',');
  const message = `Unsupported value: [${list}]: supported values: "All"`;
  throw new StatusError(422, 'Invalid', `${optionsKind}.meta.k8s.io "" is invalid: dryRun: ${message}`, {
    group: 'meta.k8s.io',
    kind: optionsKind,
    causes: [{ reason: 'FieldValueNotSupported', message, field: 'dryRun' }],
  });
}

const validations = ['', 'Ignore', 'Strict', 'Warn'];
const managerLimit = 128;

/** Refuses parameters of a write that have no meaning. */
export function refuseWriteOptions(request: ParsedRequest, optionsKind: string): void {
  const errors: FieldErrors = [];
  const validation = request.query.get('fieldValidation');
  const manager = request.query.get('fieldManager') ?? '';
  if (optionsKind === 'PatchOptions' && request.query.get('force') !== null && !contentType(request).startsWith('application/apply-patch')) errors.push(forbiddenField('force', 'may not be specified for non-apply patch'));
  if (manager.length > managerLimit) errors.push(tooLong('fieldManager', managerLimit));
  const odd = [...manager].find((sign) => sign < ' ' || sign === '\u007f');
  if (odd !== undefined) errors.push(invalid('fieldManager', manager, 'should only contain printable characters'));
  if (validation !== null && !validations.includes(validation)) errors.push(notSupported('fieldValidation', validation, validations));
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: optionsKind }, '', errors);
}

function contentType(request: ParsedRequest): string {
  return request.headers.get('content-type') ?? '';
}

export function fieldValidationOf(request: ParsedRequest): 'Strict' | 'Warn' | 'Ignore' {
  const given = request.query.get('fieldValidation');
  return given === 'Strict' || given === 'Ignore' ? given : 'Warn';
}
