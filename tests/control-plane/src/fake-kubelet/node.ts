import { setTimeout as sleep } from 'node:timers/promises';
import { leaseSeconds, nodeMetadata, nodeStatus } from '@sherpack/pod-behaviour/node';
import type { Connection } from '../connection.ts';

const renewMs = 10_000;

/** Name of the fake node with this index. */
export function nodeName(index: number): string {
  return `fake-node-${index + 1}`;
}

/**
 * Registers the nodes and renews their leases until the signal aborts. Without a lease the node-lifecycle controller
 * would call them NotReady after its grace period and evict their pods. The address and port in the status are where
 * the API server fetches logs; pretended nodes all have the same ones.
 */
export async function keepNodes(connection: Connection, count: number, logPort: number, signal: AbortSignal): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => nodeName(index));
  const { gitVersion } = await connection.demand<{ gitVersion: string }>('GET', '/version');
  await Promise.all(names.map((name) => register(connection, name, gitVersion, logPort)));
  while (!signal.aborted) {
    await Promise.all(names.map((name) => renew(connection, name).catch((error: unknown) => console.error(error))));
    await sleep(renewMs);
  }
}

async function register(connection: Connection, name: string, kubeVersion: string, logPort: number): Promise<void> {
  const { status, body } = await connection.request('POST', '/api/v1/nodes', { body: { apiVersion: 'v1', kind: 'Node', metadata: nodeMetadata(name) } });
  if (status >= 400 && status !== 409) throw new Error(`node ${name}: ${status} ${JSON.stringify(body)}`);
  const facts = { name, kubeVersion, logPort, now: new Date() };
  await connection.demand('PATCH', `/api/v1/nodes/${name}/status`, { contentType: 'application/strategic-merge-patch+json', body: { status: nodeStatus(facts) } });
}

async function renew(connection: Connection, name: string): Promise<void> {
  const path = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
  const renewTime = new Date().toISOString().replace('Z', '000Z'); // MicroTime wants six digits.
  const spec = { holderIdentity: name, leaseDurationSeconds: leaseSeconds, renewTime };
  const { status } = await connection.request('PATCH', `${path}/${name}`, { contentType: 'application/merge-patch+json', body: { spec } });
  if (status === 404) await connection.demand('POST', path, { body: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name }, spec } });
}
