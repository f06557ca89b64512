import type { Resource } from '../schemas/resource.ts';
import type { ApiRequest } from './api-types.ts';
import type { Registry } from './registry.ts';
import { forbiddenField, invalidObject, notSupported } from '../validation/field-error.ts';
import { managerErrors } from '../validation/manager.ts';
import { badRequest, StatusError, unknownResource } from './status-error.ts';
import { userOf, type UserInfo } from './user.ts';

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

/** The answer to a path with an escape that is none. */
export class MalformedPathError extends Error {}

/** Finds the kind and object that a path names. Throws UnknownPathError or the server's 404. */
export function parseResourcePath(path: string, registry: Registry): ResourcePath {
  const parts = decodePath(path).replace(/^\/+|\/+$/g, '').split('/');
  const isCore = parts[0] === 'api';
  const [group, version] = isCore ? ['', parts[1] ?? ''] : [parts[1] ?? '', parts[2] ?? ''];
  const rest = parts.slice(isCore ? 2 : 3);
  if (!registry.hasVersion(group, version)) throw isCore ? unknownResource() : new UnknownPathError(path);
  const isInNamespace = rest[0] === 'namespaces' && rest.length > 2 && !isNamespaceSubresource(rest, group);
  const namespace = isInNamespace ? (rest[1] ?? '') : '';
  const [plural = '', name = '', subresource, ...more] = isInNamespace ? rest.slice(2) : rest;
  refuseDots(name);
  const resource = registry.find(group, version, plural);
  if (!resource || (isInNamespace && !resource.namespaced)) throw missingResource(group);
  return { resource, namespace, name, rest: more, ...(subresource === undefined ? {} : { subresource }) };
}

/** The path as Go's server reads it: an encoded slash is a slash, and bytes that are no UTF-8 are no reason to refuse. */
function decodePath(path: string): string {
  if (!path.includes('%')) return path;
  if (/%(?![0-9a-fA-F]{2})/.test(path)) throw new MalformedPathError(path);
  return Buffer.from(path.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1').toString('utf8');
}

function isNamespaceSubresource(rest: readonly string[], group: string): boolean {
  return group === '' && rest.length === 3 && (rest[2] === 'status' || rest[2] === 'finalize');
}

function refuseDots(name: string): void {
  if (name === '.' || name === '..') throw badRequest(`Name parameter invalid: ${JSON.stringify(name)}: may not be '${name}'`);
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
  readonly user: UserInfo;
  readonly request: ApiRequest;
}

export function parseRequest(request: ApiRequest): ParsedRequest {
  const [path = '', query = ''] = splitOnce(request.path, '?');
  const headers = new Map(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  return { method: request.method.toUpperCase(), path, query: new URLSearchParams(query), headers, user: userOf(headers, request.user), request };
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

/** Throws the server's answer to a field manager that is none, or to an unknown `fieldValidation`. */
export function refuseWriteOptions(request: ParsedRequest, optionsKind: string): void {
  const manager = request.query.get('fieldManager') ?? '';
  const validation = request.query.get('fieldValidation') ?? '';
  const kind = { group: 'meta.k8s.io', kind: optionsKind };
  const isApply = (request.headers.get('content-type') ?? '').startsWith('application/apply-patch');
  if (optionsKind === 'PatchOptions' && request.query.get('force') !== null && !isApply) throw invalidObject(kind, '', [forbiddenField('force', 'may not be specified for non-apply patch')]);
  const wrong = managerErrors(manager, 'fieldManager');
  if (wrong.length > 0) throw invalidObject(kind, '', wrong);
  if (validation !== '' && !validations.includes(validation)) throw invalidObject(kind, '', [notSupported('fieldValidation', validation, ['', ...validations])]);
}

const validations = ['Ignore', 'Strict', 'Warn'];

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

export function fieldValidationOf(request: ParsedRequest): 'Strict' | 'Warn' | 'Ignore' {
  const given = request.query.get('fieldValidation');
  return given === 'Strict' || given === 'Ignore' ? given : 'Warn';
}
