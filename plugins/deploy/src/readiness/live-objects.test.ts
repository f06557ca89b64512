import { getEventListeners } from 'node:events';
import type { KubernetesObject, WatchEvent, WatchOptions } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { createLiveObjects } from './live-objects.ts';

const A = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: 'a' };
const OBJECT: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop', uid: 'u' } };

/** A server whose watches begin with what is there, and tell nothing by themselves. */
function serverWith(...there: KubernetesObject[]) {
  const open = new Set<(event: WatchEvent) => void>();
  const counts = { watches: 0, gets: 0 };
  async function* watch(_kind: unknown, { signal }: WatchOptions = {}): AsyncGenerator<WatchEvent> {
    counts.watches += 1;
    const events: WatchEvent[] = [{ type: 'reset', items: [...there] }];
    let wake = () => {};
    const push = (event: WatchEvent) => { events.push(event); wake(); };
    open.add(push);
    signal?.addEventListener('abort', () => { open.delete(push); wake(); });
    while (open.has(push)) {
      for (let event = events.shift(); event !== undefined; event = events.shift()) yield event;
      await new Promise<void>((resolve) => { wake = resolve; });
    }
  }
  const get = async () => { counts.gets += 1; return there[0]; };
  return { cluster: { watch, get }, counts, watching: () => open.size, tell: (event: WatchEvent) => open.forEach((push) => push(event)), there };
}

type Live = ReturnType<typeof createLiveObjects>;

/** What a follower is told first. */
async function firstWord(live: Live, leaving?: string): Promise<KubernetesObject | undefined> {
  const stop = new AbortController();
  let word: KubernetesObject | undefined;
  await live.follow(A, (object) => { word = object; stop.abort(); }, { signal: stop.signal, leaving });
  return word;
}

describe('live objects', () => {
  it('are watched once for all that follow one after the other, until the end', async () => {
    const server = serverWith(OBJECT);
    const end = new AbortController();
    const live = createLiveObjects(server.cluster, end.signal);
    for (let round = 0; round < 3; round += 1) await firstWord(live);
    expect([server.counts.watches, server.watching()]).toEqual([1, 1]);
    end.abort();
    expect(server.watching()).toBe(0);
  });

  it('have one listener at the end, however many kinds are watched', async () => {
    const end = new AbortController();
    const live = createLiveObjects(serverWith(OBJECT).cluster, end.signal);
    for (const kind of ['ConfigMap', 'Secret', 'Pod']) void live.followKind({ apiVersion: 'v1', kind }, () => undefined, { signal: new AbortController().signal });
    expect(getEventListeners(end.signal, 'abort').length).toBe(1);
    end.abort();
  });

  it('are watched only while somebody follows where no end is known', async () => {
    const server = serverWith(OBJECT);
    const live = createLiveObjects(server.cluster);
    for (let round = 0; round < 3; round += 1) await firstWord(live);
    expect([server.counts.watches, server.watching()]).toEqual([3, 0]);
  });

  it('do not count as gone for a watch that has not heard of them yet', async () => {
    const server = serverWith();
    const live = createLiveObjects(server.cluster, new AbortController().signal);
    expect(await firstWord(live, 'u')).toBeUndefined();
    server.there.push(OBJECT);
    expect([(await firstWord(live, 'u'))?.metadata.uid, server.counts]).toEqual(['u', { watches: 1, gets: 1 }]);
    expect(await firstWord(live)).toBeUndefined();
  });

  it('count as gone when the watch has seen them go', async () => {
    const server = serverWith(OBJECT);
    const live = createLiveObjects(server.cluster, new AbortController().signal);
    await firstWord(live);
    server.tell({ type: 'deleted', object: OBJECT });
    await new Promise((resolve) => { setImmediate(resolve); });
    expect([await firstWord(live, 'u'), server.counts.gets]).toEqual([undefined, 0]);
    expect([(await firstWord(live, 'another'))?.metadata.uid, server.counts.gets]).toEqual(['u', 1]);
  });
});
