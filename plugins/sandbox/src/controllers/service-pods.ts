import { read, readList, readObject, readString } from '../schemas/json-path.ts';
import type { KubeObject } from '../server/api-types.ts';
import { matchesLabelSelector } from '../server/selectors.ts';
import type { ObjectKey } from '../store/object-store.ts';
import { keyFor, type ControllerClient } from './client.ts';

/** The Services that a pod serves. */
export function servicesOf(pod: KubeObject, client: ControllerClient): ObjectKey[] {
  return client.list('services', pod.metadata.namespace ?? '').filter((service) => selects(service, pod)).map((service) => keyFor('services', service));
}

/** The pods with an address that a Service selects. */
export function selectedBy(service: KubeObject, client: ControllerClient): KubeObject[] {
  return client.list('pods', service.metadata.namespace ?? '').filter((pod) => selects(service, pod) && readString(pod, 'status', 'podIP'));
}

function selects(service: KubeObject, pod: KubeObject): boolean {
  const selector = readObject(service, 'spec', 'selector');
  return selector !== undefined && matchesLabelSelector({ matchLabels: selector }, pod.metadata.labels);
}

export interface ServicePort {
  readonly name: unknown;
  readonly port: unknown;
  readonly protocol: unknown;
}

/** Named target ports are looked up in the first pod; one that no container has is left out. */
export function portsOf(service: KubeObject, pods: readonly KubeObject[]): ServicePort[] {
  return readList(service, 'spec', 'ports').flatMap((port) => {
    const target = port['targetPort'];
    const named = readList(pods[0], 'spec', 'containers').flatMap((container) => readList(container, 'ports')).find((other) => other['name'] === target);
    const number = typeof target === 'string' ? read(named, 'containerPort') : target;
    return number === undefined ? [] : [{ name: port['name'] ?? '', port: number, protocol: port['protocol'] }];
  });
}
