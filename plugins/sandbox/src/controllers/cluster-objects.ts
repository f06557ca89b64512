import { timestamp } from '../clock.ts';
import { controllerClient } from './client.ts';
import { nodeName } from './pods.ts';
import type { ServerContext } from '../server/context.ts';

const resources = { cpu: '64', memory: '256Gi', pods: '1000', 'ephemeral-storage': '1Ti' };

/** The one node and the one storage class of the sandbox. */
export async function createClusterObjects(ctx: ServerContext): Promise<void> {
  const client = controllerClient(ctx, 'kube-controller-manager');
  const time = timestamp(ctx.clock.now());
  if (!client.get({ bucket: 'nodes', namespace: '', name: nodeName })) {
    await client.create('nodes', '', {
      metadata: { name: nodeName, labels: { 'kubernetes.io/hostname': nodeName, 'kubernetes.io/os': 'linux', 'kubernetes.io/arch': 'amd64' } },
      status: {
        capacity: resources,
        allocatable: resources,
        conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'the sandbox pretends to run pods', lastHeartbeatTime: time, lastTransitionTime: time }],
        addresses: [{ type: 'InternalIP', address: '127.0.0.1' }, { type: 'Hostname', address: nodeName }],
        nodeInfo: { kubeletVersion: ctx.kubeVersion, osImage: 'sandbox', operatingSystem: 'linux', architecture: 'amd64', containerRuntimeVersion: 'none', kernelVersion: 'none', kubeProxyVersion: '', machineID: '', systemUUID: '', bootID: '' },
      },
    });
  }
  if (!client.get({ bucket: 'storageclasses.storage.k8s.io', namespace: '', name: 'standard' })) {
    await client.create('storageclasses.storage.k8s.io', '', {
      metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'sandbox.sherpack.io/made-up',
      allowVolumeExpansion: true,
    });
  }
}
