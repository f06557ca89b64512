import { describe, expect, it } from 'vitest';
import { ObjectStore } from '../store/object-store.ts';
import { testClient, type TestClient } from './test-client.ts';

const maps = '/api/v1/namespaces/default/configmaps';

interface Watched {
  readonly types: string[];
  readonly names: (string | undefined)[];
}

/** Reads `count` events of a watch and ends it. */
async function watch(client: TestClient, query: string, count: number, act: () => Promise<void>): Promise<Watched> {
  const ended = new AbortController();
  const response = await client.server.handle({ method: 'GET', path: `${maps}?watch=true&${query}`, signal: ended.signal });
  await act();
  const events: { type: string; object: { metadata: { name?: string } } }[] = [];
  for await (const line of response.stream ?? []) {
    events.push(JSON.parse(line));
    if (events.length === count) break;
  }
  ended.abort();
  return { types: events.map(({ type }) => type), names: events.map(({ object }) => object.metadata.name) };
}

describe('a watch', () => {
  it('begins with what is there and goes on with every change', async () => {
    const client = await testClient({ controllers: false });
    await client.call('POST', maps, { metadata: { name: 'a' } });
    const seen = await watch(client, '', 3, async () => {
      await client.call('POST', maps, { metadata: { name: 'b' } });
      await client.call('DELETE', `${maps}/a`);
    });
    expect(seen).toEqual({ types: ['ADDED', 'ADDED', 'DELETED'], names: ['a', 'b', 'a'] });
  });

  it('goes on from a version without missing or repeating a change', async () => {
    const client = await testClient({ controllers: false });
    await client.call('POST', maps, { metadata: { name: 'a' } });
    const { metadata } = await client.get(maps);
    await client.call('POST', maps, { metadata: { name: 'b' } });
    const seen = await watch(client, `resourceVersion=${metadata.resourceVersion}`, 1, async () => undefined);
    expect(seen).toEqual({ types: ['ADDED'], names: ['b'] });
  });

  it('reports an object that leaves the selection as deleted', async () => {
    const client = await testClient({ controllers: false });
    const seen = await watch(client, 'labelSelector=x%3D1', 2, async () => {
      await client.call('POST', maps, { metadata: { name: 'a', labels: { x: '1' } } });
      await client.call('PATCH', `${maps}/a`, { metadata: { labels: { x: '2' } } }, { 'content-type': 'application/merge-patch+json' });
    });
    expect(seen.types).toEqual(['ADDED', 'DELETED']);
  });

  it('ends when its time is over', async () => {
    const client = await testClient({ controllers: false });
    const response = await client.server.handle({ method: 'GET', path: `${maps}?watch=true&timeoutSeconds=5` });
    await client.clock.advance(5000);
    const lines = [];
    for await (const line of response.stream ?? []) lines.push(line);
    expect(lines).toEqual([]);
  });

  it('asks to list again when the history does not reach back', async () => {
    const store = new ObjectStore();
    const client = await testClient({ controllers: false, store });
    const version = store.revision;
    for (let i = 0; i < 20_001; i += 1) store.put({ bucket: 'leases.coordination.k8s.io', namespace: 'default', name: 'l' }, { metadata: { name: 'l' } });
    expect(await eventsOf(client, `resourceVersion=${version}`)).toEqual([['ERROR', expect.objectContaining({ kind: 'Status', code: 410, reason: 'Expired', message: `too old resource version: ${version} (${store.revision})` })]]);
  });

  it('says where the initial objects end to those who ask for it', async () => {
    const client = await testClient({ controllers: false });
    await client.call('POST', maps, { metadata: { name: 'a' } });
    const initial = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&timeoutSeconds=1';
    const end = ['BOOKMARK', { kind: 'ConfigMap', apiVersion: 'v1', metadata: { resourceVersion: expect.any(String) as string, annotations: { 'k8s.io/initial-events-end': 'true' } } }];
    const added = ['ADDED', expect.objectContaining({ kind: 'ConfigMap' })];
    expect(await eventsOf(client, `${initial}&allowWatchBookmarks=true`, 1000)).toEqual([added, end]);
    expect(await eventsOf(client, initial, 1000)).toEqual([added]);
    expect(await eventsOf(client, `${initial.replace('true', 'false')}&allowWatchBookmarks=true`, 1000)).toEqual([]);
    expect(await eventsOf(client, `${initial}&resourceVersion=999`)).toEqual([['ERROR', expect.objectContaining({ code: 504, reason: 'Timeout' })]]);
  });

  it('tells every minute, and before its end, how far its client is', async () => {
    const client = await testClient({ controllers: false });
    const events = await eventsOf(client, 'timeoutSeconds=130&allowWatchBookmarks=true', 130_000);
    expect(events.map(([type]) => type)).toEqual(['BOOKMARK', 'BOOKMARK']);
  });

  it('begins with a zero object of its kind in bookmarks', async () => {
    const client = await testClient({ controllers: false });
    const response = await client.server.handle({ method: 'GET', path: '/apis/apps/v1/deployments?watch=1&timeoutSeconds=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true' });
    await client.clock.advance(1000);
    for await (const line of response.stream ?? []) expect(JSON.parse(line)).toMatchObject({ object: { kind: 'Deployment', spec: { template: { metadata: {} } }, status: {} } });
  });

  it('is many at once without a word of warning, and none when the server is closed', async () => {
    const client = await testClient({ controllers: false });
    for (let i = 0; i < 50; i += 1) await client.server.handle({ method: 'GET', path: `${maps}?watch=1` });
    expect(client.server.watches).toBe(50);
    await client.server.close();
    expect(client.server.watches).toBe(0);
  });
});

/** All events of a watch that ends by itself, or after some milliseconds of the server's time. */
async function eventsOf(client: TestClient, query: string, ms = 0): Promise<[string, unknown][]> {
  const response = await client.server.handle({ method: 'GET', path: `${maps}?watch=1&${query}` });
  await client.clock.advance(ms);
  const events: [string, unknown][] = [];
  for await (const line of response.stream ?? []) {
    const { type, object } = JSON.parse(line) as { type: string; object: unknown };
    events.push([type, object]);
  }
  return events;
}
