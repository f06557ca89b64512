import { describe, expect, it } from 'vitest';
import { testStorageDriver } from '@sherpack/plugin-kit/suites/storage-driver';
import { createManualClock } from '../fixtures/manual-clock.ts';
import { createMemoryCluster } from '../fixtures/memory-cluster.ts';
import type { MemoryCluster } from '../fixtures/memory-cluster.ts';
import { partsOf } from '../fixtures/parts.ts';
import { revisionOf } from '../fixtures/revision.ts';
import configmap from './drivers/configmap.ts';
import secrets from './drivers/secrets.ts';
import { createReleaseStore } from './release-store.ts';
import { routingDriver } from './routing-driver.ts';
import { signpost } from './signpost.ts';
import type { RoutingDriver } from './routing-driver.ts';

const WEB = { name: 'web', namespace: 'shop' };

async function open(cluster: MemoryCluster, preferred: string | undefined): Promise<RoutingDriver> {
  const context = contextOf(cluster);
  const primary = await secrets.open(context);
  return routingDriver({ primary, open: () => configmap.open(context), preferred: preferred === undefined ? undefined : { driver: preferred, options: {} } });
}

async function write(cluster: MemoryCluster, preferred: string | undefined, revision: number): Promise<void> {
  const held = await createReleaseStore(partsOf(await open(cluster, preferred), createManualClock())).hold(WEB);
  await held.write(revisionOf(WEB, revision));
  await held.end();
}

function contextOf(cluster: MemoryCluster) {
  return { access: { cluster: async () => cluster as never }, options: {}, readOnly: false };
}

function secretsOf(cluster: MemoryCluster) {
  return secrets.open(contextOf(cluster));
}

function configmapsOf(cluster: MemoryCluster) {
  return configmap.open(contextOf(cluster));
}

async function purge(cluster: MemoryCluster): Promise<void> {
  const driver = await open(cluster, undefined);
  const parts = { ...partsOf(driver, createManualClock()), unroute: driver.unroute };
  await (await createReleaseStore(parts).hold(WEB)).purge();
}

function kinds(cluster: MemoryCluster): readonly string[] {
  return [...cluster.objects.values()].map(({ kind, metadata }) => `${kind} ${metadata.name?.replace(/blob\.\w+/, 'blob')}`).toSorted();
}

describe.each(['configmap', undefined])('a routing driver that prefers %s', (preferred) => {
  const cluster = createMemoryCluster(['suite-a', 'suite-b']);
  testStorageDriver(() => open(cluster, preferred), { describe, it, expect });
});

describe('a release that a pack wants elsewhere', () => {
  it('lies there, with a signpost where one looks first, and is found by who knows no pack', async () => {
    const cluster = createMemoryCluster(['shop']);
    await write(cluster, 'configmap', 1);
    expect(kinds(cluster)).toEqual(['ConfigMap sherpack.web.blob', 'ConfigMap sherpack.web.head', 'ConfigMap sherpack.web.revision.1', 'Secret sherpack.web.head']);
    const store = createReleaseStore(partsOf(await open(cluster, undefined), createManualClock()));
    expect((await store.summaries()).map(({ revision }) => revision)).toEqual([1]);
    expect((await store.read(WEB, 1)).revision).toBe(1);
    await write(cluster, undefined, 2);
    expect(kinds(cluster).filter((name) => name.startsWith('Secret'))).toEqual(['Secret sherpack.web.head']);
    expect((await store.summaries({ namespace: 'shop', name: 'web' })).map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('stays where it is when it was there before the pack asked', async () => {
    const cluster = createMemoryCluster(['shop']);
    await write(cluster, undefined, 1);
    await write(cluster, 'configmap', 2);
    expect(kinds(cluster).every((name) => name.startsWith('Secret'))).toBe(true);
  });

  it('leaves nothing when it is purged, nor when a first writer dies at the signpost', async () => {
    const cluster = createMemoryCluster(['shop']);
    await write(cluster, 'configmap', 1);
    await purge(cluster);
    expect(kinds(cluster)).toEqual([]);
    const { data, metadata } = signpost({ driver: 'configmap', options: {} });
    await (await secretsOf(cluster)).put({ release: WEB, name: 'head' }, data, metadata, { expect: 'absent' });
    const store = createReleaseStore(partsOf(await open(cluster, undefined), createManualClock()));
    expect([await store.head(WEB), await store.summaries()]).toEqual([undefined, []]);
    await write(cluster, undefined, 1);
    await purge(cluster);
    expect(kinds(cluster)).toEqual([]);
  });

  it('keeps the signpost that somebody uses again while another one purges', async () => {
    const cluster = createMemoryCluster(['shop']);
    await write(cluster, 'configmap', 1);
    const slow = await open(cluster, undefined);
    expect((await slow.get({ release: WEB, name: 'head' }))?.version).toBeDefined();
    await (await configmapsOf(cluster)).delete({ release: WEB, name: 'head' });
    await write(cluster, undefined, 1);
    await slow.unroute(WEB);
    expect((await createReleaseStore(partsOf(await open(cluster, undefined), createManualClock())).summaries()).length).toBe(1);
  });
});
