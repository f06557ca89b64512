import type { GlobalOptions, ReadCluster } from '@sherpack/plugin-api';

interface NamespaceSource {
  readonly global: Pick<GlobalOptions, 'namespace' | 'namespaceGiven'>;
  cluster(mode: 'read'): Promise<Pick<ReadCluster, 'namespace'>>;
}

/** The namespace that the user names, else the one of his context. */
export async function namespaceIn({ global, cluster }: NamespaceSource): Promise<string> {
  if (global.namespaceGiven) return global.namespace;
  return (await cluster('read')).namespace || global.namespace;
}
