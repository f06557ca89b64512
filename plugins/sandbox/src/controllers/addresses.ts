import { readList, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { keyFor } from './client.ts';
import type { Controller } from './controller.ts';
import { controllerReference } from './owner-reference.ts';
import { isReady, isTerminating } from './pod-state.ts';
import { portsOf, selectedBy, servicesOf } from './service-pods.ts';
import { behaviourAnnotation } from './claims.ts';

/** Addresses of load balancers come from the block kept for documentation (RFC 5737). */
function addressFor(name: string): string {
  const sum = [...name].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 253, 7);
  return `192.0.2.${sum + 1}`;
}

/** Gives Services of type LoadBalancer and Ingresses an address, unless they are annotated `sandbox.sherpack.io/behaviour: no-address`. */
export const loadBalancers: Controller = {
  name: 'cloud-controller-manager',
  watches: ['services', 'ingresses.networking.k8s.io'],
  async reconcile(key, client) {
    const object = client.get(key);
    if (!object || isTerminating(object) || object.metadata.annotations?.[behaviourAnnotation] === 'no-address') return;
    const isBalanced = key.bucket !== 'services' || readString(object, 'spec', 'type') === 'LoadBalancer';
    const present = readList(object, 'status', 'loadBalancer', 'ingress').length > 0;
    if (isBalanced === present) return;
    const ingress = [{ ip: readString(object, 'spec', 'loadBalancerIP') || addressFor(`${key.namespace}/${key.name}`), ...(key.bucket === 'services' ? { ipMode: 'VIP' } : {}) }];
    await client.updateStatus(key, (live) => ({ ...readObject(live, 'status'), loadBalancer: isBalanced ? { ingress } : {} }));
  },
};

const sliceBucket = 'endpointslices.discovery.k8s.io';

/** Lists the addresses of a Service's ready pods in an EndpointSlice. */
export const endpointSlices: Controller = {
  name: 'endpointslice-controller',
  watches: ['services', 'pods'],
  affected: (change, client) => (change.key.bucket === 'services' ? [change.key] : servicesOf(change.object, client)),
  async reconcile(key, client) {
    const service = client.get(key);
    const selector = readObject(service, 'spec', 'selector');
    if (!service || !selector || isTerminating(service)) return;
    const pods = selectedBy(service, client);
    const wanted = { endpoints: pods.map(endpointOf), ports: portsOf(service, pods) };
    const present = client.owned(sliceBucket, service)[0];
    if (present) await client.update(keyFor(sliceBucket, present), (live) => ({ ...live, ...wanted }));
    else await client.create(sliceBucket, key.namespace, { ...sliceHead(service), ...wanted });
  },
};

function sliceHead(service: KubeObject): Record<string, unknown> {
  const name = service.metadata.name ?? '';
  const labels = { ...service.metadata.labels, 'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io', 'kubernetes.io/service-name': name };
  return { metadata: { generateName: `${name}-`, labels, ownerReferences: [controllerReference(service, 'v1', 'Service')] }, addressType: 'IPv4' };
}

function endpointOf(pod: KubeObject): Record<string, unknown> {
  const ready = isReady(pod);
  return {
    addresses: [readString(pod, 'status', 'podIP')],
    conditions: { ready, serving: ready, terminating: isTerminating(pod) },
    nodeName: readString(pod, 'spec', 'nodeName'),
    targetRef: { kind: 'Pod', name: pod.metadata.name, namespace: pod.metadata.namespace, uid: pod.metadata.uid },
  };
}
