import { setTimeout as sleep } from 'node:timers/promises';
import type { Connection } from '../connection.ts';

const leaseSeconds = 40;
const renewMs = 10_000;
const capacity = { cpu: '1000', memory: '4Ti', pods: '10000', 'ephemeral-storage': '100Ti' };

/** Name of the fake node with this index. */
export function nodeName(index: number): string {
  return `fake-node-${index + 1}`;
}

/**
 * Registers the nodes and renews their leases until the signal aborts. Without a lease the node-lifecycle controller
 * would call them NotReady after its grace period and evict their pods.
 */
export async function keepNodes(connection: Connection, count: number, logPort: number, signal: AbortSignal): Promise<void> {
  const names = Array.from({ length: count }, (_, index) => nodeName(index));
  await Promise.all(names.map((name) => register(connection, name, logPort)));
  while (!signal.aborted) {
    await Promise.all(names.map((name) => renew(connection, name).catch((error: unknown) => console.error(error))));
    await sleep(renewMs);
  }
}

async function register(connection: Connection, name: string, logPort: number): Promise<void> {
  const labels = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' };
  const annotations = { 'node.alpha.kubernetes.io/ttl': '0' };
  const { status, body } = await connection.request('POST', '/api/v1/nodes', { body: { apiVersion: 'v1', kind: 'Node', metadata: { name, labels, annotations } } });
  if (status >= 400 && status !== 409) throw new Error(`node ${name}: ${status} ${JSON.stringify(body)}`);
  await connection.demand('PATCH', `/api/v1/nodes/${name}/status`, { contentType: 'application/strategic-merge-patch+json', body: { status: nodeStatus(name, logPort) } });
}

/** The address and port are where the API server fetches logs; pretended nodes all have the same ones. */
function nodeStatus(name: string, logPort: number): Record<string, unknown> {
  return {
    capacity,
    allocatable: capacity,
    addresses: [{ type: 'InternalIP', address: '127.0.0.1' }, { type: 'Hostname', address: name }],
    daemonEndpoints: { kubeletEndpoint: { Port: logPort } },
    conditions: [
      condition('Ready', 'True', 'KubeletReady'),
      condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
      condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
      condition('PIDPressure', 'False', 'KubeletHasSufficientPID'),
    ],
    nodeInfo: {
      machineID: name, systemUUID: name, bootID: name, kernelVersion: 'fake', osImage: 'fake', containerRuntimeVersion: 'sandbox://1.0.0',
      kubeletVersion: 'v0.0.0-fake', kubeProxyVersion: '', operatingSystem: 'linux', architecture: 'amd64',
    },
  };
}

function condition(type: string, status: string, reason: string): Record<string, string> {
  const now = new Date().toISOString();
  return { type, status, reason, message: 'a pretended node', lastHeartbeatTime: now, lastTransitionTime: now };
}

async function renew(connection: Connection, name: string): Promise<void> {
  const path = '/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases';
  const renewTime = new Date().toISOString().replace('Z', '000Z'); // MicroTime wants six digits.
  const spec = { holderIdentity: name, leaseDurationSeconds: leaseSeconds, renewTime };
  const { status } = await connection.request('PATCH', `${path}/${name}`, { contentType: 'application/merge-patch+json', body: { spec } });
  if (status === 404) await connection.demand('POST', path, { body: { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name }, spec } });
}
