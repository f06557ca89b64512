import { isObject } from '@sherpack/field-set/field-schema';
import { stringifyJson } from '@sherpack/yaml/json';
import { trackApply, trackUpdate } from '../apply/field-manager.ts';
import { jsonPatch, JsonPatchError } from '../apply/json-patch.ts';
import { mergePatch } from '../apply/merge-patch.ts';
import { StrategicPatchError, strategicMerge } from '../apply/strategic-merge.ts';
import { apiVersionOf } from '../schemas/resource.ts';
import { invalid, required } from '../validation/field-error.ts';
import type { KubeObject } from './api-types.ts';
import { readJson, readYaml } from './body.ts';
import { decodeObject, withDistinctOwners, zeroObject } from './codec.ts';
import { keyOf, type ServerContext, type Target, type WriteOptions } from './context.ts';
import { badRequest, conflict, internalError, modified, notFound, StatusError, tooLarge, unsupportedMediaType } from './status-error.ts';
import { allowsCreateByPut } from './strategy.ts';
import { createDecoded, fieldContext, liveObject, updateDecoded, writerOf } from './write.ts';

export interface PatchOptions extends WriteOptions {
  readonly type: string;
  readonly force?: boolean;
  /** The `fieldManager` parameter, which apply must have. */
  readonly managerGiven: boolean;
}

export interface PatchOutcome {
  readonly object: KubeObject;
  readonly created: boolean;
}

const patchTypes = ['application/json-patch+json', 'application/merge-patch+json', 'application/strategic-merge-patch+json'];
const applyType = 'application/apply-patch+yaml';

export async function patchObject(ctx: ServerContext, target: Target, text: string, options: PatchOptions): Promise<PatchOutcome> {
  refusePatchType(target, options.type);
  if (options.type === applyType) return applyObject(ctx, target, text, options);
  const patch = readPatch(text, options.type);
  liveObject(ctx, target);
  const { object } = await updateDecoded(ctx, target, (live) => patched(ctx, target, live, patch, options), options);
  return { object, created: false };
}

const operationLimit = 10_000;

function readPatch(text: string, type: string): unknown {
  const patch = readJson(text);
  if (type !== 'application/json-patch+json') {
    if (!isObject(patch) && patch !== null) throw undecodablePatch(patch, 'map[string]interface {}');
    return patch;
  }
  if (!Array.isArray(patch)) throw undecodablePatch(patch, '[]handlers.jsonPatchOp');
  if (patch.length > operationLimit) throw tooLarge(`Request entity too large: The allowed maximum operations in a JSON patch is ${operationLimit}, got ${patch.length}`);
  const odd = patch.find((operation) => !isObject(operation));
  if (odd !== undefined) throw undecodablePatch(odd, 'handlers.jsonPatchOp');
  return patch;
}

function undecodablePatch(patch: unknown, goType: string): StatusError {
  const type = Array.isArray(patch) ? 'array' : typeof patch;
  return badRequest(`error decoding patch: json: cannot unmarshal ${type === 'boolean' ? 'bool' : type} into Go value of type ${goType}`);
}

function refusePatchType(target: Target, type: string): void {
  const { custom } = target.resource;
  const known = [...patchTypes.filter((name) => !custom || !name.includes('strategic')), applyType];
  if (known.includes(type)) return;
  if (patchTypes.includes(type)) throw unsupportedMediaType(`the body of the request was in an unknown format - accepted media types include: ${known.join(', ')}`);
  throw new StatusError(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
}

function patched(ctx: ServerContext, target: Target, live: KubeObject, patch: unknown, options: PatchOptions): KubeObject {
  const result = applyPatch(target, live, patch, options.type);
  const decoded = decodePatched(result, target, patch, options);
  const version = decoded.metadata.resourceVersion;
  if (version !== undefined && version !== live.metadata.resourceVersion) throw modified(target.resource, target.name);
  const tracked = trackUpdate(live, decoded, writerOf(ctx, target, options), fieldContext(ctx, target));
  return withDistinctOwners(tracked, 'after admission', options.warnings);
}

/** The server reports what strictness finds in a patch as a fault of the patch. */
function decodePatched(result: unknown, target: Target, patch: unknown, options: PatchOptions): KubeObject {
  if (options.fieldValidation !== 'Strict') return decodedOrInvalid(result, target, patch, options);
  const found: string[] = [];
  const decoded = decodedOrInvalid(result, target, patch, { ...options, fieldValidation: 'Warn', warnings: found });
  if (found.length === 0) return decoded;
  const cause = invalid('patch', stringifyJson(patch), `strict decoding error: ${found.join(', ')}`);
  throw new StatusError(422, 'Invalid', ` "" is invalid: patch: ${cause.message}`, { causes: [cause] });
}

/** What cannot be read as the kind is a fault of the patch too. */
function decodedOrInvalid(result: unknown, target: Target, patch: unknown, options: PatchOptions): KubeObject {
  try {
    return decodeObject(result, target.resource, options);
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 400) throw error;
    const cause = invalid('patch', stringifyJson(patch), error.message);
    throw new StatusError(422, 'Invalid', ` "" is invalid: patch: ${cause.message}`, { causes: [cause] });
  }
}

function applyPatch(target: Target, live: KubeObject, patch: unknown, type: string): unknown {
  if (type === 'application/merge-patch+json') return mergePatch(live, patch);
  try {
    return type === 'application/strategic-merge-patch+json' ? strategicMerge(live, patch, target.resource.native) : jsonPatch(live, patch);
  } catch (error) {
    if (error instanceof StrategicPatchError) throw internalError(error.message);
    if (error instanceof JsonPatchError) throw new StatusError(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
    throw error;
  }
}

async function applyObject(ctx: ServerContext, target: Target, text: string, options: PatchOptions): Promise<PatchOutcome> {
  if (!options.managerGiven) throw missingManager();
  const config = appliedConfig(target, readYaml(text));
  const stored = ctx.store.get(keyOf(target));
  if (!stored) return { object: await createByApply(ctx, target, config, options), created: true };
  refuseIdentity(target, config, stored);
  const { object } = await updateDecoded(ctx, target, (live) => applied(ctx, target, live, config, options), options);
  return { object, created: false };
}

function applied(ctx: ServerContext, target: Target, live: KubeObject, config: KubeObject, options: PatchOptions): KubeObject {
  const result = trackApply(live, config, writerOf(ctx, target, options), options.force === true, fieldContext(ctx, target));
  const managed = result.object.metadata.managedFields;
  const decoded = result.changed ? decodeApplied(result.object, target) : { ...live };
  const { managedFields: _, ...metadata } = decoded.metadata;
  return { ...decoded, metadata: { ...metadata, ...(managed ? { managedFields: managed } : {}) } };
}

/** By then the configuration has passed for one of the kind, so that the server takes the fault for its own. */
function decodeApplied(object: KubeObject, target: Target): KubeObject {
  try {
    return decodeObject(object, target.resource, { fieldValidation: 'Ignore', keepsNull: true });
  } catch (error) {
    if (!(error instanceof StatusError) || error.code !== 400) throw error;
    const { group, version, kind } = target.resource;
    throw internalError(`failed to convert new object (${target.namespace}/${target.name}; ${group}/${version}, Kind=${kind}) to proper version: ${error.message}`);
  }
}

async function createByApply(ctx: ServerContext, target: Target, config: KubeObject, options: PatchOptions): Promise<KubeObject> {
  if (target.subresource !== undefined && !(target.subresource === 'status' && allowsCreateByPut(target.resource))) throw notFound(target.resource, target.name);
  if (config.metadata.uid) {
    throw conflict(target.resource, target.name, `uid mismatch: the provided object specified uid ${config.metadata.uid}, and no existing object was found`);
  }
  const result = applied(ctx, target, zeroObject(target.resource), config, options);
  return createDecoded(ctx, target, result, options, true);
}

function appliedConfig(target: Target, body: unknown): KubeObject {
  if (!isObject(body)) throw badRequest(`error decoding YAML: error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${Array.isArray(body) ? 'array' : typeof body} into Go value of type map[string]interface {}`);
  refuseOtherKind(target, body);
  const metadata = isObject(body['metadata']) ? body['metadata'] : {};
  const config = { ...body, metadata: { ...metadata } } as KubeObject;
  if (config.metadata.name === undefined) config.metadata.name = target.name;
  if (config.metadata.name !== target.name) throw badRequest(`the name of the object (${config.metadata.name}) does not match the name on the URL (${target.name})`);
  if (target.namespace !== '' && config.metadata.namespace !== undefined && config.metadata.namespace !== target.namespace) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  }
  return config;
}

function refuseOtherKind(target: Target, body: Record<string, unknown>): void {
  const apiVersion = String(body['apiVersion'] ?? '');
  const kind = String(body['kind'] ?? '');
  if (apiVersion === apiVersionOf(target.resource) && kind === target.resource.kind) return;
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion];
  throw badRequest(`invalid object type: ${group}/${version}, Kind=${kind}`);
}

function refuseIdentity(target: Target, config: KubeObject, stored: KubeObject): void {
  const version = config.metadata.resourceVersion;
  if (version !== undefined && version !== '' && version !== stored.metadata.resourceVersion) throw modified(target.resource, target.name);
}

function missingManager(): StatusError {
  const cause = required('fieldManager', 'is required for apply patch');
  return new StatusError(422, 'Invalid', `PatchOptions.meta.k8s.io "" is invalid: fieldManager: ${cause.message}`, { group: 'meta.k8s.io', kind: 'PatchOptions', causes: [cause] });
}
