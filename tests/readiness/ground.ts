import type { ControlPlane } from '@sherpack/control-plane/control-plane';
import { testNamespace } from '@sherpack/control-plane/fixture';
import { createClusterClient } from '@sherpack/cluster-client/client';
import type { WriteCluster } from '@sherpack/plugin-api';
import { wallClock } from '@sherpack/plugin-kit/wall-clock';
import kubernetes from '../../plugins/kubernetes/src/kubernetes.ts';
import { createApiServer } from '../../plugins/sandbox/src/server/api-server.ts';

/** A namespace on some cluster, with all rights. */
export interface Ground {
  readonly cluster: WriteCluster;
  readonly namespace: string;
  readonly isSandbox: boolean;
  close(): Promise<void>;
}

const log = { debug: () => undefined, info: () => undefined, warn: () => undefined };

export async function realGround(plane: ControlPlane): Promise<Ground> {
  const space = await testNamespace(plane, { prefix: 'ready', clusterAdmin: true });
  const cluster = await kubernetes.connect({ selection: { kubeconfig: space.kubeconfig }, clock: wallClock, log });
  async function close(): Promise<void> {
    await cluster.close();
    await space.cleanup();
  }
  return { cluster, namespace: space.name, isSandbox: false, close };
}

/** An embedded API server of its own. */
export async function sandboxGround(): Promise<Ground> {
  const server = await createApiServer();
  const namespace = 'ready';
  const cluster = createClusterClient({
    variant: 'sandbox', defaultStorage: 'secrets', observable: true, namespace, server: 'sandbox', clock: wallClock, userAgent: 'test', fallbackUid: 'test',
    async transport({ method, path, headers, body, signal }) {
      const answer = await server.handle({ method, path, headers, ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) });
      return { status: answer.status, headers: answer.headers, body: answer.stream ?? answer.body ?? '' };
    },
  });
  await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } });
  async function close(): Promise<void> {
    await cluster.close();
    await server.close();
  }
  return { cluster, namespace, isSandbox: true, close };
}
