import { leaseSeconds, nodeMetadata, nodeStatus } from '@sherpack/pod-behaviour/node';
import type { ServerContext } from '../server/context.ts';
import { controllerClient } from './client.ts';
import { recordEvent } from './events.ts';
import { nodeName } from './pods.ts';

const leaseBucket = 'leases.coordination.k8s.io';

/** The one node and the one storage class of the sandbox. */
export async function createClusterObjects(ctx: ServerContext): Promise<void> {
  const client = controllerClient(ctx, 'kube-controller-manager');
  const now = new Date(ctx.clock.now());
  const isMissing = (bucket: string, name: string, namespace = ''): boolean => client.get({ bucket, namespace, name }) === undefined;
  if (isMissing('nodes', nodeName)) {
    const node = await client.create('nodes', '', { metadata: withOldLabels(nodeMetadata(nodeName)), status: nodeStatus({ name: nodeName, kubeVersion: ctx.kubeVersion, now }) });
    if (node) await recordEvent(client, node, { type: 'Normal', reason: 'RegisteredNode', message: `Node ${nodeName} event: Registered Node ${nodeName} in Controller`, component: 'node-controller' });
  }
  if (isMissing(leaseBucket, nodeName, 'kube-node-lease')) {
    const renewTime = now.toISOString().replace('Z', '000Z');
    await client.create(leaseBucket, 'kube-node-lease', { metadata: { name: nodeName }, spec: { holderIdentity: nodeName, leaseDurationSeconds: leaseSeconds, renewTime } });
  }
  if (isMissing('storageclasses.storage.k8s.io', 'standard')) {
    await client.create('storageclasses.storage.k8s.io', '', {
      metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
      provisioner: 'sandbox.sherpack.io/made-up',
      allowVolumeExpansion: true,
    });
  }
}


/** Names of before 1.14, which the node controller still adds (pkg/controller/nodelifecycle). */
function withOldLabels(metadata: ReturnType<typeof nodeMetadata>): Record<string, unknown> {
  const labels = metadata['labels'] as Record<string, string>;
  const old = Object.fromEntries(['arch', 'os'].map((name) => [`beta.kubernetes.io/${name}`, labels[`kubernetes.io/${name}`]]));
  return { ...metadata, labels: { ...old, ...labels } };
}
