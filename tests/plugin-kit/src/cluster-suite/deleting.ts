import type { KubernetesObject } from '@sherpack/plugin-api';
import { jsonEqual } from '@sherpack/yaml/equal';
import { configMap, refTo, thrownBy } from './suite.ts';
import type { ClusterSuite } from './suite.ts';

export function testDeleting({ it, expect, open, supports }: ClusterSuite): void {
  it('says whether there was anything to delete', async () => {
    const { cluster, namespace } = await open();
    await cluster.create(configMap(namespace, 'deleted'));
    const onHeld = () => { throw new Error('it is gone at once'); };
    expect(await cluster.delete(refTo(namespace, 'deleted'), { propagation: 'background', onHeld })).toBe(true);
    expect(await cluster.delete(refTo(namespace, 'deleted'))).toBe(false);
    expect(await cluster.get(refTo(namespace, 'deleted'))).toBe(undefined);
  });

  it('deletes only the object that uid and version name', async () => {
    const { cluster, namespace } = await open();
    const { object } = await cluster.create(configMap(namespace, 'kept', { a: '1' }));
    const { object: newer } = await cluster.replace({ ...object, data: { a: '2' } });
    const ref = refTo(namespace, 'kept');
    expect((await thrownBy(cluster.delete(ref, { uid: '00000000-0000-4000-8000-000000000000' }))).code).toBe('CLUSTER_CONFLICT');
    expect((await thrownBy(cluster.delete(ref, { resourceVersion: object.metadata.resourceVersion }))).code).toBe('CLUSTER_CONFLICT');
    expect((await cluster.get(ref))?.metadata.uid).toBe(object.metadata.uid);
    expect(await cluster.delete(ref, { uid: newer.metadata.uid, resourceVersion: newer.metadata.resourceVersion })).toBe(true);
  });

  if (!supports.finalizers) return;
  it('leaves an object with a finalizer until that is taken away', async () => {
    const { cluster, namespace } = await open();
    const held = configMap(namespace, 'held');
    await cluster.create({ ...held, metadata: { ...held.metadata, finalizers: ['suite.sherpack.io/hold'] } });
    const told: (string | undefined)[] = [];
    const onHeld = ({ metadata }: KubernetesObject) => { told.push(metadata.name); };
    expect(await cluster.delete(refTo(namespace, 'held'), { propagation: 'foreground', onHeld })).toBe(true);
    expect(told).toEqual(['held']);
    expect(typeof (await cluster.get(refTo(namespace, 'held')))?.metadata.deletionTimestamp).toBe('string');
    await cluster.patch(refTo(namespace, 'held'), 'merge', { metadata: { finalizers: null } });
    expect(await cluster.get(refTo(namespace, 'held'))).toBe(undefined);
  });
}

export function testDryRuns({ it, expect, open }: ClusterSuite): void {
  it('answers dry runs as the real writes and leaves nothing', async () => {
    const { cluster, namespace } = await open();
    const made = await cluster.dryRun.create(configMap(namespace, 'imagined', { a: '1' }));
    const applied = await cluster.dryRun.apply(configMap(namespace, 'imagined', { a: '1' }), { fieldManager: 'suite' });
    expect([made.object['data'], applied.object['data']]).toEqual([{ a: '1' }, { a: '1' }]);
    expect(await cluster.get(refTo(namespace, 'imagined'))).toBe(undefined);
  });

  it('leaves what is there as it is in dry runs', async () => {
    const { cluster, namespace } = await open();
    const { object } = await cluster.create(configMap(namespace, 'real', { a: '1' }));
    const ref = refTo(namespace, 'real');
    await cluster.dryRun.replace({ ...object, data: { a: '2' } });
    await cluster.dryRun.patch(ref, 'merge', { data: { a: '3' } });
    await cluster.dryRun.apply(configMap(namespace, 'real', { b: '4' }), { fieldManager: 'suite', force: true });
    expect(await cluster.dryRun.delete(ref)).toBe(true);
    expect(jsonEqual(await cluster.get(ref), object)).toBe(true);
    expect((await thrownBy(cluster.dryRun.create(configMap(namespace, 'real')))).code).toBe('CLUSTER_CONFLICT');
  });
}
