import { gzipSync } from 'node:zlib';
import { request } from 'node:http';
import type { ServerResponse } from 'node:http';
import { createHttpTransport } from '@sherpack/cluster-client/http-transport';
import type { ClusterError } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import { writeKubeconfig } from '../fixtures/kubeconfig.ts';
import { reply, startServer } from '../fixtures/test-server.ts';
import type { Seen } from '../fixtures/test-server.ts';
import kubernetes from './kubernetes.ts';

const REF = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' };
const OBJECT = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };

/** Retries wait for nothing. */
const hasty = { now: () => 0, sleep: async (_ms: number, signal?: AbortSignal) => signal?.throwIfAborted() };

async function connectTo(answer: (request: Seen, response: ServerResponse, index: number) => void) {
  const server = await startServer(answer);
  const kubeconfig = await writeKubeconfig({ server: server.address }, { token: 'the-token' });
  return { ...server, cluster: await kubernetes.connect(connectContext({ kubeconfig }, hasty)) };
}

async function errorOf(work: Promise<unknown>): Promise<ClusterError> {
  try {
    await work;
  } catch (error) {
    return error as ClusterError;
  }
  throw new Error('it succeeded');
}

describe('the kubernetes variant', () => {
  it('sends nothing before the first call, and then all on one connection that is kept', async () => {
    const { cluster, seen } = await connectTo((_request, response) => reply(response, OBJECT));
    expect([cluster.namespace, cluster.defaultStorage, cluster.observable, seen.length]).toEqual(['demo', 'secrets', true, 0]);
    await cluster.get(REF);
    await cluster.apply(OBJECT, { fieldManager: 'me' });
    expect(new Set(seen.map(({ socket }) => socket)).size).toBe(1);
    expect(seen.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v1/namespaces/demo/configmaps/a', 'PATCH /api/v1/namespaces/demo/configmaps/a?fieldManager=me&fieldValidation=Strict',
    ]);
    expect(seen[1]?.headers).toMatchObject({ authorization: 'Bearer the-token', 'content-type': 'application/apply-patch+yaml', 'content-length': String(JSON.stringify(OBJECT).length) });
    expect(seen[1]?.headers['user-agent']).toMatch(/^sherpack\/\d+\.\d+\.\d+$/);
    await cluster.close();
  });

  it('takes compressed answers', async () => {
    const { cluster, seen } = await connectTo((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('{"metadata":{"name":"a"},"n":9007199254740993}'));
    });
    expect((await cluster.get(REF))?.['n']).toBe(9007199254740993n);
    expect(seen[0]?.headers['accept-encoding']).toBe('gzip');
  });

  it('keeps the path of a server behind a prefix', async () => {
    const server = await startServer((_request, response) => reply(response, OBJECT));
    const kubeconfig = await writeKubeconfig({ server: `${server.address}/k8s/clusters/c-1/` });
    await (await kubernetes.connect(connectContext({ kubeconfig }))).get(REF);
    expect(server.seen[0]?.path).toBe('/k8s/clusters/c-1/api/v1/namespaces/demo/configmaps/a');
  });

  it('asks again after 429 and after a connection that broke', async () => {
    const { cluster, seen } = await connectTo((request, response, index) => {
      if (index === 0) reply(response, {}, 429, { 'retry-after': '1' });
      else if (index === 1) request.socket.destroy();
      else reply(response, OBJECT);
    });
    expect((await cluster.get(REF))?.metadata.name).toBe('a');
    expect(seen.length).toBe(3);
  });

  it('does not send a creation twice when the connection breaks', async () => {
    const { cluster, seen } = await connectTo((request) => request.socket.destroy());
    expect((await errorOf(cluster.create(OBJECT))).code).toBe('CLUSTER_OUTCOME_UNKNOWN');
    expect(seen.length).toBe(1);
  });

  it('says that nothing listens at the address', async () => {
    const { cluster, address } = await connectToNothing();
    const error = await errorOf(cluster.get(REF));
    expect([error.code, error.exitCode]).toEqual(['CLUSTER_UNREACHABLE', 5]);
    expect(error.message).toContain(address);
    expect(error.hint).toContain('--cluster sandbox');
  });

  it('watches, and ends the request with the signal', async () => {
    const ended = deferred();
    const { cluster } = await connectTo((request, response) => {
      request.socket.on('close', () => ended.resolve());
      response.writeHead(200).write(`${JSON.stringify({ type: 'ADDED', object: { ...OBJECT, metadata: { name: 'a', resourceVersion: '8' } } })}\n`);
    });
    const stop = new AbortController();
    const types: string[] = [];
    for await (const event of cluster.watch(REF, { resourceVersion: '7', signal: stop.signal })) {
      types.push(event.type);
      stop.abort();
    }
    await ended.promise;
    expect(types).toEqual(['added']);
  });
});

function deferred() {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

async function connectToNothing() {
  const server = await startServer((_request, response) => reply(response, {}));
  // Port 1 needs privileges to listen on, so nobody does.
  const address = server.address.replace(/\d+$/, '1');
  const kubeconfig = await writeKubeconfig({ server: address });
  return { address, cluster: await kubernetes.connect(connectContext({ kubeconfig }, hasty)) };
}

describe('the transport', () => {
  const GET = { method: 'GET', path: '/', headers: {} } as const;

  function dialTo(port: number) {
    return async () => ({ request: (details: object) => request({ hostname: '127.0.0.1', port, ...details }), prefix: '' });
  }

  function transportTo(port: number) {
    return createHttpTransport({ dial: dialTo(port), connectTimeout: 20_000, timeout: 20, streamTimeout: 20 });
  }

  it('does not wait for ever for a server that says nothing', async () => {
    const { port } = await startServer(() => undefined);
    await expect(transportTo(port)(GET)).rejects.toMatchObject({ name: 'TransportError', code: 'ETIMEDOUT', sent: true });
  });

  it('gives up a stream on which nothing comes any more', async () => {
    const { port } = await startServer((_request, response) => void response.writeHead(200).write('one\n'));
    const { body } = await transportTo(port)({ ...GET, stream: true });
    const read = async () => {
      for await (const _chunk of body as AsyncIterable<Uint8Array>);
    };
    await expect(read()).rejects.toMatchObject({ name: 'TransportError', sent: true });
  });

  it('ends with the reason of the signal', async () => {
    const { port } = await startServer(() => undefined);
    const stop = new AbortController();
    const transport = createHttpTransport({ dial: dialTo(port), connectTimeout: 20_000, timeout: 20_000, streamTimeout: 20_000 });
    const sending = transport({ ...GET, signal: stop.signal });
    stop.abort(new Error('enough'));
    await expect(sending).rejects.toThrow('enough');
  });
});
