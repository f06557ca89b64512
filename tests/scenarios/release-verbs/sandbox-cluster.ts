import { clusterVariants, definePlugin } from '@sherpack/plugin-api';
import type { Clock, KubernetesObject, Plugin } from '@sherpack/plugin-api';
import { createClusterClient } from '@sherpack/cluster-client/client';
import { TransportError } from '@sherpack/cluster-client/transport';
import type { TransportRequest, TransportResponse } from '@sherpack/cluster-client/transport';
import { createApiServer } from '@sherpack/plugin-sandbox/server/api-server';

/** At which of its requests a process dies: before the server sees it, or after it was carried out. */
export interface Death {
  readonly request: number;
  readonly when: 'before' | 'after';
}

export interface SandboxCluster {
  /** `POST /api/v1/namespaces/shop/secrets` for each request that is no dry run and may change something. */
  readonly writes: string[];
  /** The requests of the last connection. */
  requests: number;
  /** Writes that the server refuses with an internal error, by a part of their path. */
  broken: string | undefined;
  /** Run before each read, which waits for it. */
  beforeRead: (path: string) => Promise<void>;
  /** Run before each write, which waits for it. */
  beforeWrite: (path: string) => Promise<void>;
  /** Run after each write that was carried out, before its answer is given. */
  afterWrite: (path: string) => Promise<void>;
  /** The cluster for one process. */
  plugin(death?: Death): Plugin;
  get(path: string): Promise<KubernetesObject & { readonly items?: readonly KubernetesObject[] }>;
  delete(path: string): Promise<void>;
}

const REFUSAL: TransportResponse = Object.freeze({
  status: 403,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Forbidden', message: 'not today', code: 403 }),
});

/** An API server in this process as the cluster of a test. */
export async function createSandboxCluster(): Promise<SandboxCluster> {
  const server = await createApiServer();
  const writes: string[] = [];

  async function send({ method, path, headers, body, signal }: TransportRequest): Promise<TransportResponse> {
    const isWrite = method !== 'GET' && !path.includes('dryRun=All');
    if (isWrite && sandbox.broken !== undefined && path.includes(sandbox.broken)) return REFUSAL;
    if (method === 'GET') await sandbox.beforeRead(path);
    if (isWrite) await sandbox.beforeWrite(path);
    if (isWrite) writes.push(`${method} ${path.split('?')[0]}`);
    const answer = await server.handle({ method, path, headers, ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) });
    if (isWrite) await sandbox.afterWrite(path);
    return { status: answer.status, headers: answer.headers, body: answer.stream ?? answer.body ?? '' };
  }

  function connect(clock: Clock, death: Death | undefined) {
    sandbox.requests = 0;
    return createClusterClient({
      variant: 'test', defaultStorage: 'secrets', observable: true, namespace: 'shop', server: 'test', clock,
      userAgent: 'test', fallbackUid: 'test', retry: { retries: 0 },
      async transport(request) {
        const number = ++sandbox.requests;
        if (death !== undefined && (number > death.request || (number === death.request && death.when === 'before'))) throw dead();
        const answer = await send(request);
        if (number === death?.request) throw dead();
        return answer;
      },
    });
  }

  const sandbox: SandboxCluster = {
    writes,
    requests: 0,
    broken: undefined,
    beforeRead: async () => undefined,
    beforeWrite: async () => undefined,
    afterWrite: async () => undefined,
    plugin: (death) => definePlugin({
      name: 'test-cluster',
      apiVersion: '^1',
      setup(setup) {
        setup.provide(clusterVariants, 'test', async () => ({ default: { connect: async ({ clock }) => connect(clock, death) } }));
      },
    }),
    async get(path) {
      return JSON.parse((await server.handle({ method: 'GET', path })).body ?? '{}') as KubernetesObject;
    },
    async delete(path) {
      await server.handle({ method: 'DELETE', path });
    },
  };
  return sandbox;
}

function dead(): TransportError {
  return new TransportError('the process is dead', { code: 'ECONNREFUSED', sent: true });
}
