import type { WatchEvent } from '@sherpack/plugin-api';
import { CONFIG_MAPS, LONG, configMap, refTo, thrownBy } from './suite.ts';
import type { ClusterSuite } from './suite.ts';

export function testWaiting({ it, expect, open, supports }: ClusterSuite): void {
  it('does not wait for what holds already', async () => {
    const { cluster, namespace } = await open();
    expect(await cluster.waitFor(refTo(namespace, 'nobody'), (object) => object === undefined, { timeout: LONG })).toBe(undefined);
  });

  it('gives up when the time is over, and at once when it is told to', async () => {
    const { cluster, namespace } = await open();
    const forever = () => false;
    expect((await thrownBy(cluster.waitFor(refTo(namespace, 'nobody'), forever, { timeout: 1 }))).code).toBe('CLUSTER_WAIT_TIMEOUT');
    const stop = new AbortController();
    const waiting = thrownBy(cluster.waitFor(refTo(namespace, 'nobody'), forever, { timeout: LONG, signal: stop.signal }));
    stop.abort(new Error('told to'));
    expect((await waiting).message).toBe('told to');
  });

  if (!supports.watch) return;
  it('sees when an object comes, changes and goes', async () => {
    const { cluster, namespace } = await open();
    const ref = refTo(namespace, 'awaited');
    const come = cluster.waitFor(ref, (object) => object !== undefined, { timeout: LONG });
    const { object } = await cluster.create(configMap(namespace, 'awaited', { a: '1' }));
    expect((await come)?.metadata.uid).toBe(object.metadata.uid);
    const changed = cluster.waitFor(ref, (live) => (live?.['data'] as { a?: string } | undefined)?.a === '2', { timeout: LONG });
    await cluster.replace({ ...object, data: { a: '2' } });
    expect((await changed)?.metadata.uid).toBe(object.metadata.uid);
    const gone = cluster.waitFor(ref, (live) => live === undefined, { timeout: LONG });
    await cluster.delete(ref);
    expect(await gone).toBe(undefined);
  });
}

export function testWatching({ it, expect, open, supports }: ClusterSuite): void {
  it('begins a watch with all that is there, and ends it when it is told to', async () => {
    const { cluster, namespace } = await open();
    await cluster.create(configMap(namespace, 'w-first', {}, { set: 'begun' }));
    const stop = new AbortController();
    const events: string[] = [];
    for await (const event of cluster.watch(CONFIG_MAPS, { namespace, labelSelector: 'set=begun', signal: stop.signal })) {
      events.push(event.type === 'reset' ? event.items.map(({ metadata }) => metadata.name).join() : event.type);
      stop.abort();
    }
    expect(events).toEqual(['w-first']);
  });

  if (!supports.watch) return;
  it('tells every change in its order', async () => {
    const { cluster, namespace } = await open();
    const watching = cluster.watch(CONFIG_MAPS, { namespace, labelSelector: 'set=told' })[Symbol.asyncIterator]();
    expect((await watching.next()).value).toEqual({ type: 'reset', items: [] });
    const { object } = await cluster.create(configMap(namespace, 'told', { a: '1' }, { set: 'told' }));
    await cluster.replace({ ...object, data: { a: '2' } });
    await cluster.delete(refTo(namespace, 'told'));
    const told = [await nextChange(watching), await nextChange(watching), await nextChange(watching)];
    await watching.return?.();
    expect(told).toEqual([['added', 'told', '1'], ['modified', 'told', '2'], ['deleted', 'told', '2']]);
  });

  it('goes on from the version that it is given', async () => {
    const { cluster, namespace } = await open();
    const { object } = await cluster.create(configMap(namespace, 'resumed', { a: '1' }, { set: 'resumed' }));
    await cluster.replace({ ...object, data: { a: '2' } });
    const watching = cluster.watch(CONFIG_MAPS, { namespace, labelSelector: 'set=resumed', resourceVersion: object.metadata.resourceVersion })[Symbol.asyncIterator]();
    const told = await nextChange(watching);
    await watching.return?.();
    expect(told).toEqual(['modified', 'resumed', '2']);
  });
}

async function nextChange(watching: AsyncIterator<WatchEvent>): Promise<readonly unknown[]> {
  for (;;) {
    const { value } = (await watching.next()) as { value: WatchEvent | undefined };
    if (value === undefined) return ['ended'];
    if ('object' in value) return [value.type, value.object.metadata.name, (value.object['data'] as { a?: string }).a];
    if (value.type === 'reset') return ['reset'];
  }
}
