import type { ClusterIdentity, KubernetesObject, ReadOptions } from '@sherpack/plugin-api';
import { objectIn } from './answer-object.ts';
import type { Connection } from './connection.ts';

/**
 * Who answers: the UID of kube-system is what everybody takes for the UID of a cluster.
 *
 * @param fallback stands in for the UID where that namespace may not be read
 */
export async function identify(connection: Connection, fallback: string, options: ReadOptions): Promise<ClusterIdentity> {
  const [version, uid] = await Promise.all([versionOf(connection, options), uidOf(connection, fallback, options)]);
  return { uid, server: connection.server, version };
}

async function versionOf(connection: Connection, options: ReadOptions): Promise<string> {
  const call = { method: 'GET', path: '/version', action: "read the server's version", repeatable: true, signal: options.signal } as const;
  const document = objectIn(await connection.send(call), call, connection.server);
  return String(document['gitVersion'] ?? 'unknown');
}

async function uidOf(connection: Connection, fallback: string, options: ReadOptions): Promise<string> {
  const path = '/api/v1/namespaces/kube-system';
  const call = { method: 'GET', path, action: 'read Namespace kube-system', repeatable: true, signal: options.signal } as const;
  try {
    const namespace = objectIn(await connection.send(call), call, connection.server) as KubernetesObject;
    return namespace.metadata.uid ?? fallback;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'CLUSTER_FORBIDDEN' || code === 'CLUSTER_NOT_FOUND') return fallback;
    throw error;
  }
}
