import { qualifiedName } from '../schemas/resource.ts';
import { readObject } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { keyFor, nowText, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';
import { conditionOf } from './pod-state.ts';

/** Empties namespaces that are being deleted and then lets them go. */
export const namespaces: Controller = {
  name: 'namespace-controller',
  watches: ['*'],
  affected: (change, client) => {
    if (change.key.bucket === 'namespaces') return [change.key];
    const key = { bucket: 'namespaces', namespace: '', name: change.key.namespace };
    return client.get(key)?.metadata.deletionTimestamp ? [key] : [];
  },
  async reconcile(key, client) {
    const namespace = client.get(key);
    if (!namespace?.metadata.deletionTimestamp) return;
    for (const object of contentOf(key.name, client)) if (!object.object.metadata.deletionTimestamp) client.delete(object.key);
    const left = contentOf(key.name, client);
    if (left.length === 0) await release(key, client);
    else await reportRest(key, left, client);
  },
};

interface Content {
  readonly key: ObjectKey;
  readonly object: KubeObject;
}

function contentOf(namespace: string, client: ControllerClient): Content[] {
  const buckets = new Set(client.ctx.registry.all().filter((resource) => resource.namespaced && resource.verbs.includes('delete')).map(qualifiedName));
  return client.ctx.store.buckets().filter((bucket) => buckets.has(bucket)).flatMap((bucket) => client.list(bucket, namespace).map((object) => ({ key: keyFor(bucket, object), object })));
}

async function release(key: ObjectKey, client: ControllerClient): Promise<void> {
  await client.update(key, (live) => ({ ...live, spec: { ...readObject(live, 'spec'), finalizers: [] } }) as KubeObject);
}

/** Conditions in the order and the words of pkg/controller/namespace/deletion/status_condition_utils.go. */
async function reportRest(key: ObjectKey, rest: readonly Content[], client: ControllerClient): Promise<void> {
  const kinds = countBy(rest.map(({ key: { bucket } }) => groupedName(bucket)));
  const finalizers = countBy(rest.flatMap(({ object }) => object.metadata.finalizers ?? []));
  const list = (counts: ReadonlyMap<string, number>, word: string): string => [...counts].map(([name, count]) => `${name} ${word} ${count} resource instances`).toSorted().join(', ');
  const verdicts: readonly Verdict[] = [
    ['NamespaceDeletionDiscoveryFailure', 'False', 'ResourcesDiscovered', 'All resources successfully discovered'],
    ['NamespaceDeletionGroupVersionParsingFailure', 'False', 'ParsedGroupVersions', 'All legacy kube types successfully parsed'],
    ['NamespaceDeletionContentFailure', 'False', 'ContentDeleted', 'All content successfully deleted, may be waiting on finalization'],
    ['NamespaceContentRemaining', 'True', 'SomeResourcesRemain', `Some resources are remaining: ${list(kinds, 'has')}`],
    finalizers.size > 0
      ? ['NamespaceFinalizersRemaining', 'True', 'SomeFinalizersRemain', `Some content in the namespace has finalizers remaining: ${list(finalizers, 'in')}`]
      : ['NamespaceFinalizersRemaining', 'False', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished'],
  ];
  await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), conditions: verdicts.map((verdict) => conditionFor(live, verdict, nowText(client))) }));
}

type Verdict = readonly [type: string, status: string, reason: string, message: string];

/** `deployments.apps`, and `configmaps.` with its dot for the core group. */
function groupedName(bucket: string): string {
  return bucket.includes('.') ? bucket : `${bucket}.`;
}

function countBy(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function conditionFor(namespace: KubeObject, [type, status, reason, message]: Verdict, time: string): Record<string, unknown> {
  const before = conditionOf(namespace, type);
  return { type, status, lastTransitionTime: before?.['status'] === status ? before['lastTransitionTime'] : time, reason, message };
}
