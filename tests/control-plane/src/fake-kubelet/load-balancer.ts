import { behaviourAnnotation } from '@sherpack/pod-behaviour/behaviour';
import type { Connection } from '../connection.ts';
import { follow, type ApiObject } from '../follow.ts';

interface Balanced extends ApiObject {
  readonly spec: { readonly type?: string };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly unknown[] } };
}

/** Gives Services of type LoadBalancer and Ingresses an address, but not those with the behaviour `no-address`. */
export async function balanceLoads(connection: Connection, signal: AbortSignal): Promise<void> {
  let last = 0;

  async function changed(object: Balanced, base: string, plural: string, extra: object): Promise<void> {
    const { metadata, status } = object;
    if (status?.loadBalancer?.ingress?.length || metadata.deletionTimestamp) return;
    if (metadata.annotations?.[behaviourAnnotation] === 'no-address') return;
    last = (last % 254) + 1;
    // 192.0.2.0/24 is set aside for documentation (RFC 5737): nothing answers there.
    const body = { metadata: { uid: metadata.uid }, status: { loadBalancer: { ingress: [{ ip: `192.0.2.${last}`, ...extra }] } } };
    await connection.request('PATCH', `${base}/namespaces/${metadata.namespace}/${plural}/${metadata.name}/status`, { contentType: 'application/merge-patch+json', body });
  }

  const ingresses = '/apis/networking.k8s.io/v1';
  void follow<Balanced>(connection, `${ingresses}/ingresses`, { changed: (ingress) => void changed(ingress, ingresses, 'ingresses', {}) }, signal);
  await follow<Balanced>(connection, '/api/v1/services', {
    changed: (service) => void (service.spec.type === 'LoadBalancer' && changed(service, '/api/v1', 'services', { ipMode: 'VIP' })),
  }, signal);
}
