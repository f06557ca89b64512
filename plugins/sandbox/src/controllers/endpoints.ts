import { read, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { keyFor, type ControllerClient } from './client.ts';
import type { Controller } from './controller.ts';
import { isReady, isTerminating } from './pod-state.ts';
import { portsOf, selectedBy, servicesOf } from './service-pods.ts';

const bucket = 'endpoints';

/** Lists the addresses of a Service's pods in the older form too, which clients still read. */
export const endpoints: Controller = {
  name: 'endpoint-controller',
  watches: ['services', 'pods', bucket],
  affected: (change, client) => (change.key.bucket === 'pods' ? servicesOf(change.object, client) : [{ ...change.key, bucket: 'services' }]),
  async reconcile(key, client) {
    const service = client.get(key);
    const own: ObjectKey = { ...key, bucket };
    if (!service) return removeOwn(own, client);
    if (!readObject(service, 'spec', 'selector') || isTerminating(service)) return;
    const content = { subsets: subsetsOf(service, selectedBy(service, client)) };
    if (client.get(own)) await client.update(own, (live) => ({ ...live, metadata: { ...live.metadata, labels: labelsOf(service) }, ...content }));
    else await client.create(bucket, key.namespace, { metadata: { name: key.name, labels: labelsOf(service) }, ...content });
  },
};

/** Endpoints that somebody made by hand outlive a Service of their name. */
function removeOwn(key: ObjectKey, client: ControllerClient): void {
  const present = client.get(key);
  if (present?.metadata.labels?.['endpoints.kubernetes.io/managed-by'] !== undefined) client.delete(keyFor(bucket, present));
}

function labelsOf(service: KubeObject): Record<string, string> {
  const headless = readString(service, 'spec', 'clusterIP') === 'None' ? { 'service.kubernetes.io/headless': '' } : {};
  return { ...service.metadata.labels, 'endpoints.kubernetes.io/managed-by': 'endpoint-controller', ...headless };
}

function subsetsOf(service: KubeObject, pods: readonly KubeObject[]): unknown[] {
  const isShown = (pod: KubeObject): boolean => isReady(pod) || read(service, 'spec', 'publishNotReadyAddresses') === true;
  const addresses = sorted(pods.filter(isShown));
  const waiting = sorted(pods.filter((pod) => !isShown(pod) && !hasEnded(pod)));
  if (addresses.length + waiting.length === 0) return [];
  const ports = portsOf(service, pods).map(({ name, ...port }) => ({ ...(name === '' ? {} : { name }), ...port }));
  return [{
    ...(addresses.length > 0 ? { addresses: addresses.map(addressOf) } : {}),
    ...(waiting.length > 0 ? { notReadyAddresses: waiting.map(addressOf) } : {}),
    ...(ports.length > 0 ? { ports } : {}),
  }];
}

function hasEnded(pod: KubeObject): boolean {
  const phase = readString(pod, 'status', 'phase');
  return phase === 'Failed' || phase === 'Succeeded' || isTerminating(pod);
}

function sorted(pods: readonly KubeObject[]): readonly KubeObject[] {
  const address = (pod: KubeObject): string => readString(pod, 'status', 'podIP') ?? '';
  return pods.toSorted((a, b) => (address(a) < address(b) ? -1 : 1));
}

function addressOf(pod: KubeObject): Record<string, unknown> {
  const hostname = readString(pod, 'spec', 'hostname');
  return {
    ip: readString(pod, 'status', 'podIP'),
    ...(hostname ? { hostname } : {}),
    nodeName: readString(pod, 'spec', 'nodeName'),
    targetRef: { kind: 'Pod', namespace: pod.metadata.namespace, name: pod.metadata.name, uid: pod.metadata.uid },
  };
}
