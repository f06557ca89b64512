import { apiVersionOf, qualifiedName, type Resource } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import { inVersion } from './codec.ts';
import { keyOf, type ServerContext, type Target } from './context.ts';
import { fieldMatcher, labelMatcher, type Matcher } from './selectors.ts';
import { badRequest, gone, internalError, notFound, StatusError } from './status-error.ts';

export function getObject(ctx: ServerContext, target: Target, query: URLSearchParams): KubeObject {
  refuseFuture(ctx, query.get('resourceVersion'));
  const found = ctx.store.get(keyOf(target));
  if (!found) throw notFound(target.resource, target.name);
  return inVersion(found, target.resource);
}

export interface ObjectList {
  readonly kind: string;
  readonly apiVersion: string;
  readonly metadata: { resourceVersion: string; continue?: string; remainingItemCount?: number };
  readonly items: readonly KubeObject[];
}

/** Where the next page starts, and at which revision the first one was read. */
interface ContinueToken {
  readonly v: string;
  readonly rv: number;
  readonly start: string;
}

export function listObjects(ctx: ServerContext, resource: Resource, namespace: string, query: URLSearchParams): ObjectList {
  refuseFuture(ctx, query.get('resourceVersion'));
  const matches = matcherOf(resource, query);
  const token = decodeToken(query.get('continue'));
  const all = ctx.store.list(qualifiedName(resource), namespace).filter(matches);
  const rest = token ? all.filter((object) => placeOf(object) >= token.start) : all;
  const limit = Number(query.get('limit') ?? 0);
  const page = limit > 0 ? rest.slice(0, limit) : rest;
  const next = rest[page.length];
  const revision = token?.rv ?? ctx.store.revision;
  return {
    kind: resource.listKind,
    apiVersion: apiVersionOf(resource),
    metadata: { ...(resource.custom ? { continue: '' } : {}), resourceVersion: String(revision), ...(next ? pageEnd(next, revision, rest.length - page.length, query) : {}) },
    items: page.map((object) => listItem(object, resource)),
  };
}

/** Items of built-in lists leave out what the list says of all of them. */
function listItem(object: KubeObject, resource: Resource): KubeObject {
  const versioned = inVersion(object, resource);
  if (resource.custom) return versioned;
  const { apiVersion: _, kind: __, ...item } = versioned;
  return item as KubeObject;
}

function pageEnd(next: KubeObject, revision: number, remaining: number, query: URLSearchParams): { continue: string; remainingItemCount?: number } {
  const token: ContinueToken = { v: 'meta.k8s.io/v1', rv: revision, start: placeOf(next) };
  const isSelected = query.get('labelSelector') || query.get('fieldSelector');
  return { continue: Buffer.from(JSON.stringify(token)).toString('base64url'), ...(isSelected ? {} : { remainingItemCount: remaining }) };
}

function placeOf(object: KubeObject): string {
  return `${object.metadata.namespace ?? ''}/${object.metadata.name ?? ''}`;
}

function decodeToken(text: string | null): ContinueToken | undefined {
  if (!text) return undefined;
  try {
    const token = JSON.parse(Buffer.from(text, 'base64url').toString('utf8')) as ContinueToken;
    if (token.v === 'meta.k8s.io/v1') return token;
  } catch {
    throw badRequest('invalid continue token: continue key is not valid');
  }
  throw badRequest('invalid continue token: continue key is not valid: server does not recognize this encoded version');
}

export function matcherOf(resource: Resource, query: URLSearchParams): Matcher {
  const labels = labelMatcher(query.get('labelSelector') ?? '');
  const fields = fieldMatcher(query.get('fieldSelector') ?? '', qualifiedName(resource), resource.custom?.selectableFields);
  return (object) => labels(object) && fields(object);
}

/** A version that this server has not reached yet cannot be waited for. */
function refuseFuture(ctx: ServerContext, version: string | null): void {
  if (!version || version === '0') return;
  if (!/^\d+$/.test(version)) throw internalError(`resourceVersion: Invalid value: ${JSON.stringify(version)}: strconv.ParseUint: parsing ${JSON.stringify(version)}: invalid syntax`);
  if (Number(version) <= ctx.store.revision) return;
  throw new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${version}, current: ${ctx.store.revision}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version', field: '' }].map(({ reason, message }) => ({ reason, message }) as never),
    retryAfterSeconds: 1,
  });
}

/** The changes from which a watch starts; throws 410 when they are gone. */
export function startOfWatch(ctx: ServerContext, query: URLSearchParams): number | undefined {
  const version = query.get('resourceVersion');
  if (!version || version === '0') return undefined;
  const revision = Number(version);
  if (ctx.store.changesSince(revision) === undefined) throw gone(`too old resource version: ${version} (${ctx.store.revision})`);
  return revision;
}
