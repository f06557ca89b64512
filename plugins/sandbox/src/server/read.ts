import { apiVersionOf, qualifiedName, type Resource } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import { inVersion } from './codec.ts';
import { keyOf, type ServerContext, type Target } from './context.ts';
import { decodeContinue, encodeContinue } from './continue-token.ts';
import { listOptions, versionProblem, type ListOptions } from './list-options.ts';
import { fieldMatcher, labelMatcher, type Matcher } from './selectors.ts';
import { badRequest, gone, notFound, StatusError } from './status-error.ts';

export function getObject(ctx: ServerContext, target: Target, query: URLSearchParams): KubeObject {
  const version = query.get('resourceVersion') ?? '';
  refuseUnreadable(version);
  refuseFuture(ctx, Number(version));
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

/** What a list is taken from. */
interface View {
  readonly revision: number;
  readonly objects: readonly KubeObject[];
  /** Keys up to this one are on earlier pages. */
  readonly after: string;
}

export function listObjects(ctx: ServerContext, resource: Resource, namespace: string, query: URLSearchParams): ObjectList {
  const options = listOptions(query, false);
  const view = viewOf(ctx, resource, namespace, options);
  const isFree = !query.get('labelSelector') && !query.get('fieldSelector');
  const matching = isFree ? view.objects : view.objects.filter(matcherOf(resource, query));
  const rest = view.after === '' ? matching : matching.filter((object) => placeOf(object, namespace) >= view.after);
  // A list "from any version" is whole: the real server takes it from its cache.
  const limit = options.resourceVersion === '0' ? 0 : options.limit;
  const page = limit > 0 ? rest.slice(0, limit) : rest;
  const last = page.length < rest.length ? page.at(-1) : undefined;
  return {
    kind: resource.listKind,
    apiVersion: apiVersionOf(resource),
    metadata: {
      ...(resource.custom ? { continue: '' } : {}),
      resourceVersion: String(view.revision),
      ...(last ? { continue: encodeContinue({ revision: view.revision, start: placeOf(last, namespace) }) } : {}),
      ...(last && isFree ? { remainingItemCount: rest.length - page.length } : {}),
    },
    items: page.map((object) => listItem(object, resource)),
  };
}

function viewOf(ctx: ServerContext, resource: Resource, namespace: string, options: ListOptions): View {
  const bucket = qualifiedName(resource);
  if (options.continueToken !== '') return nextView(ctx, bucket, namespace, options);
  const problem = versionProblem(options.resourceVersion);
  if (problem !== undefined) throw badRequest(`invalid resource version: ${problem}`);
  const revision = Number(options.resourceVersion);
  refuseFuture(ctx, revision);
  // Before there was `resourceVersionMatch`, a version together with a limit meant that very version.
  const isExact = options.match === 'Exact' || (options.match === '' && options.limit > 0);
  if (!isExact || revision === 0) return { revision: ctx.store.revision, objects: ctx.store.list(bucket, namespace), after: '' };
  const objects = ctx.store.listAt(revision, bucket, namespace);
  if (!objects) throw gone('The resourceVersion for the provided list is too old.');
  return { revision, objects, after: '' };
}

/** All pages show the objects of the first page's revision, as long as the history reaches back to it. */
function nextView(ctx: ServerContext, bucket: string, namespace: string, options: ListOptions): View {
  const token = decodeContinue(options.continueToken);
  if (options.resourceVersion !== '' && options.resourceVersion !== '0') throw badRequest('specifying resource version is not allowed when using continue');
  const after = namespace !== '' && !token.start.startsWith('/') ? `/${token.start}` : token.start;
  if (token.revision < 0) return { revision: ctx.store.revision, objects: ctx.store.list(bucket, namespace), after };
  refuseFuture(ctx, token.revision);
  const objects = ctx.store.listAt(token.revision, bucket, namespace);
  if (!objects) throw lostPages(token.start);
  return { revision: token.revision, objects, after };
}

function lostPages(start: string): StatusError {
  const lost = gone(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
      'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
  );
  lost.body.metadata = { continue: encodeContinue({ revision: -1, start: start.replace(/\0$/, '') }) };
  return lost;
}

/** Items of built-in lists leave out what the list says of all of them. */
function listItem(object: KubeObject, resource: Resource): KubeObject {
  const versioned = inVersion(object, resource);
  if (resource.custom) return versioned;
  const { apiVersion: _, kind: __, ...item } = versioned;
  return item as KubeObject;
}

/** An object's key below what was asked for, as tokens have it: `/name` in a namespace. */
function placeOf({ metadata: { namespace: own = '', name = '' } }: KubeObject, namespace: string): string {
  if (namespace !== '') return `/${name}`;
  return own === '' ? name : `${own}/${name}`;
}

export function matcherOf(resource: Resource, query: URLSearchParams): Matcher {
  const labels = labelMatcher(query.get('labelSelector') ?? '');
  const fields = fieldMatcher(query.get('fieldSelector') ?? '', qualifiedName(resource), resource.custom?.selectableFields);
  return (object) => labels(object) && fields(object);
}

/** A single object and a watch answer an unreadable version with a 500, as the real server does. */
export function refuseUnreadable(version: string): void {
  const problem = versionProblem(version);
  if (problem !== undefined) throw new StatusError(500, undefined, problem);
}

/** A version that this server has not reached yet cannot be waited for. */
export function refuseFuture(ctx: ServerContext, revision: number): void {
  if (revision <= ctx.store.revision) return;
  throw new StatusError(504, 'Timeout', `Timeout: Too large resource version: ${revision}, current: ${ctx.store.revision}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }] as never,
    retryAfterSeconds: 1,
  });
}
