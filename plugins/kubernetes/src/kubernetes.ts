import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { createClusterClient } from '@sherpack/cluster-client/client';
import { createHttpTransport } from '@sherpack/cluster-client/http-transport';
import type { ClusterConnectContext, ClusterVariant, WriteCluster } from '@sherpack/plugin-api';
import { createCredentials } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import { resolveTarget } from './target.ts';
import type { Target } from './target.ts';
import packageJson from '../package.json' with { type: 'json' };

/** Milliseconds. */
const TIMES = { connectTimeout: 15_000, timeout: 60_000, streamTimeout: 180_000 };

/** A real API server, with kubeconfig credentials. Nothing is sent before the first call. */
const kubernetes: ClusterVariant = {
  async connect({ selection, clock }: ClusterConnectContext): Promise<WriteCluster> {
    const target = await resolveTarget(selection, process.env);
    const credentials = createCredentials(target, process.env);
    return createClusterClient({
      variant: 'kubernetes',
      defaultStorage: 'secrets',
      observable: true,
      namespace: target.namespace,
      server: target.server,
      clock,
      userAgent: `sherpack/${packageJson.version}`,
      fallbackUid: fallbackUid(target),
      transport: transportTo(credentials),
      close: () => credentials.close(),
    });
  },
};

export default kubernetes;

function transportTo(credentials: Credentials) {
  return createHttpTransport({ ...TIMES, gunzip, dial: () => credentials.dial(), renew: (refused) => credentials.renew(refused) });
}

function gunzip(body: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  // What breaks the body breaks the reading of the plain one.
  return pipeline(body, createGunzip(), () => undefined);
}

/** Names the cluster where kube-system may not be read: the same server with the same authority is the same cluster. */
function fallbackUid({ server, cluster }: Target): string {
  const authority = cluster['certificate-authority-data'] ?? cluster['certificate-authority'] ?? '';
  return `server-${createHash('sha256').update(`${server}\n${authority}`).digest('hex').slice(0, 32)}`;
}
