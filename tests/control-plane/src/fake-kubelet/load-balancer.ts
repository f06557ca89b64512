import { behaviourAnnotation } from '@sherpack/pod-behaviour/behaviour';
import type { Connection } from '../connection.ts';
import { follow, type ApiObject } from '../follow.ts';

interface Service extends ApiObject {
  readonly spec: { readonly type?: string };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly unknown[] } };
}

/** Gives services of type LoadBalancer an address, but not those with the behaviour `no-address`. */
export async function balanceLoads(connection: Connection, signal: AbortSignal): Promise<void> {
  let last = 0;

  async function changed(service: Service): Promise<void> {
    const { metadata, spec, status } = service;
    if (spec.type !== 'LoadBalancer' || status?.loadBalancer?.ingress?.length || metadata.deletionTimestamp) return;
    if (metadata.annotations?.[behaviourAnnotation] === 'no-address') return;
    last = (last % 254) + 1;
    // 192.0.2.0/24 is set aside for documentation (RFC 5737): nothing answers there.
    const body = { metadata: { uid: metadata.uid }, status: { loadBalancer: { ingress: [{ ip: `192.0.2.${last}`, ipMode: 'VIP' }] } } };
    await connection.request('PATCH', `/api/v1/namespaces/${metadata.namespace}/services/${metadata.name}/status`, { contentType: 'application/merge-patch+json', body });
  }

  await follow<Service>(connection, '/api/v1/services', { changed: (service) => void changed(service) }, signal);
}
