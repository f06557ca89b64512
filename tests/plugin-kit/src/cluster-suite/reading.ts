import { CONFIG_MAPS, configMap, refTo, unique } from './suite.ts';
import type { ClusterSuite } from './suite.ts';

export function testIdentity({ it, expect, open, supports }: ClusterSuite): void {
  it('always says the same of itself', async () => {
    const { cluster } = await open();
    const first = await cluster.identity();
    expect(await cluster.identity()).toEqual(first);
    expect(first.uid.length > 0 && first.server.length > 0).toBe(true);
    expect(/^v\d+\.\d+/.test(first.version)).toBe(true);
  });

  it('knows the kinds of Kubernetes and where they live', async () => {
    const { cluster } = await open();
    const { apiVersions } = await cluster.discovery();
    expect(['v1', 'apps/v1', 'batch/v1'].every((apiVersion) => apiVersions.includes(apiVersion))).toBe(true);
    const deployment = await cluster.resource({ apiVersion: 'apps/v1', kind: 'Deployment' });
    expect([deployment?.plural, deployment?.namespaced, deployment?.group, deployment?.version]).toEqual(['deployments', true, 'apps', 'v1']);
    expect((await cluster.resource({ apiVersion: 'v1', kind: 'Namespace' }))?.namespaced).toBe(false);
  });

  if (!supports.openapi) return;
  it('gives the schemas of a group version, and undefined for one that it does not serve', async () => {
    const { cluster } = await open();
    const schemas = (await cluster.openapi('apps/v1'))?.['components'] as { schemas?: Record<string, unknown> } | undefined;
    expect(Object.keys(schemas?.schemas ?? {}).some((name) => name.endsWith('.Deployment'))).toBe(true);
    expect(await cluster.openapi('none.example/v1')).toBe(undefined);
  });
}

export function testReading({ it, expect, open }: ClusterSuite): void {
  it('answers undefined for an object that is not there', async () => {
    const { cluster, namespace } = await open();
    expect(await cluster.get(refTo(namespace, 'nobody'))).toBe(undefined);
  });

  it('ignores the namespace of kinds that have none', async () => {
    const { cluster, namespace } = await open();
    const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: namespace, namespace: 'elsewhere' });
    expect(found?.metadata.name).toBe(namespace);
  });
}

/** More than one page, and no full number of pages. */
const MANY = 510;

export function testLists({ it, expect, open }: ClusterSuite): void {
  it('lists by labels and names, whole or only metadata, each object with its kind', async () => {
    const { cluster, namespace } = await open();
    await cluster.create(configMap(namespace, 'l-one', { a: '1' }, { set: 'list', number: 'one' }));
    await cluster.create(configMap(namespace, 'l-two', { a: '1' }, { set: 'list', number: 'two' }));
    const both = await cluster.list(CONFIG_MAPS, { namespace, labelSelector: 'set=list' });
    expect(both.items.map(({ kind, apiVersion, metadata }) => [kind, apiVersion, metadata.name])).toEqual([['ConfigMap', 'v1', 'l-one'], ['ConfigMap', 'v1', 'l-two']]);
    const [one] = (await cluster.list(CONFIG_MAPS, { namespace, labelSelector: 'set in (list), number!=two', metadataOnly: true })).items;
    expect([one?.kind, one?.metadata.name, one?.['data']]).toEqual(['ConfigMap', 'l-one', undefined]);
    const named = await cluster.list(CONFIG_MAPS, { namespace, fieldSelector: 'metadata.name=l-two' });
    expect(named.items.map(({ metadata }) => metadata.name)).toEqual(['l-two']);
  });

  it('lists one namespace or all of them', async () => {
    const { cluster, namespace } = await open();
    const other = unique('suite');
    await cluster.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: other } });
    await cluster.create(configMap(other, 'far', {}, { set: other }));
    await cluster.create(configMap(namespace, 'near', {}, { set: other }));
    const namesIn = async (where: { namespace?: string }) => (await cluster.list(CONFIG_MAPS, { ...where, labelSelector: `set=${other}` })).items.map(({ metadata }) => metadata.name).toSorted();
    expect([await namesIn({ namespace }), await namesIn({ namespace: other }), await namesIn({})]).toEqual([['near'], ['far'], ['far', 'near']]);
    await cluster.delete({ apiVersion: 'v1', kind: 'Namespace', name: other });
  });

  it('lists more than fit on a page, each once', async () => {
    const { cluster, namespace } = await open();
    const names = Array.from({ length: MANY }, (_, index) => `many-${String(index).padStart(3, '0')}`);
    for (let start = 0; start < MANY; start += 30) {
      await Promise.all(names.slice(start, start + 30).map((name) => cluster.create(configMap(namespace, name, {}, { set: 'many' }))));
    }
    const { items } = await cluster.list(CONFIG_MAPS, { namespace, labelSelector: 'set=many', metadataOnly: true });
    expect(items.map(({ metadata }) => metadata.name).toSorted()).toEqual(names);
  });
}
