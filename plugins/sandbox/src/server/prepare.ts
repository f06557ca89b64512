import { timestamp } from '../clock.ts';
import { hasSubresource, qualifiedName, type Resource } from '../schemas/resource.ts';
import { zeroNative } from '../schemas/decode.ts';
import { required } from '../validation/field-error.ts';
import { invalidObject } from '../validation/field-error.ts';
import type { KubeObject, ObjectMeta } from './api-types.ts';
import type { ServerContext, Target } from './context.ts';
import { createRules, updateRules } from './kind-rules.ts';
import { badRequest } from './status-error.ts';
import { countsGeneration } from './strategy.ts';

/** Kinds that may be created with a status. */
const keepsStatus = new Set(['nodes', 'events', 'persistentvolumeclaims', 'persistentvolumes', 'componentstatuses']);

/** Fills in what only the server decides about a new object: identity, times, status (registry/rest BeforeCreate and the strategies). */
export function prepareForCreate(ctx: ServerContext, target: Target, object: KubeObject): KubeObject {
  const { resource } = target;
  const metadata = createMetadata(ctx, target, object);
  const fresh: KubeObject = { ...object, metadata };
  const reset = hasSubresource(resource, 'status') && !keepsStatus.has(qualifiedName(resource)) ? withoutStatus(fresh, resource) : fresh;
  return createRules[qualifiedName(resource)]?.(ctx, reset) ?? reset;
}

function createMetadata(ctx: ServerContext, target: Target, object: KubeObject): ObjectMeta {
  const { deletionTimestamp: _, deletionGracePeriodSeconds: __, selfLink: ___, resourceVersion: ____, generation: _____, ...given } = object.metadata;
  const name = nameFor(ctx, target.resource, given);
  return {
    ...given,
    name,
    ...(target.resource.namespaced ? { namespace: target.namespace } : {}),
    uid: ctx.ids.uid(),
    creationTimestamp: timestamp(ctx.clock.now()),
    ...(countsGeneration(target.resource) ? { generation: 1 } : {}),
  };
}

const nameLimit = 63;

function nameFor(ctx: ServerContext, resource: Resource, metadata: ObjectMeta): string {
  if (metadata.name) return metadata.name;
  if (!metadata.generateName) throw invalidObject(resource, '', [required('metadata.name', 'name or generateName is required')]);
  return `${metadata.generateName.slice(0, nameLimit - 5)}${ctx.ids.suffix()}`;
}

function withoutStatus(object: KubeObject, resource: Resource): KubeObject {
  const zero = resource.native ? (zeroNative(resource.native) as KubeObject)['status'] : undefined;
  const { status: _, ...rest } = object;
  return (zero === undefined ? rest : { ...rest, status: zero }) as KubeObject;
}

/** What a write to the main resource or to a subresource may not change is taken from the live object. */
export function prepareForUpdate(ctx: ServerContext, target: Target, next: KubeObject, live: KubeObject): KubeObject {
  if (next.metadata.name !== undefined && next.metadata.name !== target.name) {
    throw badRequest(`the name of the object (${next.metadata.name}) does not match the name on the URL (${target.name})`);
  }
  const object = { ...next, metadata: updateMetadata(next, live) };
  const limited = limitTo(target, object, live);
  return updateRules[qualifiedName(target.resource)]?.(ctx, limited, live) ?? limited;
}

function updateMetadata(next: KubeObject, live: KubeObject): ObjectMeta {
  const { resourceVersion: _, generation: __, selfLink: ___, ...given } = next.metadata;
  const old = live.metadata;
  const out: ObjectMeta = { ...given };
  for (const name of ['name', 'namespace', 'uid', 'creationTimestamp', 'deletionTimestamp', 'deletionGracePeriodSeconds'] as const) {
    if (out[name] === undefined && old[name] !== undefined) Object.assign(out, { [name]: old[name] });
  }
  return { ...out, ...(old.generation === undefined ? {} : { generation: old.generation }), ...(old.resourceVersion === undefined ? {} : { resourceVersion: old.resourceVersion }) };
}

function limitTo(target: Target, next: KubeObject, live: KubeObject): KubeObject {
  const { resource, subresource } = target;
  if (subresource === 'status') return onlyStatus(resource, next, live);
  if (subresource !== undefined || !hasSubresource(resource, 'status')) return next;
  const { status: _, ...rest } = next;
  return (live['status'] === undefined ? rest : { ...rest, status: live['status'] }) as KubeObject;
}

/** Who owns what was settled before, and may be nobody. */
function withManagers(metadata: ObjectMeta, { managedFields }: ObjectMeta): ObjectMeta {
  const { managedFields: _, ...rest } = metadata;
  return managedFields ? { ...rest, managedFields } : rest;
}

function onlyStatus(resource: Resource, next: KubeObject, live: KubeObject): KubeObject {
  const { status: _, ...rest } = live;
  const body = next['status'] === undefined ? rest : { ...rest, status: next['status'] };
  if (resource.custom) return { ...body, metadata: withManagers(live.metadata, next.metadata) } as KubeObject;
  const labels = qualifiedName(resource) === 'deployments.apps' ? { labels: live.metadata.labels } : {};
  const owners = qualifiedName(resource) === 'pods' ? { ownerReferences: live.metadata.ownerReferences } : {};
  const metadata = { ...next.metadata, ...labels, ...owners };
  if (metadata.labels === undefined) delete metadata.labels;
  if (metadata.ownerReferences === undefined) delete metadata.ownerReferences;
  return { ...body, metadata } as KubeObject;
}
