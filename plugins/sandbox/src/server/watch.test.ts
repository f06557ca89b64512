import { describe, expect, it } from 'vitest';
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
    const client = await testClient({ controllers: false });
    expect((await client.call('GET', `${maps}?watch=true&resourceVersion=999999`)).status).toBe(200);
  });
});
