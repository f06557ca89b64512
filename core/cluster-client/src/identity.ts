import type { ClusterIdentity, KubernetesObject, ReadOptions } from '@sherpack/plugin-api';
import { objectIn } from './answer-object.ts';
import type { Connection } from './connection.ts';

/**
 * Who answers: the UID of kube-system is what everybody takes for the UID of a cluster. Who may not read that namespace
 * takes the UID of the release's own, as `namespace:<uid>`: it is as unique, and the server's address would not be, for
 * one cluster has many.
 *
 * @param fallback stands in where neither may be read
 */
export async function identify(connection: Connection, namespace: string, fallback: string, options: ReadOptions): Promise<ClusterIdentity> {
  const [version, uid] = await Promise.all([versionOf(connection, options), uidOf(connection, namespace, fallback, options)]);
  return { uid, server: connection.server, version };
}

async function versionOf(connection: Connection, options: ReadOptions): Promise<string> {
  const call = { method: 'GET', path: '/version', action: "read the server's version", repeatable: true, signal: options.signal } as const;
  const document = objectIn(await connection.send(call), call, connection.server);
  return String(document['gitVersion'] ?? 'unknown');
}

async function uidOf(connection: Connection, namespace: string, fallback: string, options: ReadOptions): Promise<string> {
  const cluster = await namespaceUid(connection, 'kube-system', options);
  if (cluster !== undefined) return cluster;
  const own = await namespaceUid(connection, namespace, options);
  return own === undefined ? fallback : `namespace:${own}`;
}

async function namespaceUid(connection: Connection, name: string, options: ReadOptions): Promise<string | undefined> {
  const path = `/api/v1/namespaces/${encodeURIComponent(name)}`;
  const call = { method: 'GET', path, action: `read Namespace ${name}`, repeatable: true, signal: options.signal } as const;
  try {
    const namespace = objectIn(await connection.send(call), call, connection.server) as KubernetesObject;
    return namespace.metadata.uid;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === 'CLUSTER_FORBIDDEN' || code === 'CLUSTER_NOT_FOUND') return undefined;
    throw error;
  }
}
