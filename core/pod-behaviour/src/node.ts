import { hostAddress } from './address.ts';
import { timestamp } from './container-status.ts';

/** As much as no test and no trial fills. */
const capacity = { cpu: '1000', memory: '4Ti', pods: '10000', 'ephemeral-storage': '100Ti' };

/** Seconds after which a node that does not renew its lease counts as lost. */
export const leaseSeconds = 40;

/** What a pretended node says of itself when it registers. */
export function nodeMetadata(name: string): Record<string, unknown> {
  return {
    name,
    labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' },
    annotations: { 'node.alpha.kubernetes.io/ttl': '0' },
  };
}

export interface NodeFacts {
  readonly name: string;
  /** Version of Kubernetes, such as `v1.36.4`. */
  readonly kubeVersion: string;
  /** Where the API server asks for logs. */
  readonly logPort?: number;
  readonly now: Date;
}

/** The status of a pretended node: large, healthy, on this machine's loopback address. */
export function nodeStatus({ name, kubeVersion, logPort, now }: NodeFacts): Record<string, unknown> {
  const time = timestamp(now.getTime());
  const condition = (type: string, status: string, reason: string): Record<string, string> =>
    ({ type, status, lastHeartbeatTime: time, lastTransitionTime: time, reason, message: 'a pretended node' });
  return {
    capacity,
    allocatable: capacity,
    conditions: [
      condition('Ready', 'True', 'KubeletReady'),
      condition('MemoryPressure', 'False', 'KubeletHasSufficientMemory'),
      condition('DiskPressure', 'False', 'KubeletHasNoDiskPressure'),
      condition('PIDPressure', 'False', 'KubeletHasSufficientPID'),
    ],
    addresses: [{ type: 'InternalIP', address: hostAddress }, { type: 'Hostname', address: name }],
    ...(logPort === undefined ? {} : { daemonEndpoints: { kubeletEndpoint: { Port: logPort } } }),
    nodeInfo: {
      machineID: name, systemUUID: name, bootID: name, kernelVersion: 'none', osImage: 'none', containerRuntimeVersion: 'sandbox://1.0.0',
      kubeletVersion: kubeVersion, kubeProxyVersion: '', operatingSystem: 'linux', architecture: 'amd64',
    },
  };
}
