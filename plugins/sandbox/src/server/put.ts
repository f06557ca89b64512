import { trackUpdate } from '../apply/field-manager.ts';
import { invalid, invalidObject } from '../validation/field-error.ts';
import type { KubeObject } from './api-types.ts';
import { decodeObject, withDistinctOwners } from './codec.ts';
import { keyOf, type ServerContext, type Target, type WriteOptions } from './context.ts';
import { badRequest, conflict, modified } from './status-error.ts';
import { allowsCreateByPut, allowsUnconditionalUpdate } from './strategy.ts';
import { createDecoded, fieldContext, updateDecoded, writerOf } from './write.ts';

/** POST to a collection. */
export async function postObject(ctx: ServerContext, target: Target, body: unknown, options: WriteOptions): Promise<KubeObject> {
  const decoded = withDistinctOwners(decodeObject(body, target.resource, options), 'as sent', options.warnings);
  return createDecoded(ctx, target, inNamespace(decoded, target), options);
}

/** PUT of an object or of its status. */
export async function putObject(ctx: ServerContext, target: Target, body: unknown, options: WriteOptions): Promise<{ object: KubeObject; created: boolean }> {
  const decoded = withDistinctOwners(inNamespace(decodeObject(body, target.resource, options), target), 'as sent', options.warnings);
  const { name } = decoded.metadata;
  if (name !== undefined && name !== target.name) throw badRequest(`the name of the object (${name}) does not match the name on the URL (${target.name})`);
  const isMissing = ctx.store.get(keyOf(target)) === undefined;
  if (isMissing && allowsCreateByPut(target.resource) && (target.subresource === undefined || target.subresource === 'status')) {
    return { object: await createDecoded(ctx, target, decoded, options), created: true };
  }
  const { object } = await updateDecoded(ctx, target, (live) => replaced(ctx, target, decoded, live, options), options);
  return { object, created: false };
}

function replaced(ctx: ServerContext, target: Target, decoded: KubeObject, live: KubeObject, options: WriteOptions): KubeObject {
  refuseStale(target, decoded, live);
  return trackUpdate(live, decoded, writerOf(ctx, target, options), fieldContext(ctx, target));
}

function refuseStale(target: Target, decoded: KubeObject, live: KubeObject): void {
  const { resourceVersion: version, uid } = decoded.metadata;
  const isVersioned = version !== undefined && version !== '';
  if (isVersioned && version !== live.metadata.resourceVersion) throw modified(target.resource, target.name);
  if (uid !== undefined && uid !== live.metadata.uid) {
    const key = `/registry/${target.resource.plural}/${target.namespace === '' ? '' : `${target.namespace}/`}${target.name}`;
    throw conflict(target.resource, target.name, `StorageError: invalid object, Code: 4, Key: ${key}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid}`);
  }
  if (!isVersioned && !allowsUnconditionalUpdate(target.resource)) {
    const { group, plural } = target.resource;
    throw invalidObject({ group, kind: plural }, target.name, [invalid('metadata.resourceVersion', 0, 'must be specified for an update')]);
  }
}

function inNamespace(object: KubeObject, target: Target): KubeObject {
  const { namespace } = object.metadata;
  if (!target.resource.namespaced) return object;
  if (namespace !== undefined && namespace !== target.namespace) throw badRequest('the namespace of the provided object does not match the namespace sent on the request');
  return { ...object, metadata: { ...object.metadata, namespace: target.namespace } };
}
