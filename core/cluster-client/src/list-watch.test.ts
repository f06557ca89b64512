import type { WatchEvent } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { errorOf, scriptedClient, status } from '../fixtures/scripted-transport.ts';
import type { Reply } from '../fixtures/scripted-transport.ts';

const KIND = { apiVersion: 'v1', kind: 'ConfigMap' };

function page(names: readonly string[], resourceVersion: string, next?: string): Reply {
  return { body: { kind: 'ConfigMapList', metadata: { resourceVersion, ...(next === undefined ? {} : { continue: next }) }, items: names.map((name) => ({ metadata: { name } })) } };
}

const EXPIRED = status(410, 'Expired', 'The provided continue parameter is too old');

function names(items: readonly { metadata: { name?: string } }[]): (string | undefined)[] {
  return items.map(({ metadata }) => metadata.name);
}

describe('lists', () => {
  it('follow all pages and give each object its kind', async () => {
    const { cluster, requests } = scriptedClient((_request, index) => (index === 0 ? page(['a', 'b'], '7', 'next page') : page(['c'], '7')));
    const list = await cluster.list(KIND, { namespace: 'demo', labelSelector: 'x=y' });
    expect([names(list.items), list.resourceVersion, list.items[0]?.kind]).toEqual([['a', 'b', 'c'], '7', 'ConfigMap']);
    expect(requests.map(({ path }) => path)).toEqual([
      '/api/v1/namespaces/demo/configmaps?labelSelector=x%3Dy&limit=500',
      '/api/v1/namespaces/demo/configmaps?labelSelector=x%3Dy&limit=500&continue=next%20page',
    ]);
  });

  it('begin anew when a page has expired, so that they never mix two states', async () => {
    const replies = [page(['old'], '7', 'n'), EXPIRED, page(['a'], '9', 'm'), page(['b'], '9')];
    const { cluster } = scriptedClient((_request, index) => replies[index] ?? new Error('too many'));
    const list = await cluster.list(KIND);
    expect([names(list.items), list.resourceVersion]).toEqual([['a', 'b'], '9']);
  });

  it('ask for everything at once when pages keep expiring', async () => {
    const { cluster, requests } = scriptedClient(({ path }) => {
      if (!path.includes('limit=')) return page(['a', 'b'], '9');
      return path.includes('continue=') ? EXPIRED : page(['a'], '7', 'n');
    });
    expect(names((await cluster.list(KIND)).items)).toEqual(['a', 'b']);
    expect(requests.length).toBe(7);
  });

  it('ask for metadata only, and cut it out where the server cannot', async () => {
    const { cluster, requests } = scriptedClient(() => ({ body: { items: [{ kind: 'PartialObjectMetadata', metadata: { name: 'a' }, data: { k: 'v' } }] } }));
    const { items } = await cluster.list(KIND, { metadataOnly: true });
    expect(items).toEqual([{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }]);
    expect(requests[0]?.headers['accept']).toContain('PartialObjectMetadataList');
  });
});

type Frame = [type: string, name: string, resourceVersion: string];

async function* stream(frames: readonly Frame[], end?: Promise<void>): AsyncGenerator<Uint8Array> {
  const text = frames.map(([type, name, resourceVersion]) => `${JSON.stringify({ type, object: { metadata: { name, resourceVersion } } })}\n`).join('');
  const bytes = new TextEncoder().encode(text);
  // Cut in the middle of lines and of letters.
  for (let at = 0; at < bytes.length; at += 7) yield bytes.slice(at, at + 7);
  await end;
}

async function* failing(code: number): AsyncGenerator<string> {
  yield JSON.stringify({ type: 'ERROR', object: { kind: 'Status', code, reason: 'Expired', message: 'too old resource version' } });
}

async function take(events: AsyncIterable<WatchEvent>, count: number): Promise<unknown[]> {
  const taken: unknown[] = [];
  for await (const event of events) {
    if (event.type === 'reset') taken.push(['reset', ...names(event.items)]);
    else taken.push([event.type, 'object' in event ? event.object.metadata.name : event.resourceVersion]);
    if (taken.length === count) break;
  }
  return taken;
}

describe('watches', () => {
  it('list first, then tell what changes, and go on where the server ended the stream', async () => {
    const streams = [stream([['ADDED', 'bä', '8'], ['BOOKMARK', '', '12']]), stream([['MODIFIED', 'bä', '13'], ['DELETED', 'a', '14']])];
    const { cluster, requests } = scriptedClient((request) => (request.stream === true ? { body: streams.shift() } : page(['a'], '7')));
    expect(await take(cluster.watch(KIND, { namespace: 'demo' }), 5)).toEqual([['reset', 'a'], ['added', 'bä'], ['bookmark', '12'], ['modified', 'bä'], ['deleted', 'a']]);
    const versions = requests.filter(({ stream: streamed }) => streamed).map(({ path }) => new URLSearchParams(path.split('?')[1]).get('resourceVersion'));
    expect(versions).toEqual(['7', '12']);
    expect(requests[1]?.path).toContain('allowWatchBookmarks=true');
  });

  it('do not list when they are told where to go on', async () => {
    const { cluster, requests } = scriptedClient(() => ({ body: stream([['ADDED', 'b', '8']]) }));
    expect(await take(cluster.watch(KIND, { resourceVersion: '7' }), 1)).toEqual([['added', 'b']]);
    expect(requests.length).toBe(1);
  });

  it.each([
    ['as an event', () => ({ body: failing(410) })],
    ['as the answer', () => EXPIRED],
  ])('begin anew with a reset when their version is gone (%s)', async (_how, gone) => {
    const opened = [gone(), { body: stream([['ADDED', 'c', '21']]) }];
    const { cluster } = scriptedClient((request) => (request.stream === true ? (opened.shift() ?? new Error('too many')) : page(['a', 'b'], '20')));
    expect(await take(cluster.watch(KIND, { resourceVersion: '1' }), 2)).toEqual([['reset', 'a', 'b'], ['added', 'c']]);
  });

  it('back off while the server fails, and forget that with the next event', async () => {
    const replies = [status(503, 'ServiceUnavailable', 'x'), status(503, 'ServiceUnavailable', 'x'), { body: stream([['ADDED', 'b', '8']]) }, status(503, 'ServiceUnavailable', 'x'), { body: stream([['ADDED', 'c', '9']]) }];
    const { cluster, clock } = scriptedClient(() => replies.shift() ?? new Error('too many'));
    expect(await take(cluster.watch(KIND, { resourceVersion: '7' }), 2)).toEqual([['added', 'b'], ['added', 'c']]);
    expect(clock.slept).toEqual([200]);
  });

  it('do not ask in a tight loop a server that ends every watch at once', async () => {
    const stop = new AbortController();
    const { cluster, clock } = scriptedClient((_request, index) => {
      if (index === 4) stop.abort();
      return { body: stream([]) };
    });
    expect(await take(cluster.watch(KIND, { resourceVersion: '7', signal: stop.signal }), 9)).toEqual([]);
    expect(clock.slept).toEqual([200, 400, 800]);
  });

  it('end with an error that no repetition cures', async () => {
    const { cluster } = scriptedClient(() => status(403, 'Forbidden', 'configmaps is forbidden'));
    expect((await errorOf(take(cluster.watch(KIND, { resourceVersion: '7' }), 1))).code).toBe('CLUSTER_FORBIDDEN');
  });

  it('end quietly when they are told to, also in the middle of a stream', async () => {
    const stop = new AbortController();
    const { cluster, requests } = scriptedClient((request) => (request.stream === true ? { body: stream([['ADDED', 'b', '8']], new Promise((resolve) => {
      request.signal?.addEventListener('abort', () => resolve());
    })) } : page([], '7')));
    const seen: string[] = [];
    for await (const event of cluster.watch(KIND, { signal: stop.signal })) {
      seen.push(event.type);
      if (event.type === 'added') stop.abort();
    }
    expect([seen, requests.length]).toEqual([['reset', 'added'], 2]);
  });

  it('end their request when nobody listens any more', async () => {
    let ended = false;
    const { cluster } = scriptedClient((request) => {
      request.signal?.addEventListener('abort', () => void (ended = true));
      return { body: stream([['ADDED', 'b', '8']]) };
    });
    await take(cluster.watch(KIND, { resourceVersion: '7' }), 1);
    expect(ended).toBe(true);
  });
});
