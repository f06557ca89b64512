import type {
  ApiResource, ApplyOptions, ClusterVerbs, DeleteOptions, KubernetesObject, ObjectRef, PatchType, WriteOptions, WriteResult,
} from '@sherpack/plugin-api';
import { formatRef, refOf } from '@sherpack/plugin-api';
import { stringifyJson } from '@sherpack/yaml/json';
import { objectIn } from './answer-object.ts';
import type { Call } from './call.ts';
import type { Connection } from './connection.ts';
import type { DiscoveryCache } from './discovery.ts';
import { errors } from './errors.ts';
import { resourcePath } from './resource-path.ts';
import type { Query } from './resource-path.ts';
import { quotes, secretTexts } from './secrecy.ts';

export interface WriteContext {
  readonly connection: Connection;
  readonly discovery: DiscoveryCache;
  /** For objects that name none. */
  readonly namespace: string;
  readonly dryRun: boolean;
}

const PATCH_CONTENT: Readonly<Record<PatchType | 'apply', string>> = {
  // JSON is YAML; the server has no JSON form of apply that all supported versions know.
  apply: 'application/apply-patch+yaml',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
  strategic: 'application/strategic-merge-patch+json',
};

/** The writing verbs; as dry runs the server answers and nothing stays. */
export function createVerbs(context: WriteContext): ClusterVerbs {
  return {
    create: (object, options = {}) => create(context, object, options),
    apply: (object, options) => apply(context, object, options),
    replace: (object, options = {}) => replace(context, object, options),
    patch: (ref, type, body, options = {}) => patch(context, ref, type, body, options),
    delete: (ref, options = {}) => remove(context, ref, options),
  };
}

async function create(context: WriteContext, object: KubernetesObject, options: WriteOptions): Promise<WriteResult> {
  const ref = placeOf(context, object);
  const resource = await context.discovery.need(object, options);
  const path = resourcePath(resource, { namespace: ref.namespace }, queryOf(context, options, { fieldValidation: 'Strict' }));
  // A creation that arrived twice may make two objects, or meet itself; a dry run makes none.
  return write(context, { ...callFor('create', ref, resource, options), method: 'POST', path, repeatable: context.dryRun }, object, options);
}

async function apply(context: WriteContext, object: KubernetesObject, options: ApplyOptions): Promise<WriteResult> {
  const ref = named('apply', placeOf(context, object));
  const resource = await context.discovery.need(object, options);
  const path = resourcePath(resource, ref, queryOf(context, options, { force: options.force, fieldValidation: 'Strict' }));
  return write(context, { ...callFor('apply', ref, resource, options), method: 'PATCH', path, contentType: PATCH_CONTENT.apply }, object, options);
}

async function replace(context: WriteContext, object: KubernetesObject, options: WriteOptions): Promise<WriteResult> {
  const ref = named('replace', placeOf(context, object));
  const resource = await context.discovery.need(object, options);
  const path = resourcePath(resource, ref, queryOf(context, options, { fieldValidation: 'Strict' }));
  return write(context, { ...callFor('replace', ref, resource, options), method: 'PUT', path }, object, options);
}

async function patch(
  context: WriteContext, target: ObjectRef, type: PatchType, body: unknown, options: WriteOptions & { readonly subresource?: string },
): Promise<WriteResult> {
  const ref = named('patch', withNamespace(context, target));
  const resource = await context.discovery.need(ref, options);
  const path = resourcePath(resource, { ...ref, subresource: options.subresource }, queryOf(context, options, {}));
  const call = { ...callFor('patch', ref, resource, options), method: 'PATCH', path, contentType: PATCH_CONTENT[type] } as const;
  // A JSON patch may append to a list, and so would its repetition; the other two say what shall be.
  return write(context, { ...call, repeatable: type !== 'json' || context.dryRun }, body, options);
}

async function remove(context: WriteContext, target: ObjectRef, options: DeleteOptions): Promise<boolean> {
  const ref = named('delete', withNamespace(context, target));
  const resource = await context.discovery.need(ref, options);
  const path = resourcePath(resource, ref, queryOf(context, {}, {}));
  const call: Call = {
    ...callFor('delete', ref, resource, options),
    method: 'DELETE',
    path,
    body: stringifyJson(deleteOptions(context, options)),
    // Without the UID a repetition could hit a successor of the same name.
    repeatable: options.uid !== undefined || context.dryRun,
  };
  try {
    const answer = await context.connection.send(call);
    // What is gone at once is answered with a Status, what stays for a while with the object itself.
    const left = options.onHeld === undefined ? undefined : (objectIn(answer, call, context.connection.server) as KubernetesObject);
    if (left !== undefined && left.kind !== 'Status') options.onHeld?.(left);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'CLUSTER_NOT_FOUND') return false;
    throw error;
  }
}

const PROPAGATION = { background: 'Background', foreground: 'Foreground', orphan: 'Orphan' } as const;

function deleteOptions(context: WriteContext, options: DeleteOptions): object {
  const { uid, resourceVersion, propagation, gracePeriodSeconds } = options;
  const preconditions = { ...(uid === undefined ? {} : { uid }), ...(resourceVersion === undefined ? {} : { resourceVersion }) };
  return {
    apiVersion: 'v1',
    kind: 'DeleteOptions',
    ...(Object.keys(preconditions).length === 0 ? {} : { preconditions }),
    ...(propagation === undefined ? {} : { propagationPolicy: PROPAGATION[propagation] }),
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(context.dryRun ? { dryRun: ['All'] } : {}),
  };
}

async function write(context: WriteContext, call: Call, body: unknown, { secretPaths = [] }: WriteOptions): Promise<WriteResult> {
  const isSecret = call.secretive === true;
  const secrets = () => secretTexts(body, secretPaths, isSecret);
  const answer = await context.connection.send({ ...call, body: stringifyJson(body), secrets, secretive: isSecret || secretPaths.length > 0 });
  const warnings = answer.warnings.filter((warning) => !quotes(warning, secrets()));
  return { object: objectIn(answer, call, context.connection.server) as KubernetesObject, warnings };
}

function queryOf(context: WriteContext, options: WriteOptions, more: Query): Query {
  return { fieldManager: options.fieldManager, dryRun: context.dryRun ? 'All' : undefined, ...more };
}

function callFor(verb: string, ref: ObjectRef, resource: ApiResource, options: { readonly signal?: AbortSignal | undefined }): Omit<Call, 'method' | 'path'> {
  const shown = resource.namespaced ? ref : { ...ref, namespace: undefined };
  return { action: `${verb} ${formatRef(shown)}`, repeatable: true, secretive: ref.kind === 'Secret', signal: options.signal };
}

function placeOf(context: WriteContext, object: KubernetesObject): ObjectRef {
  return withNamespace(context, refOf(object));
}

function withNamespace(context: WriteContext, ref: ObjectRef): ObjectRef {
  return { ...ref, namespace: ref.namespace ?? context.namespace };
}

function named(verb: string, ref: ObjectRef): ObjectRef {
  if (ref.name === '') throw errors.NO_NAME(ref.kind, verb);
  return ref;
}
