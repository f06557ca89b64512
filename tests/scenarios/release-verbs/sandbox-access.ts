import type { ClusterAccess, KubernetesObject } from '@sherpack/plugin-api';
import { createClusterClient } from '@sherpack/cluster-client/client';
import { createApiServer } from '@sherpack/plugin-sandbox/server/api-server';

/** Access to an API server in this process, with some namespaces. */
export async function createSandboxAccess(namespaces: readonly string[]): Promise<ClusterAccess> {
  const server = await createApiServer();
  const cluster = createClusterClient({
    variant: 'sandbox', defaultStorage: 'secrets', observable: true, namespace: 'default', server: 'memory', userAgent: 'test', fallbackUid: 'test',
    clock: { now: () => Date.now(), sleep: async () => undefined },
    async transport({ method, path, headers, body }) {
      const answer = await server.handle({ method, path, headers, ...(body === undefined ? {} : { body }) });
      return { status: answer.status, headers: answer.headers, body: answer.stream ?? answer.body ?? '' };
    },
  });
  for (const name of namespaces) await cluster.create(namespaceOf(name));
  return { cluster: async () => cluster as never };
}

function namespaceOf(name: string): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } };
}
