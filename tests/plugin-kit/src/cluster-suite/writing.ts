import type { KubernetesObject, PatchType } from '@sherpack/plugin-api';
import { jsonEqual } from '@sherpack/yaml/equal';
import { configMap, refTo, thrownBy } from './suite.ts';
import type { ClusterSuite } from './suite.ts';

export function testCreating({ it, expect, open, supports }: ClusterSuite): void {
  it('gives a created object an identity and reads it back', async () => {
    const { cluster, namespace } = await open();
    const { object } = await cluster.create(configMap(namespace, 'created', { a: '1' }));
    expect(typeof object.metadata.uid === 'string' && typeof object.metadata.resourceVersion === 'string').toBe(true);
    const read = await cluster.get(refTo(namespace, 'created'));
    expect(jsonEqual(read, object)).toBe(true);
    expect([read?.apiVersion, read?.kind, read?.['data']]).toEqual(['v1', 'ConfigMap', { a: '1' }]);
  });

  it('creates nothing where something is', async () => {
    const { cluster, namespace } = await open();
    await cluster.create(configMap(namespace, 'twice', { a: 'first' }));
    const { code, failure } = await thrownBy(cluster.create(configMap(namespace, 'twice', { a: 'second' })));
    expect([code, failure?.status, failure?.reason]).toEqual(['CLUSTER_CONFLICT', 409, 'AlreadyExists']);
    expect((await cluster.get(refTo(namespace, 'twice')))?.['data']).toEqual({ a: 'first' });
  });

  if (!supports.namespaces) return;
  it('says that the namespace is missing', async () => {
    const { cluster } = await open();
    const { code, message } = await thrownBy(cluster.create(configMap('there-is-none', 'a')));
    expect([code, message.includes('there-is-none')]).toEqual(['CLUSTER_NOT_FOUND', true]);
  });
}

export function testApplying({ it, expect, open, supports }: ClusterSuite): void {
  it('creates, changes and leaves alone by apply', async () => {
    const { cluster, namespace } = await open();
    const first = await cluster.apply(configMap(namespace, 'applied', { a: '1', b: '1' }), { fieldManager: 'suite' });
    const same = await cluster.apply(configMap(namespace, 'applied', { a: '1', b: '1' }), { fieldManager: 'suite' });
    expect(same.object.metadata.resourceVersion).toBe(first.object.metadata.resourceVersion);
    const changed = await cluster.apply(configMap(namespace, 'applied', { a: '2' }), { fieldManager: 'suite' });
    expect([changed.object.metadata.uid, changed.object['data']]).toEqual([first.object.metadata.uid, { a: '2' }]);
  });

  it('applies to no other object than the one that uid and version name', async () => {
    const { cluster, namespace } = await open();
    const { object } = await cluster.apply(configMap(namespace, 'bound', { a: '1' }), { fieldManager: 'suite' });
    await cluster.apply(configMap(namespace, 'bound', { a: '2' }), { fieldManager: 'suite' });
    const stale = { ...configMap(namespace, 'bound', { a: '3' }), metadata: { name: 'bound', namespace, resourceVersion: object.metadata.resourceVersion ?? '' } };
    expect((await thrownBy(cluster.apply(stale, { fieldManager: 'suite' }))).code).toBe('CLUSTER_CONFLICT');
    const other = { ...stale, metadata: { name: 'bound', namespace, uid: '00000000-0000-4000-8000-000000000000' } };
    expect((await thrownBy(cluster.apply(other, { fieldManager: 'suite' }))).code).toBe('CLUSTER_CONFLICT');
    expect((await cluster.get(refTo(namespace, 'bound')))?.['data']).toEqual({ a: '2' });
  });

  if (!supports.fieldManagers) return;
  it('names path and owner of a field that another manager owns, and takes it by force', async () => {
    const { cluster, namespace } = await open();
    await cluster.apply(configMap(namespace, 'contested', { a: '1' }), { fieldManager: 'first' });
    const { code, message, failure } = await thrownBy(cluster.apply(configMap(namespace, 'contested', { a: '2' }), { fieldManager: 'second' }));
    expect([code, message.includes('.data.a'), message.includes('"first"')]).toEqual(['CLUSTER_CONFLICT', true, true]);
    expect(JSON.stringify(failure?.body?.['details']).includes('FieldManagerConflict')).toBe(true);
    const { object } = await cluster.apply(configMap(namespace, 'contested', { a: '2' }), { fieldManager: 'second', force: true });
    expect(object['data']).toEqual({ a: '2' });
  });
}

export function testReplacing({ it, expect, open }: ClusterSuite): void {
  it('lets one of two writers of the same version win', async () => {
    const { cluster, namespace } = await open();
    const { object } = await cluster.create(configMap(namespace, 'raced', { n: '0' }));
    const tries = await Promise.all(['1', '2', '3'].map((n) => thrownBy(cluster.replace({ ...object, data: { n } }))));
    expect(tries.map(({ code }) => code).toSorted()).toEqual(['CLUSTER_CONFLICT', 'CLUSTER_CONFLICT', 'nothing']);
    expect(tries.filter(({ failure }) => failure !== undefined).map(({ failure }) => failure?.reason)).toEqual(['Conflict', 'Conflict']);
  });

  it('replaces nothing that is not there', async () => {
    const { cluster, namespace } = await open();
    expect((await thrownBy(cluster.replace(configMap(namespace, 'nobody')))).code).toBe('CLUSTER_NOT_FOUND');
  });
}

const PATCHES: Readonly<Record<PatchType, unknown>> = {
  merge: { data: { a: '2', b: null } },
  json: [{ op: 'replace', path: '/data/a', value: '2' }, { op: 'remove', path: '/data/b' }],
  strategic: { data: { a: '2', b: null } },
};

export function testPatching({ it, expect, open, supports }: ClusterSuite): void {
  for (const type of supports.patches) {
    it(`takes a ${type} patch`, async () => {
      const { cluster, namespace } = await open();
      await cluster.create(configMap(namespace, `patched-${type}`, { a: '1', b: '1', c: '1' }));
      const { object } = await cluster.patch(refTo(namespace, `patched-${type}`), type, PATCHES[type]);
      expect(object['data']).toEqual({ a: '2', c: '1' });
      expect((await thrownBy(cluster.patch(refTo(namespace, 'nobody'), type, PATCHES[type]))).code).toBe('CLUSTER_NOT_FOUND');
    });
  }

  if (!supports.subresources) return;
  it('patches a subresource', async () => {
    const { cluster, namespace } = await open();
    await cluster.create(deployment(namespace, 'scaled', 1));
    await cluster.patch({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'scaled' }, 'merge', { spec: { replicas: 0 } }, { subresource: 'scale' });
    const read = await cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace, name: 'scaled' });
    expect((read?.['spec'] as { replicas?: number } | undefined)?.replicas).toBe(0);
  });
}

function deployment(namespace: string, name: string, replicas: number): KubernetesObject {
  const labels = { app: name };
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'none.example/none:1' }] } };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, namespace }, spec: { replicas, selector: { matchLabels: labels }, template } };
}
