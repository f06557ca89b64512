import { describe, expect, it } from 'vitest';
import { testClient, workload } from '../server/test-client.ts';

const core = '/api/v1/namespaces/default';

describe('a ResourceQuota', () => {
  it('says what is used, and refuses what goes beyond', async () => {
    const client = await testClient();
    await client.call('POST', `${core}/resourcequotas`, { metadata: { name: 'tiny' }, spec: { hard: { configmaps: '2', 'requests.storage': '1Gi' } } });
    await client.call('POST', `${core}/configmaps`, { metadata: { name: 'a' } });
    expect((await client.get(`${core}/resourcequotas/tiny`))['status']).toEqual({ hard: { configmaps: '2', 'requests.storage': '1Gi' }, used: { configmaps: '2', 'requests.storage': '0' } });
    const refused = await client.call('POST', `${core}/configmaps`, { metadata: { name: 'b' } });
    expect([refused.status, refused.body.message]).toEqual([403, 'configmaps "b" is forbidden: exceeded quota: tiny, requested: configmaps=1, used: configmaps=2, limited: configmaps=2']);
  });

  it('keeps a Deployment from having more pods, which says so and comes to rest', async () => {
    const client = await testClient();
    await client.call('POST', `${core}/resourcequotas`, { metadata: { name: 'tiny' }, spec: { hard: { pods: '2' } } });
    await client.call('POST', '/apis/apps/v1/namespaces/default/deployments', workload('Deployment', 'd', { replicas: 5 }));
    await client.pass(2000);
    const { status } = (await client.get('/apis/apps/v1/namespaces/default/deployments/d')) as unknown as { status: { readyReplicas: number; conditions: { type: string; reason: string }[] } };
    expect(status.readyReplicas).toBe(2);
    expect(status.conditions).toContainEqual(expect.objectContaining({ type: 'ReplicaFailure', reason: 'FailedCreate' }));
  });
});
