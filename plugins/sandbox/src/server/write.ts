import { equalValues } from '@sherpack/field-set/equal';
import type { VersionedValue } from '@sherpack/field-set/updater';
import { trackUpdate, type FieldContext, type Writer } from '../apply/field-manager.ts';
import { timestamp } from '../clock.ts';
import { reuse } from '../schemas/reuse.ts';
import { storedForm } from '../schemas/stored-form.ts';
import { apiVersionOf, hasSubresource, qualifiedName, type Resource } from '../schemas/resource.ts';
import { invalidObject, type FieldError } from '../validation/field-error.ts';
import { validateCreate, validateUpdate } from '../validation/validate.ts';
import { admit, admitSize } from './admission.ts';
import type { KubeObject } from './api-types.ts';
import { inVersion, zeroObject } from './codec.ts';
import { keyOf, type ServerContext, type Target, type WriteOptions } from './context.ts';
import { convert } from './convert.ts';
import { prepareForCreate, prepareForUpdate } from './prepare.ts';
import { alreadyExists, notFound } from './status-error.ts';
import { countsChanges, ignoredFields } from './strategy.ts';

/** What ownership needs to know of a kind for one request. */
export function fieldContext(ctx: ServerContext, target: Target): FieldContext {
  const { resource } = target;
  const versions = ctx.registry.versions(resource);
  const ignored = ignoredFields(resource, target.subresource);
  return {
    zero: zeroObject(resource),
    isTyped: resource.native !== undefined,
    schemaOf: (version) => versions.find((other) => apiVersionOf(other) === version)?.schema,
    convert: (value: VersionedValue, version) => {
      const to = versions.find((other) => apiVersionOf(other) === version);
      return to ? convert(value.value as KubeObject, to) : value.value;
    },
    ...(ignored ? { ignored } : {}),
  };
}

export function writerOf(ctx: ServerContext, target: Target, options: WriteOptions): Writer {
  const { subresource } = target;
  return { manager: options.manager, version: apiVersionOf(target.resource), time: timestamp(ctx.clock.now()), ...(subresource === undefined ? {} : { subresource }) };
}

/** Creates a decoded object whose ownership is recorded by `track`. Throws the server's refusals. */
export async function createDecoded(ctx: ServerContext, target: Target, decoded: KubeObject, options: WriteOptions, tracked = false): Promise<KubeObject> {
  const owned = tracked ? decoded : trackUpdate(zeroObject(target.resource), decoded, writerOf(ctx, target, options), fieldContext(ctx, target));
  const prepared = prepareForCreate(ctx, target, owned);
  const name = prepared.metadata.name ?? '';
  const named = { ...target, name };
  const admitted = admit(ctx, named, prepared, undefined);
  refuse(target.resource, name, await validateCreate(target.resource, admitted));
  admitSize(ctx, named, admitted);
  if (ctx.store.get(keyOf(named))) throw alreadyExists(target.resource, name);
  const stored = keptForm(admitted, storageVersion(ctx, target.resource));
  if (options.dryRun) return inVersion(stored, target.resource);
  return inVersion(ctx.store.put(keyOf(named), stored), target.resource);
}

export interface UpdateOutcome {
  readonly object: KubeObject;
  readonly changed: boolean;
}

/**
 * Replaces the live object by `change(live)`, which is decoded and has its ownership recorded already. Answers the
 * object in the version of the request; an object whose last finalizer went is deleted.
 */
export async function updateDecoded(ctx: ServerContext, target: Target, change: (live: KubeObject) => KubeObject, options: WriteOptions): Promise<UpdateOutcome> {
  const { resource } = target;
  const current = ctx.store.get(keyOf(target));
  if (!current) throw notFound(resource, target.name);
  const live = inVersion(current, resource);
  const prepared = prepareForUpdate(ctx, target, change(live), live);
  const admitted = admit(ctx, target, prepared, live);
  refuse(resource, target.name, await validateUpdate(resource, admitted, live, target.subresource));
  admitSize(ctx, target, admitted, live);
  const kept = keptForm(admitted, resource, live);
  const counted = target.subresource === 'status' ? kept : withGeneration(kept, live, resource);
  const next = reuse(counted, live) as KubeObject;
  if (isSameBesidesTimes(next, live)) return { object: live, changed: false };
  const stored = keptForm(next, storageVersion(ctx, resource), live);
  if (options.dryRun) return { object: inVersion(stored, resource), changed: true };
  if (isFinalized(stored)) {
    ctx.store.put(keyOf(target), stored);
    ctx.store.delete(keyOf(target));
    return { object: inVersion(stored, resource), changed: true };
  }
  return { object: inVersion(ctx.store.put(keyOf(target), stored), resource), changed: true };
}

export function liveObject(ctx: ServerContext, target: Target): KubeObject {
  const found = ctx.store.get(keyOf(target));
  if (!found) throw notFound(target.resource, target.name);
  return inVersion(found, target.resource);
}

/** Definitions and what they define are kept as JSON, all else in a form that forgets about emptiness; `live` has that form. */
function keptForm(object: KubeObject, resource: Resource, live?: KubeObject): KubeObject {
  const versioned = inVersion(object, resource);
  const isJson = !resource.native || resource.group === 'apiextensions.k8s.io' || resource.group === 'apiregistration.k8s.io';
  return isJson || !resource.native ? versioned : (storedForm(versioned, resource.native, live) as KubeObject);
}

/** The version in which a kind is kept: what its definition says, or the newest that is served. */
export function storageVersion(ctx: ServerContext, resource: Resource): Resource {
  const versions = ctx.registry.versions(resource);
  const named = resource.custom?.storageVersion;
  if (named === undefined) return versions[0] ?? resource;
  return versions.find((other) => other.version === named) ?? { ...resource, version: named };
}

function refuse(resource: Resource, name: string, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject(resource, name, errors);
}

/** The generation counts changes of what is asked for, not of the status; a Deployment's annotations and the labels of an EndpointSlice ask for something too. */
function withGeneration(object: KubeObject, live: KubeObject, resource: Resource): KubeObject {
  if (!countsChanges(resource) || equalValues(asked(object, resource), asked(live, resource))) return object;
  return { ...object, metadata: { ...object.metadata, generation: (live.metadata.generation ?? 0) + 1 } };
}

function asked(object: KubeObject, resource: Resource): Record<string, unknown> {
  const { metadata, apiVersion: _, kind: __, status, ...rest } = object;
  if (qualifiedName(resource) === 'deployments.apps') return { ...rest, annotations: metadata.annotations ?? {} };
  if (qualifiedName(resource) === 'endpointslices.discovery.k8s.io') return { ...rest, labels: metadata.labels ?? {} };
  const keepsStatus = resource.custom && !hasSubresource(resource, 'status');
  return keepsStatus ? { ...rest, status } : rest;
}

function isSameBesidesTimes(next: KubeObject, live: KubeObject): boolean {
  if (!isSameBut(['metadata'], next, live) || !isSameBut(['resourceVersion', 'managedFields'], next.metadata, live.metadata)) return false;
  const [entries, before] = [next.metadata.managedFields ?? [], live.metadata.managedFields ?? []];
  return entries.length === before.length && entries.every((entry, i) => isSameBut(['time'], entry as Record<string, unknown>, before[i] as Record<string, unknown>));
}

function isSameBut(names: readonly string[], left: Record<string, unknown>, right: Record<string, unknown>): boolean {
  if (left === right) return true;
  const fields = (object: Record<string, unknown>): string[] => Object.keys(object).filter((name) => !names.includes(name));
  const own = fields(left);
  return own.length === fields(right).length && own.every((name) => Object.hasOwn(right, name) && equalValues(left[name], right[name]));
}

function isFinalized(object: KubeObject): boolean {
  const { deletionTimestamp, finalizers, deletionGracePeriodSeconds } = object.metadata;
  const contentFinalizers = object.kind === 'Namespace' && object.apiVersion === 'v1' ? ((object['spec'] as { finalizers?: string[] } | undefined)?.finalizers ?? []) : [];
  return deletionTimestamp !== undefined && (finalizers ?? []).length === 0 && contentFinalizers.length === 0 && (deletionGracePeriodSeconds ?? 0) === 0;
}
