import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { errorOf, scriptedClient, status } from '../fixtures/scripted-transport.ts';

const REF = { apiVersion: 'v1', kind: 'Pod', namespace: 'demo', name: 'p' };

/** Time stands still; a wait ends only by its signal. */
const standing: Clock = {
  now: () => 0,
  sleep: (_ms, signal) => new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason as Error));
  }),
};

/** Every wait ends with the next turn. */
const hasty: Clock = { now: () => 0, sleep: (_ms, signal) => sleep(0, undefined, signal === undefined ? {} : { signal }) };

function pod(phase: string, resourceVersion: string) {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', resourceVersion }, status: { phase } };
}

function isRunning(object: { readonly [key: string]: unknown } | undefined): boolean {
  return (object?.['status'] as { phase?: string } | undefined)?.phase === 'Running';
}

describe('waitFor', () => {
  it('looks at once', async () => {
    const { cluster, requests } = scriptedClient(() => ({ body: pod('Running', '1') }), { clock: standing });
    expect((await cluster.waitFor(REF, isRunning, { timeout: 1000 }))?.metadata.name).toBe('p');
    expect(requests.length).toBe(1);
  });

  it('then watches this one object', async () => {
    const { cluster, requests } = scriptedClient((request) => {
      if (request.stream === true) return { body: `${JSON.stringify({ type: 'MODIFIED', object: pod('Running', '3') })}\n` };
      return { body: request.path.includes('?') ? { metadata: { resourceVersion: '2' }, items: [pod('Pending', '2')] } : pod('Pending', '1') };
    }, { clock: standing });
    expect((await cluster.waitFor(REF, isRunning, { timeout: 1000 }))?.metadata.resourceVersion).toBe('3');
    expect(requests.map(({ path }) => path.includes('fieldSelector=metadata.name%3Dp'))).toEqual([false, true, true]);
  });

  it('gives up with the state that it saw last', async () => {
    const gone = { ...pod('Running', '1'), metadata: { name: 'p', deletionTimestamp: '2026-01-01T00:00:00Z', finalizers: ['a/b'] } };
    const { cluster } = scriptedClient((request) => ({ body: request.path.includes('?') ? { metadata: { resourceVersion: '2' }, items: [gone] } : gone }), { clock: hasty });
    const error = await errorOf(cluster.waitFor(REF, (object) => object === undefined, { timeout: 90_000 }));
    expect(error.code).toBe('CLUSTER_WAIT_TIMEOUT');
    expect(error.message).toBe('waited 90 s for Pod demo/p, in vain: it is being deleted and waits for its finalizers: a/b');
  });

  it('asks again and again where it may not watch', async () => {
    let looks = 0;
    const { cluster } = scriptedClient((request) => {
      if (request.path.includes('?')) return status(403, 'Forbidden', 'pods is forbidden: User "u" cannot list resource "pods"');
      looks += 1;
      return { body: pod(looks === 3 ? 'Running' : 'Pending', String(looks)) };
    }, { clock: { now: () => 0, sleep: async (ms, signal) => (ms === 1000 ? undefined : standing.sleep(ms, signal)) } });
    await cluster.waitFor(REF, isRunning, { timeout: 60_000 });
    expect(looks).toBe(3);
  });
});

describe('reads', () => {
  it('identify the cluster by kube-system, or by what stands in for it where that is forbidden', async () => {
    const answer = (path: string) => (path === '/version' ? { body: { gitVersion: 'v1.36.4' } } : { body: { metadata: { uid: 'the-uid' } } });
    const open = scriptedClient(({ path }) => answer(path));
    expect(await open.cluster.identity()).toEqual({ uid: 'the-uid', server: 'https://server.example', version: 'v1.36.4' });
    await open.cluster.identity();
    expect(open.requests.length).toBe(2);
    const closed = scriptedClient(({ path }) => (path === '/version' ? answer(path) : status(403, 'Forbidden', 'no')));
    expect((await closed.cluster.identity()).uid).toBe('fallback');
  });

  it('fetch a log as text', async () => {
    const { cluster, requests } = scriptedClient(() => ({ body: '9007199254740993\nline two\n' }));
    expect(await cluster.logs(REF, { container: 'main', tailLines: 5, previous: true })).toBe('9007199254740993\nline two\n');
    expect(requests[0]?.path).toBe('/api/v1/namespaces/demo/pods/p/log?container=main&tailLines=5&previous=true');
  });

  it('fetch each OpenAPI document once', async () => {
    const { cluster, requests } = scriptedClient(({ path }) => ({ body: path === '/openapi/v3' ? { paths: { 'apis/apps/v1': { serverRelativeURL: '/openapi/v3/apis/apps/v1?hash=AB' }, 'api/v1': { serverRelativeURL: '/openapi/v3/api/v1' } } } : { path } }));
    expect(await cluster.openapi('apps/v1')).toEqual({ path: '/openapi/v3/apis/apps/v1?hash=AB' });
    await cluster.openapi('apps/v1');
    expect([await cluster.openapi('v1'), await cluster.openapi('none/v1'), requests.length]).toEqual([{ path: '/openapi/v3/api/v1' }, undefined, 3]);
  });
});
