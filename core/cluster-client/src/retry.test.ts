import { describe, expect, it } from 'vitest';
import { CONFIG_MAP, errorOf, refused, reset, scriptedClient, status } from '../fixtures/scripted-transport.ts';
import { retryAfter } from './retry.ts';

const REF = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'demo', name: 'a' };
const APPLY = { fieldManager: 'me' };

/** Answers once, so that the server counts as one that is there. */
async function known(script: Parameters<typeof scriptedClient>[0]) {
  const made = scriptedClient((request, index) => (index === 0 ? { body: CONFIG_MAP } : script(request, index - 1)));
  await made.cluster.get(REF);
  return made;
}

describe('retries', () => {
  it('back off exponentially on failures of the server and give up after six attempts', async () => {
    const { cluster, clock, requests } = scriptedClient(() => status(503, 'ServiceUnavailable', 'starting'));
    const error = await errorOf(cluster.get(REF));
    expect(error).toMatchObject({ code: 'CLUSTER_SERVER_ERROR', failure: { status: 503 } });
    expect([requests.length, clock.slept]).toEqual([6, [200, 400, 800, 1600, 3200]]);
  });

  it('wait as long as Retry-After says, but not without limit', async () => {
    const { cluster, clock } = scriptedClient((_request, index) => (index < 2 ? { ...status(429, 'TooManyRequests', 'slow down'), headers: { 'retry-after': index === 0 ? '7' : '3600' } } : { body: CONFIG_MAP }));
    await cluster.get(REF);
    expect(clock.slept).toEqual([7000, 30_000]);
  });

  it('end when their time is over, whatever attempts are left', async () => {
    const { cluster, clock } = scriptedClient(() => ({ ...status(429, 'TooManyRequests', 'slow down'), headers: { 'retry-after': '3600' } }), { retry: { longest: 50_000 } });
    expect((await errorOf(cluster.get(REF))).code).toBe('CLUSTER_BUSY');
    expect(clock.slept).toEqual([50_000, 50_000]);
  });

  it('repeat a creation after 429, for that is said before anything is done', async () => {
    const { cluster, requests } = scriptedClient((_request, index) => (index === 0 ? status(429, 'TooManyRequests', 'slow down') : { status: 201, body: CONFIG_MAP }));
    await cluster.create(CONFIG_MAP);
    expect(requests.map(({ method }) => method)).toEqual(['POST', 'POST']);
  });

  it('never repeat a creation that may have arrived, and say so', async () => {
    for (const answer of [reset(), status(504, 'Timeout', 'request did not complete'), { status: 502, body: '<html>Bad gateway</html>' }, status(500, 'InternalError', 'etcdserver: request timed out')]) {
      const { cluster, requests } = await known(() => answer);
      const error = await errorOf(cluster.create(CONFIG_MAP));
      expect([error.code, error.exitCode, requests.length]).toEqual(['CLUSTER_OUTCOME_UNKNOWN', 5, 2]);
      expect(error.hint).toContain('Look at the object');
    }
  });

  it('know that a failed webhook created nothing', async () => {
    const { cluster } = await known(() => status(500, 'InternalError', 'Internal error occurred: failed calling webhook "x": context deadline exceeded (timeout)'));
    expect((await errorOf(cluster.create(CONFIG_MAP))).code).toBe('CLUSTER_SERVER_ERROR');
  });

  it('repeat a creation as a dry run, and one that never left this machine', async () => {
    const dry = await known((_request, index) => (index === 0 ? reset() : { body: CONFIG_MAP }));
    await dry.cluster.dryRun.create(CONFIG_MAP);
    const unsent = await known((_request, index) => (index === 0 ? refused() : { body: CONFIG_MAP }));
    await unsent.cluster.create(CONFIG_MAP);
    expect([dry.requests.length, unsent.requests.length]).toEqual([3, 3]);
  });

  it('repeat apply, replace and deletions bound to a UID', async () => {
    const { cluster, requests } = await known((_request, index) => (index % 2 === 0 ? reset() : { body: CONFIG_MAP }));
    await cluster.apply(CONFIG_MAP, APPLY);
    await cluster.replace(CONFIG_MAP);
    await cluster.delete(REF, { uid: 'u' });
    expect(requests.slice(1).map(({ method }) => method)).toEqual(['PATCH', 'PATCH', 'PUT', 'PUT', 'DELETE', 'DELETE']);
  });

  it('do not repeat a deletion by name or a JSON patch that may have arrived', async () => {
    const { cluster } = await known(() => reset());
    expect((await errorOf(cluster.delete(REF))).code).toBe('CLUSTER_OUTCOME_UNKNOWN');
    expect((await errorOf(cluster.patch(REF, 'json', []))).code).toBe('CLUSTER_OUTCOME_UNKNOWN');
  });

  it('take a deletion that finds nothing on the second try for its own work', async () => {
    const { cluster } = await known((_request, index) => (index === 0 ? reset() : status(404, 'NotFound', 'configmaps "a" not found')));
    expect(await cluster.delete(REF, { uid: 'u' })).toBe(true);
  });

  it('do not call a conflict on the second try a conflict with others', async () => {
    const { cluster } = await known((_request, index) => (index === 0 ? reset() : status(409, 'Conflict', 'the object has been modified')));
    expect((await errorOf(cluster.replace({ ...CONFIG_MAP, metadata: { name: 'a', resourceVersion: '1' } }))).code).toBe('CLUSTER_OUTCOME_UNKNOWN');
  });

  it('are not made for a server that never answered', async () => {
    const { cluster, clock } = scriptedClient(() => refused());
    const error = await errorOf(cluster.get(REF));
    expect([error.code, error.exitCode, clock.slept]).toEqual(['CLUSTER_UNREACHABLE', 5, []]);
    expect(error.hint).toContain('--cluster sandbox');
  });

  it('are made for a server that answered before', async () => {
    const { cluster, clock } = await known((_request, index) => (index < 3 ? refused() : { body: CONFIG_MAP }));
    await cluster.get(REF);
    expect(clock.slept).toEqual([200, 400, 800]);
  });

  it('stop at once when the signal aborts', async () => {
    const stop = new AbortController();
    const { cluster, requests } = scriptedClient(() => {
      stop.abort(new Error('enough'));
      return status(503, 'ServiceUnavailable', 'starting');
    });
    expect((await errorOf(cluster.get(REF, { signal: stop.signal }))).message).toBe('enough');
    expect(requests.length).toBe(1);
  });

  it('are not made for what no repetition can cure', async () => {
    for (const [code, reason] of [[400, 'BadRequest'], [401, 'Unauthorized'], [403, 'Forbidden'], [422, 'Invalid']] as const) {
      const { cluster, requests } = scriptedClient(() => status(code, reason, 'no'));
      await errorOf(cluster.apply(CONFIG_MAP, APPLY));
      expect(requests.length).toBe(1);
    }
  });
});

describe('Retry-After', () => {
  it('is seconds or a date', () => {
    expect(retryAfter({ 'retry-after': '3' }, 0)).toBe(3000);
    expect(retryAfter({ 'retry-after': 'Thu, 01 Jan 1970 00:00:10 GMT' }, 4000)).toBe(6000);
    expect(retryAfter({ 'retry-after': 'Thu, 01 Jan 1970 00:00:10 GMT' }, 20_000)).toBe(0);
    expect(retryAfter({ 'retry-after': 'soon' }, 0)).toBe(undefined);
    expect(retryAfter({}, 0)).toBe(undefined);
  });
});
