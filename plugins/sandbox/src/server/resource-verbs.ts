import { isObject } from '@sherpack/field-set/field-schema';
import { apiVersionOf, hasSubresource } from '../schemas/resource.ts';
import { invalid, invalidObject, notSupported } from '../validation/field-error.ts';
import { podLog } from './pod-log.ts';
import type { KubeObject } from './api-types.ts';
import { bodyText, contentTypeOf, prepareBody, readBody, readJson, readYaml } from './body.ts';
import { inVersion } from './codec.ts';
import { keyOf, type ServerContext, type Target, type WriteOptions } from './context.ts';
import { deleteObject, type DeleteOptions } from './delete.ts';
import { duplicateFields } from './duplicate-fields.ts';
import { flag, listOptions } from './list-options.ts';
import { patchObject } from './patch.ts';
import { readProtobuf } from './protobuf.ts';
import { refuseStream, streamNames } from './pod-streams.ts';
import { postObject, putObject } from './put.ts';
import { getObject, listObjects, matcherOf } from './read.ts';
import { formOf, refuseUnacceptable, represent } from './representation.ts';
import { fieldManagerOf, fieldValidationOf, isDryRun, refuseWriteOptions, type ParsedRequest, type ResourcePath } from './request.ts';
import { refuseForbidden } from './refuse-forbidden.ts';
import { answerReview } from './reviews.ts';
import { appliedScale, decodeScale, patchedScale, shownScale, writeScale, type ScaleChange } from './scale.ts';
import { badRequest, methodNotAllowed, notFound, type StatusBody, unknownResource } from './status-error.ts';
import { postSubresource } from './subresource-posts.ts';
import { watchObjects } from './watch.ts';
import { liveObject } from './write.ts';

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly stream?: AsyncIterable<string>;
  readonly contentType?: string;
  readonly warnings?: readonly string[];
  /** For clients that take errors over the stream they asked for. */
  readonly streamError?: StatusBody;
}

interface Call {
  readonly ctx: ServerContext;
  readonly request: ParsedRequest;
  readonly target: Target;
  readonly warnings: string[];
}

const deprecations: Readonly<Record<string, string>> = {
  '/endpoints': 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  '/componentstatuses': 'v1 ComponentStatus is deprecated in v1.19+',
};

/** Requests about objects. */
export async function answerResource(ctx: ServerContext, request: ParsedRequest, path: ResourcePath, warnings: string[]): Promise<Answer> {
  const { resource } = path;
  const call: Call = { ctx, request, target: path, warnings };
  refuseForbidden(ctx, request, path);
  const deprecation = resource.custom?.deprecationWarning ?? deprecations[`${resource.group}/${resource.plural}`];
  if (deprecation !== undefined) warnings.push(deprecation);
  refuseUnacceptable(request);
  await prepareBody(request);
  if (path.subresource !== undefined) return answerSubresource(call, path.subresource);
  if (path.name === '') return answerCollection(call);
  if (resource.namespaced && path.namespace === '') throw unknownResource();
  return answerObject(call);
}

async function answerCollection(call: Call): Promise<Answer> {
  const { ctx, request, target } = call;
  if (request.method === 'GET') return isWatch(request) ? watch(call) : list(call);
  if (target.resource.namespaced && target.namespace === '' && target.resource.verbs.includes('get')) throw methodNotAllowed();
  if (request.method === 'POST') {
    const review = answerReview(ctx, target.resource.kind, bodyOf(call), request.user);
    if (review !== undefined) return { status: 201, body: review };
    if (!target.resource.verbs.includes('get')) throw methodNotAllowed();
    const object = await postObject(ctx, target, requiredBody(call), writeOptions(call, 'CreateOptions'));
    return shown(call, object, 201);
  }
  if (request.method === 'DELETE' && target.resource.verbs.includes('deletecollection')) return deleteCollection(call);
  throw methodNotAllowed();
}

async function answerObject(call: Call): Promise<Answer> {
  const { ctx, request, target } = call;
  switch (request.method) {
    case 'GET':
      return shown(call, getObject(ctx, target, request.query), 200);
    case 'PUT': {
      const { object, created } = await putObject(ctx, target, requiredBody(call), writeOptions(call, 'UpdateOptions'));
      return shown(call, object, created ? 201 : 200);
    }
    case 'POST':
      if (!target.resource.custom) throw methodNotAllowed();
      return shown(call, await postObject(ctx, target, requiredBody(call), writeOptions(call, 'CreateOptions')), 201);
    case 'PATCH':
      return patch(call);
    case 'DELETE':
      return shown(call, deleteObject(ctx, target, deleteOptions(call)) as KubeObject, 200);
    default:
      throw methodNotAllowed();
  }
}

async function answerSubresource(call: Call, name: string): Promise<Answer> {
  const { ctx, request, target } = call;
  if (!hasSubresource(target.resource, name)) throw target.resource.custom ? notFound(target.resource, target.name) : unknownResource();
  if (name === 'log') return { status: 200, text: podLog(ctx, target, request.query) };
  if (streamNames.has(name)) return refuseStream(ctx, target, name, request);
  if (name === 'scale') return answerScale(call);
  if (request.method === 'POST') return postSubresource(ctx, target, name, requiredBody(call), writeOptions(call, 'CreateOptions'));
  if (name === 'finalize' && request.method === 'PUT') {
    const { object } = await putObject(ctx, target, requiredBody(call), writeOptions(call, 'UpdateOptions'));
    return shown(call, object, 200);
  }
  if (request.method === 'GET') return shown(call, liveObject(ctx, target), 200);
  return answerObject(call);
}

async function answerScale(call: Call): Promise<Answer> {
  const { ctx, request, target } = call;
  if (request.method === 'GET') return { status: 200, body: shownScale(liveObject(ctx, target), target.resource) };
  const options = writeOptions(call, request.method === 'PUT' ? 'UpdateOptions' : 'PatchOptions');
  return { status: 200, body: await writeScale(ctx, target, scaleChange(call), options) };
}

function scaleChange(call: Call): ScaleChange {
  const { ctx, request } = call;
  const type = contentTypeOf(request);
  if (request.method === 'PUT') {
    const scale = decodeScale(requiredBody(call), ctx.catalog);
    return { change: () => scale };
  }
  if (type === 'application/apply-patch+yaml') {
    const scale = appliedScale(readYaml(bodyText(request)));
    return { change: () => scale, applies: { force: request.query.get('force') === 'true' } };
  }
  const body = readJson(bodyText(request));
  return { change: (scale) => patchedScale(scale, body, type) };
}

async function patch(call: Call): Promise<Answer> {
  const { ctx, request, target } = call;
  const { object, created } = await patchObject(ctx, target, bodyText(request), {
    ...writeOptions(call, 'PatchOptions'),
    type: contentTypeOf(request),
    force: request.query.get('force') === 'true',
    managerGiven: Boolean(request.query.get('fieldManager')),
  });
  return shown(call, object, created ? 201 : 200);
}

function list(call: Call): Answer {
  const { ctx, request, target } = call;
  if (!target.resource.verbs.includes('list')) throw methodNotAllowed();
  return shown(call, listObjects(ctx, target.resource, target.namespace, request.query) as unknown as KubeObject, 200);
}

function isWatch(request: ParsedRequest): boolean {
  return flag(request.query, 'watch');
}

function watch(call: Call): Answer {
  const { ctx, request, target } = call;
  const { resource, namespace } = target;
  const { query } = request;
  if (!resource.verbs.includes('watch')) throw methodNotAllowed();
  const asked = formOf(request);
  const form = asked === 'metadata-list' ? 'metadata' : asked;
  const render = (object: KubeObject): unknown => represent(ctx, resource, object, form, query);
  const shape = `${form} ${query.get('includeObject') ?? ''} ${apiVersionOf(resource)}`;
  return { status: 200, stream: watchObjects(ctx, { resource, namespace, query, render, form: shape, signal: request.request.signal }) };
}

function deleteCollection(call: Call): Answer {
  const { ctx, request, target } = call;
  listOptions(request.query, false);
  const matches = matcherOf(target.resource, request.query);
  const stored = ctx.store.list(keyOf(target).bucket, target.namespace).filter(matches);
  const options = deleteOptions(call);
  for (const object of stored) deleteObject(ctx, { ...target, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' }, options);
  const listed = { ...listObjects(ctx, target.resource, target.namespace, new URLSearchParams()), items: stored.map((object) => listItemOf(object, target)) };
  return shown(call, listed as unknown as KubeObject, 200);
}

function listItemOf(object: KubeObject, target: Target): KubeObject {
  const versioned = inVersion(object, target.resource);
  if (target.resource.custom) return versioned;
  const { apiVersion: _, kind: __, ...item } = versioned;
  return item as KubeObject;
}

/** Options come in the body or, only where there is no body, as parameters. */
function deleteOptions(call: Call): DeleteOptions {
  const { request } = call;
  const body = bodyOf(call);
  const given = isObject(body) ? body : Object.fromEntries([...request.query].filter(([name]) => name !== 'dryRun'));
  const isDry = isObject(body) ? Array.isArray(given['dryRun']) && given['dryRun'].includes('All') : isDryRun(request, 'DeleteOptions');
  const { gracePeriodSeconds: grace, propagationPolicy: policy, orphanDependents: orphan } = given;
  refusePolicy(policy, orphan);
  return {
    ...(isObject(given['preconditions']) ? { preconditions: given['preconditions'] } : {}),
    ...(grace === undefined || grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(typeof policy === 'string' ? { propagationPolicy: policy } : {}),
    ...(orphan === undefined || orphan === null ? {} : { orphanDependents: orphan === true || orphan === 'true' }),
    dryRun: isDry,
  };
}

const policies = ['Foreground', 'Background', 'Orphan'];

function refusePolicy(policy: unknown, orphan: unknown): void {
  if (policy === undefined || policy === null) return;
  const unknown = policies.includes(String(policy)) ? [] : [notSupported('propagationPolicy', policy, [...policies, 'nil'])];
  const both = orphan === undefined || orphan === null ? [] : [invalid('propagationPolicy', policy, 'orphanDependents and deletionPropagation cannot be both set')];
  if (unknown.length + both.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', [...both, ...unknown]);
}

function writeOptions(call: Call, optionsKind: string): WriteOptions {
  const { request, warnings } = call;
  refuseWriteOptions(request, optionsKind);
  const fieldValidation = fieldValidationOf(request);
  const isLookedAt = fieldValidation !== 'Ignore' && request.method !== 'PATCH' && contentTypeOf(request).includes('json');
  const duplicates = isLookedAt ? duplicatesIn(bodyText(request)) : [];
  return { manager: fieldManagerOf(request), user: request.user.username, dryRun: isDryRun(request, optionsKind), fieldValidation, duplicates, warnings };
}

/** Text that is no JSON is refused when it is read. */
function duplicatesIn(text: string): string[] {
  readJson(text);
  return duplicateFields(text).map((field) => `duplicate field "${field}"`);
}

function bodyOf(call: Call): unknown {
  const { ctx, target, request } = call;
  return readBody(request, (bytes) => readProtobuf(bytes, target.resource, target.subresource, ctx.catalog));
}

function requiredBody(call: Call): unknown {
  const body = bodyOf(call);
  if (body === undefined) throw badRequest('unable to decode input: the body is empty');
  return body;
}

function shown(call: Call, object: KubeObject | StatusBody, status: number): Answer {
  const { ctx, request, target } = call;
  return { status, body: represent(ctx, target.resource, object as KubeObject, formOf(request), request.query) };
}
