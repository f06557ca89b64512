import { describe, expect, it } from 'vitest';
import { testClient, type TestClient } from '../server/test-client.ts';

const maps = '/api/v1/namespaces/default/configmaps';
const annotation = 'kubectl.kubernetes.io/last-applied-configuration';
const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { a: '1' } };
/** What `kubectl apply` of old writes always has annotations. */
const before = `${JSON.stringify({ apiVersion: 'v1', data: { a: '1' }, kind: 'ConfigMap', metadata: { annotations: {}, name: 'a', namespace: 'default' } })}\n`;

async function withApplied(): Promise<TestClient> {
  const client = await testClient({ controllers: false });
  await client.call('POST', maps, { ...map, metadata: { name: 'a', annotations: { [annotation]: before } } }, { 'user-agent': 'kubectl-client-side-apply' });
  return client;
}

describe('the annotation of kubectl apply', () => {
  it('is brought up to date by an apply on the server\'s side that changes nothing else', async () => {
    const client = await withApplied();
    const { status, body } = await client.apply(`${maps}/a`, map, 'kubectl', true);
    expect([status, body.metadata.annotations?.[annotation]]).toEqual([200, '{"apiVersion":"v1","data":{"a":"1"},"kind":"ConfigMap","metadata":{"name":"a"}}\n']);
  });

  it('is left alone by any other manager', async () => {
    const client = await withApplied();
    const { body } = await client.apply(`${maps}/a`, map, 'other', true);
    expect(body.metadata.annotations?.[annotation]).toBe(before);
  });
});
