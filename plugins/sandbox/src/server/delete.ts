import { timestamp } from '../clock.ts';
import { readList, readNumber, readObject, readString } from '../schemas/json-path.ts';
import { qualifiedName } from '../schemas/resource.ts';
import type { KubeObject } from './api-types.ts';
import { inVersion } from './codec.ts';
import { keyOf, type ServerContext, type Target } from './context.ts';
import { conflict, forbidden, notFound, type StatusBody } from './status-error.ts';
import { answersDeletedObject, hasGarbageCollection, orphansByDefault } from './strategy.ts';

export interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
  readonly dryRun?: boolean;
}

/** Immediately gone: a Status or the last state. Waiting for finalizers or a grace period: the object as it stands. */
export function deleteObject(ctx: ServerContext, target: Target, options: DeleteOptions): KubeObject | StatusBody {
  const stored = ctx.store.get(keyOf(target));
  if (!stored) throw notFound(target.resource, target.name);
  refusePreconditions(target, stored, options);
  refuseProtected(target);
  const marked = markForDeletion(ctx, target, stored, options);
  const isGone = (marked.metadata.finalizers ?? []).length === 0 && graceOf(marked) === 0 && !hasContentFinalizers(marked);
  if (isGone && marked !== stored && stored.metadata.finalizers && options.preconditions?.resourceVersion !== undefined) throw changedByMark(target, stored);
  const left = lastState(target, stored, marked);
  if (options.dryRun) return isGone ? answerGone(target, left) : inVersion(marked, target.resource);
  if (!isGone) return inVersion(marked === stored ? stored : ctx.store.put(keyOf(target), marked), target.resource);
  const last = ctx.store.delete(keyOf(target)) ?? marked;
  return answerGone(target, { ...left, metadata: { ...left.metadata, resourceVersion: last.metadata.resourceVersion ?? '' } });
}

function refusePreconditions(target: Target, stored: KubeObject, options: DeleteOptions): void {
  const { uid, resourceVersion } = options.preconditions ?? {};
  const named = { group: target.resource.group, plural: target.resource.kind };
  if (uid !== undefined && uid !== stored.metadata.uid) {
    throw conflict(named, target.name, `the UID in the precondition (${uid}) does not match the UID in record (${stored.metadata.uid}). The object might have been deleted and then recreated`);
  }
  if (resourceVersion !== undefined && resourceVersion !== stored.metadata.resourceVersion) {
    throw conflict(named, target.name, `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${stored.metadata.resourceVersion}). The object might have been modified`);
  }
}

/** What is answered of an object that went: as it was kept, for its finalizers went with it; pods carry the mark. */
function lastState(target: Target, stored: KubeObject, marked: KubeObject): KubeObject {
  if (!marking.has(qualifiedName(target.resource))) return stored;
  const { finalizers } = stored.metadata;
  return finalizers ? withMeta(marked, { finalizers }) : marked;
}

const marking = new Set(['pods', 'namespaces', 'customresourcedefinitions.apiextensions.k8s.io']);

/** Losing its finalizers changed the object, so that it no longer is what the precondition names. */
function changedByMark(target: Target, stored: KubeObject): Error {
  return conflict(target.resource, target.name, `StorageError: invalid object, Code: 4, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: ResourceVersion in precondition: , ResourceVersion in object meta: ${stored.metadata.resourceVersion}`);
}

const protectedNamespaces = ['default', 'kube-system', 'kube-public'];

function refuseProtected(target: Target): void {
  const isProtected = qualifiedName(target.resource) === 'namespaces' && protectedNamespaces.includes(target.name);
  if (isProtected) throw forbidden(target.resource, target.name, 'this namespace may not be deleted');
}

/** The object with what its deletion changes on it; the object itself when it is being deleted already. */
function markForDeletion(ctx: ServerContext, target: Target, stored: KubeObject, options: DeleteOptions): KubeObject {
  const now = ctx.clock.now();
  const name = qualifiedName(target.resource);
  if (name === 'namespaces') return markNamespace(stored, timestamp(now), finalizersFor(target, stored, options));
  if (name === 'customresourcedefinitions.apiextensions.k8s.io') return markDefinition(stored, timestamp(now));
  const finalizers = finalizersFor(target, stored, options);
  const grace = name === 'pods' ? podGrace(stored, options) : 0;
  const before = stored.metadata;
  if (before.deletionTimestamp !== undefined) return remark(stored, finalizers, grace, now);
  const waits = finalizers.length > 0 || grace > 0 || name === 'pods';
  if (!waits) return stored;
  const generation = before.generation ? { generation: before.generation + 1 } : {};
  return withMeta(stored, { deletionTimestamp: timestamp(now + grace * 1000), deletionGracePeriodSeconds: grace, ...generation, finalizers });
}

/** A second delete may shorten the grace period or name another way for the dependents. */
function remark(stored: KubeObject, finalizers: string[], grace: number, now: number): KubeObject {
  const before = stored.metadata.deletionGracePeriodSeconds ?? 0;
  const same = finalizers.length === (stored.metadata.finalizers ?? []).length && finalizers.every((f) => stored.metadata.finalizers?.includes(f));
  if (grace < before) return withMeta(stored, { deletionTimestamp: timestamp(now + grace * 1000), deletionGracePeriodSeconds: grace, finalizers });
  return same ? stored : withMeta(stored, { finalizers });
}

function markNamespace(stored: KubeObject, time: string, finalizers: string[]): KubeObject {
  if (stored.metadata.deletionTimestamp) return stored;
  return { ...withMeta(stored, { deletionTimestamp: time, finalizers }), status: { ...readObject(stored, 'status'), phase: 'Terminating' } };
}

function markDefinition(stored: KubeObject, time: string): KubeObject {
  if (stored.metadata.deletionTimestamp) return stored;
  const message = 'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon';
  const terminating = { type: 'Terminating', status: 'True', lastTransitionTime: time, reason: 'InstanceDeletionPending', message };
  const status = { ...readObject(stored, 'status'), conditions: [...readList(stored, 'status', 'conditions'), terminating] };
  return withMeta({ ...stored, status }, { deletionTimestamp: time, finalizers: [...(stored.metadata.finalizers ?? []), 'customresourcecleanup.apiextensions.k8s.io'] });
}

function finalizersFor(target: Target, object: KubeObject, options: DeleteOptions): string[] {
  if (!hasGarbageCollection(target.resource)) return object.metadata.finalizers ?? [];
  const own = (object.metadata.finalizers ?? []).filter((finalizer) => finalizer !== 'orphan' && finalizer !== 'foregroundDeletion');
  if (options.propagationPolicy === 'Orphan' || options.orphanDependents === true) return [...own, 'orphan'];
  if (options.propagationPolicy === 'Foreground') return [...own, 'foregroundDeletion'];
  const isUnsaid = options.propagationPolicy === undefined && options.orphanDependents === undefined;
  if (!isUnsaid) return own;
  const given = object.metadata.finalizers ?? [];
  return orphansByDefault(target.resource) && own.length === given.length ? [...own, 'orphan'] : [...given];
}

/** A pod that no node has, or that has ended, goes at once. */
function podGrace(pod: KubeObject, options: DeleteOptions): number {
  const phase = readString(pod, 'status', 'phase');
  const isIdle = !readString(pod, 'spec', 'nodeName') || phase === 'Succeeded' || phase === 'Failed';
  if (isIdle) return 0;
  return options.gracePeriodSeconds ?? readNumber(pod, 'spec', 'terminationGracePeriodSeconds') ?? 30;
}

function graceOf(object: KubeObject): number {
  return object.metadata.deletionTimestamp === undefined ? 0 : (object.metadata.deletionGracePeriodSeconds ?? 0);
}

function hasContentFinalizers(object: KubeObject): boolean {
  const spec = object['spec'] as { finalizers?: string[] } | undefined;
  return object.kind === 'Namespace' && object.apiVersion === 'v1' && (spec?.finalizers ?? []).length > 0;
}

function withMeta(object: KubeObject, changes: Partial<KubeObject['metadata']>): KubeObject {
  const metadata = { ...object.metadata, ...changes };
  if (metadata.finalizers?.length === 0) delete metadata.finalizers;
  return { ...object, metadata };
}

function answerGone(target: Target, object: KubeObject): KubeObject | StatusBody {
  if (answersDeletedObject(target.resource)) return inVersion(object, target.resource);
  const { group, plural } = target.resource;
  const details = { name: target.name, ...(group === '' ? {} : { group }), kind: plural, uid: object.metadata.uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
