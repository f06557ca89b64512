import type { KubernetesObject } from '@sherpack/plugin-api';
import { configMap, thrownBy } from './suite.ts';
import type { ClusterSuite } from './suite.ts';

const VALUE = 'hunter2-is-no-password';

function secret(namespace: string, name: string, data: unknown): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, data };
}

export function testRefusals({ it, expect, open, supports }: ClusterSuite): void {
  it('wants a name', async () => {
    const { cluster, namespace } = await open();
    const nameless: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace } };
    expect((await thrownBy(cluster.apply(nameless, { fieldManager: 'suite' }))).code).toBe('CLUSTER_NO_NAME');
  });

  if (!supports.validation) return;
  it('names every field that is wrong', async () => {
    const { cluster, namespace } = await open();
    const container = { name: 'Not_A_Name' };
    const spec = { selector: { matchLabels: { app: 'a' } }, template: { metadata: { labels: { app: 'b' } }, spec: { containers: [container] } } };
    const wrong: KubernetesObject = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'wrong', namespace }, spec };
    const { code, message, failure } = await thrownBy(cluster.create(wrong));
    const named = ['spec.template.spec.containers[0].name', 'spec.template.spec.containers[0].image', 'spec.template.metadata.labels'];
    expect([code, failure?.status, ...named.filter((field) => !message.includes(field))]).toEqual(['CLUSTER_INVALID', 422]);
  });

  it('refuses fields that the kind does not have, in every way of writing', async () => {
    const { cluster, namespace } = await open();
    const wrong = { ...configMap(namespace, 'strict'), dta: {} };
    const { object } = await cluster.create(configMap(namespace, 'strict-there'));
    const tries = [cluster.create(wrong), cluster.apply(wrong, { fieldManager: 'suite' }), cluster.replace({ ...object, dta: {} })];
    const thrown = await Promise.all(tries.map(thrownBy));
    expect(thrown.map(({ code, message }) => [code, message.includes('dta')])).toEqual([['CLUSTER_INVALID', true], ['CLUSTER_INVALID', true], ['CLUSTER_INVALID', true]]);
  });

  it('never repeats the values of a Secret in an error', async () => {
    const { cluster, namespace } = await open();
    const tries = [
      cluster.create(secret(namespace, 's1', { 'a key': btoa(VALUE) })),
      cluster.create(secret(namespace, 's2', { password: VALUE })),
      cluster.apply(secret(namespace, 's3', { password: { nested: VALUE } }), { fieldManager: 'suite' }),
      cluster.apply({ ...secret(namespace, 's4', {}), type: VALUE, immutable: VALUE }, { fieldManager: 'suite' }),
    ];
    const thrown = await Promise.all(tries.map(thrownBy));
    expect(thrown.map(({ code }) => code)).toEqual(tries.map(() => 'CLUSTER_INVALID'));
    expect(thrown.filter((error) => [VALUE, btoa(VALUE)].some((value) => JSON.stringify(error).includes(value)))).toEqual([]);
  });

  it('says that an object is too large', async () => {
    const { cluster, namespace } = await open();
    const { code } = await thrownBy(cluster.create(configMap(namespace, 'large', { a: 'x'.repeat(4 * 1024 * 1024) })));
    expect(code).toBe('CLUSTER_TOO_LARGE');
  });
}
