import { describe, expect, it } from 'vitest';
import { testClient, workload } from '../server/test-client.ts';

const deployments = '/apis/apps/v1/namespaces/default/deployments';
const sets = '/apis/apps/v1/namespaces/default/replicasets';
const pods = '/api/v1/namespaces/default/pods';
const mergePatch = { 'content-type': 'application/merge-patch+json' };

describe('deleting an owner', () => {
  it('takes what it owns along', async () => {
    const client = await testClient();
    await client.call('POST', deployments, workload('Deployment', 'd', { replicas: 2 }));
    await client.call('DELETE', `${deployments}/d`);
    expect([await client.items(sets), await client.items(pods)]).toEqual([[], []]);
  });

  it('waits for what it owns in the foreground', async () => {
    const client = await testClient();
    await client.call('POST', deployments, workload('Deployment', 'd', { replicas: 1 }));
    const [pod] = await client.items(pods);
    const path = `${pods}/${pod?.metadata.name ?? ''}`;
    await client.call('PATCH', path, { metadata: { finalizers: ['x.io/hold'] } }, mergePatch);
    await client.call('DELETE', `${deployments}/d`, { propagationPolicy: 'Foreground' });
    expect((await client.get(`${deployments}/d`)).metadata.finalizers).toEqual(['foregroundDeletion']);
    await client.call('PATCH', path, { metadata: { finalizers: null } }, mergePatch);
    expect((await client.call('GET', `${deployments}/d`)).status).toBe(404);
  });

  it('leaves what it owns behind when told to', async () => {
    const client = await testClient();
    await client.call('POST', deployments, workload('Deployment', 'd', { replicas: 1 }));
    await client.call('DELETE', `${deployments}/d`, { propagationPolicy: 'Orphan' });
    const [set] = await client.items(sets);
    expect([set?.metadata.ownerReferences, (await client.items(pods)).length]).toEqual([undefined, 1]);
  });

  it('takes objects whose owner was never there', async () => {
    const client = await testClient();
    const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'gone', uid: '00000000-0000-4000-8000-000000000000' };
    await client.call('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a', ownerReferences: [owner] } });
    expect((await client.call('GET', '/api/v1/namespaces/default/configmaps/a')).status).toBe(404);
  });
});

describe('deleting a namespace', () => {
  it('empties it first and then lets it go', async () => {
    const client = await testClient();
    await client.call('POST', '/api/v1/namespaces', { metadata: { name: 'n' } });
    await client.call('POST', '/apis/apps/v1/namespaces/n/deployments', workload('Deployment', 'd', { replicas: 2 }));
    await client.call('DELETE', '/api/v1/namespaces/n');
    expect((await client.call('GET', '/api/v1/namespaces/n')).status).toBe(404);
    expect(await client.items('/api/v1/pods')).toEqual([]);
  });

  it('says what holds it up, and takes nothing new in', async () => {
    const client = await testClient();
    await client.call('POST', '/api/v1/namespaces', { metadata: { name: 'n' } });
    await client.call('POST', '/api/v1/namespaces/n/configmaps', { metadata: { name: 'a', finalizers: ['x.io/hold'] } });
    await client.call('DELETE', '/api/v1/namespaces/n');
    const namespace = await client.get('/api/v1/namespaces/n');
    expect(namespace['status']).toMatchObject({ phase: 'Terminating', conditions: expect.arrayContaining([expect.objectContaining({ type: 'NamespaceFinalizersRemaining', status: 'True' })]) });
    const refused = await client.call('POST', '/api/v1/namespaces/n/configmaps', { metadata: { name: 'b' } });
    expect([refused.status, refused.body.message]).toEqual([403, 'configmaps "b" is forbidden: unable to create new content in namespace n because it is being terminated']);
    await client.call('PATCH', '/api/v1/namespaces/n/configmaps/a', { metadata: { finalizers: null } }, mergePatch);
    expect((await client.call('GET', '/api/v1/namespaces/n')).status).toBe(404);
  });
});

describe('the cluster', () => {
  it('gives namespaces a service account and load balancers an address, unless that is held back', async () => {
    const client = await testClient();
    await client.call('POST', '/api/v1/namespaces', { metadata: { name: 'n' } });
    expect((await client.get('/api/v1/namespaces/n/serviceaccounts/default')).kind).toBe('ServiceAccount');
    const service = (name: string, annotations = {}): unknown => ({ metadata: { name, annotations }, spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } });
    await client.call('POST', '/api/v1/namespaces/n/services', service('a'));
    await client.call('POST', '/api/v1/namespaces/n/services', service('b', { 'sandbox.sherpack.io/behaviour': 'no-address' }));
    expect((await client.get('/api/v1/namespaces/n/services/a'))['status']).toMatchObject({ loadBalancer: { ingress: [{ ipMode: 'VIP' }] } });
    expect((await client.get('/api/v1/namespaces/n/services/b'))['status']).toEqual({ loadBalancer: {} });
  });
});
