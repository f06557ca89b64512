import { authorize, type ResourceAttributes } from './authorizer.ts';
import type { ServerContext } from './context.ts';
import type { ParsedRequest, ResourcePath } from './request.ts';
import { StatusError } from './status-error.ts';

const verbs: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

/** Throws the server's 403 where the user may not do what the request asks for. */
export function refuseForbidden(ctx: ServerContext, request: ParsedRequest, path: ResourcePath): void {
  const wanted = attributesOf(request, path);
  const decision = authorize(ctx, request.user, wanted);
  if (decision.allowed) return;
  const { group, resource, subresource, namespace, name, verb } = wanted;
  const what = subresource === undefined ? resource : `${resource}/${subresource}`;
  const kind = group === '' ? resource : `${resource}.${group}`;
  const place = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const words = `User ${JSON.stringify(request.user.username)} cannot ${verb} resource ${JSON.stringify(what)} in API group ${JSON.stringify(group)} ${place}`;
  const message = `${kind}${name === '' ? '' : ` ${JSON.stringify(name)}`} is forbidden: ${words}`;
  throw new StatusError(403, 'Forbidden', message, { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource });
}

function attributesOf(request: ParsedRequest, { resource, namespace, name, subresource }: ResourcePath): ResourceAttributes {
  const target = { group: resource.group, resource: resource.plural, namespace, name, ...(subresource === undefined ? {} : { subresource }) };
  if (request.method === 'GET') return { ...target, verb: readVerb(request, name) };
  const verb = verbs[request.method] ?? request.method.toLowerCase();
  return { ...target, verb: verb === 'delete' && name === '' ? 'deletecollection' : verb };
}

function readVerb(request: ParsedRequest, name: string): string {
  if (['true', '1'].includes(request.query.get('watch') ?? '')) return 'watch';
  return name === '' ? 'list' : 'get';
}
