import type { ApiResource, KubernetesObject, Manifest, Manifests, ObjectRef, Plan, ReadCluster } from '@sherpack/plugin-api';
import { ANNOTATIONS, compareByKind, groupOf, refKey, refOf } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import type { RunningHook } from './hooks/choose-hooks.ts';
import type { HookReading } from './hooks/read-hook.ts';
import { definedKind } from './graph/reference-edges.ts';

/** An object as it shall be, with what is known of its kind. */
export interface DesiredObject {
  readonly id: string;
  readonly ref: ObjectRef;
  readonly object: KubernetesObject;
  readonly manifest: Manifest;
  /** Missing: the kind comes with a definition of the same plan, so the server cannot be asked about it yet. */
  readonly resource: ApiResource | undefined;
  readonly isDefinition: boolean;
  /** Set when the object is a hook that runs in this operation; then the id names the moment too. */
  readonly hook: HookReading | undefined;
}

const DEFINITION = 'CustomResourceDefinition';

/** Definitions first, then Helm's kind order; inside a kind as rendered. Hooks are described beside them. */
export async function desiredObjects(
  manifests: Manifests,
  hooks: readonly RunningHook[],
  plan: Plan,
  cluster: ReadCluster,
): Promise<{ readonly objects: readonly DesiredObject[]; readonly hooks: readonly DesiredObject[] }> {
  const sorted = [...manifests.objects].toSorted((a, b) => compareByKind(a.object, b.object));
  const all = [...manifests.crds, ...sorted.filter(isDefinition), ...sorted.filter((manifest) => !isDefinition(manifest))];
  const scopes = definedScopes(all);
  const objects: DesiredObject[] = [];
  for (const manifest of all) objects.push(await describe(manifest, plan, cluster, scopes));
  const described: DesiredObject[] = [];
  for (const { manifest, hook, timeout } of hooks.toSorted((a, b) => compareByKind(a.manifest.object, b.manifest.object))) {
    const object = await describe(manifest, plan, cluster, scopes);
    described.push({ ...object, id: `${hook.event} ${object.id}`, hook: { hook, timeout } });
  }
  return { objects, hooks: described };
}

function isDefinition({ object }: Manifest): boolean {
  return object.kind === DEFINITION;
}

/** `group/kind` → whether namespaced, for the kinds that the plan itself brings. */
function definedScopes(manifests: readonly Manifest[]): ReadonlyMap<string, boolean> {
  const scopes = new Map<string, boolean>();
  for (const { object } of manifests.filter(isDefinition)) {
    const { scope } = (object['spec'] ?? {}) as { scope?: string };
    scopes.set(definedKind(object), scope !== 'Cluster');
  }
  return scopes;
}

async function describe(manifest: Manifest, plan: Plan, cluster: ReadCluster, scopes: ReadonlyMap<string, boolean>): Promise<DesiredObject> {
  const { object } = manifest;
  const resource = await cluster.resource(object);
  const namespaced = resource?.namespaced ?? scopes.get(`${groupOf(object.apiVersion)}/${object.kind}`);
  if (namespaced === undefined) throw errors.UNKNOWN_KIND(refOf(object), manifest.source);
  const placed = mark(place(object, namespaced ? plan.release.namespace : undefined), plan);
  const ref = refOf(placed);
  return { id: refKey(ref), ref, object: placed, manifest, resource, isDefinition: isDefinition(manifest), hook: undefined };
}

function place(object: KubernetesObject, namespace: string | undefined): KubernetesObject {
  const { namespace: own, ...metadata } = object.metadata;
  const chosen = namespace === undefined ? undefined : own ?? namespace;
  return { ...object, metadata: { ...metadata, ...(chosen === undefined ? {} : { namespace: chosen }) } };
}

/**
 * Ownership is the uid; name and namespace are for people. A definition gets neither: releases share it, and two that
 * mark it would fight over the mark.
 */
function mark(object: KubernetesObject, { release, releaseUid }: Plan): KubernetesObject {
  if (object.kind === DEFINITION) return object;
  const labels = { ...object.metadata.labels, [ANNOTATIONS.managedBy]: 'sherpack', [ANNOTATIONS.releaseUid]: releaseUid };
  const annotations = {
    ...object.metadata.annotations,
    [ANNOTATIONS.releaseName]: release.name,
    [ANNOTATIONS.releaseNamespace]: release.namespace,
  };
  return { ...object, metadata: { ...object.metadata, labels, annotations } };
}
