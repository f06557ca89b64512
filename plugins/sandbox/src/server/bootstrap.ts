import { customResources } from '../custom-resources/custom-version.ts';
import { timestamp } from '../clock.ts';
import { readList, readObject } from '../schemas/json-path.ts';
import type { KubeObject } from './api-types.ts';
import type { ServerContext } from './context.ts';
import { postObject } from './put.ts';

const options = { manager: 'kube-apiserver', user: 'system:apiserver' };

/** What every cluster has from its first second. */
const initial: readonly { version: readonly [string, string]; plural: string; namespace: string; object: Record<string, unknown> }[] = [
  ...['default', 'kube-system', 'kube-public', 'kube-node-lease'].map((name) => ({ version: ['', 'v1'] as const, plural: 'namespaces', namespace: '', object: { metadata: { name } } })),
  {
    version: ['', 'v1'],
    plural: 'services',
    namespace: 'default',
    object: {
      metadata: { name: 'kubernetes', labels: { component: 'apiserver', provider: 'kubernetes' } },
      spec: { type: 'ClusterIP', clusterIP: '10.0.0.1', ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 6443 }] },
    },
  },
];

export async function bootstrap(ctx: ServerContext): Promise<void> {
  await putOwnObjects(ctx);
  for (const { version, plural, namespace, object } of initial) {
    const resource = ctx.registry.find(version[0], version[1], plural);
    const name = (object['metadata'] as { name: string }).name;
    if (!resource || ctx.store.get({ bucket: plural, namespace, name })) continue;
    await postObject(ctx, { resource, namespace, name: '' }, object, options);
  }
}

/**
 * Roles, priorities and the like, as the real server makes them. They are put straight into the store, without the
 * ownership that nobody asks for: recording it for all of them would take longer than all the rest of the start.
 */
async function putOwnObjects(ctx: ServerContext): Promise<void> {
  const { default: kinds } = (await import('../schemas/bootstrap.json', { with: { type: 'json' } })) as unknown as { default: Readonly<Record<string, readonly KubeObject[]>> };
  const creationTimestamp = timestamp(ctx.clock.now());
  for (const [bucket, objects] of Object.entries(kinds)) {
    for (const object of objects) {
      const key = { bucket, namespace: object.metadata.namespace ?? '', name: object.metadata.name ?? '' };
      if (ctx.store.get(key)) continue;
      const metadata = { ...object.metadata, uid: ctx.ids.uid(), creationTimestamp };
      ctx.store.put(key, withTimes({ ...object, metadata }, creationTimestamp));
    }
  }
}

function withTimes(object: KubeObject, lastTransitionTime: string): KubeObject {
  const conditions = readList(object, 'status', 'conditions');
  return conditions.length === 0 ? object : { ...object, status: { ...readObject(object, 'status'), conditions: conditions.map((condition) => ({ ...condition, lastTransitionTime })) } };
}

/** Custom kinds that were established before the server was started. */
export function restoreCustomKinds(ctx: ServerContext): void {
  for (const definition of ctx.store.list('customresourcedefinitions.apiextensions.k8s.io')) {
    if (isEstablished(definition)) ctx.registry.setCustom(definition.metadata.name ?? '', customResources(definition, ctx.catalog));
  }
}

export function isEstablished(definition: KubeObject): boolean {
  return readList(definition, 'status', 'conditions').some((condition) => condition['type'] === 'Established' && condition['status'] === 'True');
}
