import { qualifiedName } from '../schemas/resource.ts';
import { readObject } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { keyFor, nowText, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';

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
    else await reportRest(key, left.map(({ object }) => object), client);
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

async function reportRest(key: ObjectKey, rest: readonly KubeObject[], client: ControllerClient): Promise<void> {
  const finalizers = [...new Set(rest.flatMap((object) => object.metadata.finalizers ?? []))].toSorted();
  const kinds = [...new Set(rest.map((object) => object.kind ?? ''))].toSorted();
  const content = `Some resources are remaining: ${kinds.map((kind) => `${kind} has ${rest.filter((object) => object.kind === kind).length} resource instances`).join(', ')}`;
  const counted = finalizers.map((finalizer) => `${finalizer} in ${rest.filter((object) => object.metadata.finalizers?.includes(finalizer)).length} resource instances`);
  await client.updateStatus(key, (live) => ({
    ...readObject(live, 'status'),
    conditions: [
      condition('NamespaceContentRemaining', 'True', 'SomeResourcesRemain', content, client),
      finalizers.length > 0
        ? condition('NamespaceFinalizersRemaining', 'True', 'SomeFinalizersRemain', `Some content in the namespace has finalizers remaining: ${counted.join(', ')}`, client)
        : condition('NamespaceFinalizersRemaining', 'False', 'ContentHasNoFinalizers', 'All content-preserving finalizers finished', client),
    ],
  }));
}

function condition(type: string, status: string, reason: string, message: string, client: ControllerClient): Record<string, string> {
  return { type, status, lastTransitionTime: nowText(client), reason, message };
}
