import { describe, expect, it } from 'vitest';
import { testClient, workload, type TestClient } from '../server/test-client.ts';

const apps = '/apis/apps/v1/namespaces/default';
const pods = '/api/v1/namespaces/default/pods';

async function owners(client: TestClient, path: string): Promise<(string | undefined)[]> {
  return (await client.items(path)).map(({ metadata }) => metadata.ownerReferences?.[0]?.name);
}

describe('a workload', () => {
  it('takes over what its namesake left behind', async () => {
    const client = await testClient();
    await client.call('POST', `${apps}/deployments`, workload('Deployment', 'd', { replicas: 2 }));
    await client.pass(2000);
    const before = (await client.items(pods)).map(({ metadata }) => metadata.name);
    await client.call('DELETE', `${apps}/deployments/d?propagationPolicy=Orphan`);
    expect(await owners(client, `${apps}/replicasets`)).toEqual([undefined]);
    await client.call('POST', `${apps}/deployments`, workload('Deployment', 'd', { replicas: 2 }));
    await client.pass(2000);
    expect(await owners(client, `${apps}/replicasets`)).toEqual(['d']);
    expect((await client.items(pods)).map(({ metadata }) => metadata.name)).toEqual(before);
  });

  it('lets a pod go whose labels it no longer selects, and makes another one', async () => {
    const client = await testClient();
    await client.call('POST', `${apps}/deployments`, workload('Deployment', 'd', { replicas: 1 }));
    const [pod] = await client.items(pods);
    await client.call('PATCH', `${pods}/${pod?.metadata.name ?? ''}`, { metadata: { labels: { app: 'other' } } }, { 'content-type': 'application/merge-patch+json' });
    expect((await owners(client, pods)).toSorted()).toHaveLength(2);
    expect((await owners(client, pods)).filter((name) => name === undefined)).toHaveLength(1);
  });

  it('makes another name for its ReplicaSet when somebody else has that name', async () => {
    const client = await testClient();
    const other = workload('Deployment', 'd', { replicas: 1 });
    await client.call('POST', `${apps}/deployments`, other);
    const [set] = await client.items(`${apps}/replicasets`);
    await client.call('DELETE', `${apps}/deployments/d`);
    await client.call('POST', `${apps}/replicasets`, { ...workload('ReplicaSet', set?.metadata.name ?? '', { replicas: 0, selector: { matchLabels: { x: 'y' } }, template: { metadata: { labels: { x: 'y' } }, spec: { containers: [{ name: 'c', image: 'i' }] } } }) });
    await client.call('POST', `${apps}/deployments`, other);
    await client.pass(2000);
    const { status } = (await client.get(`${apps}/deployments/d`)) as unknown as { status: { collisionCount: number; readyReplicas: number } };
    expect(status).toMatchObject({ collisionCount: 1, readyReplicas: 1 });
  });
});

describe('pods that fit nowhere', () => {
  it('say why, and start when the node fits them', async () => {
    const client = await testClient();
    await client.call('POST', pods, { metadata: { name: 'p' }, spec: { nodeSelector: { disk: 'ssd' }, containers: [{ name: 'c', image: 'i' }] } });
    const waiting = (await client.get(`${pods}/p`)) as unknown as { status: { conditions: { message: string }[] } };
    expect(waiting.status.conditions[0]?.message).toBe("0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.");
    await client.call('PATCH', '/api/v1/nodes/sandbox-node', { metadata: { labels: { disk: 'ssd' } } }, { 'content-type': 'application/merge-patch+json' });
    await client.pass(2000);
    expect((await client.get(`${pods}/p`))['status']).toMatchObject({ phase: 'Running' });
  });
});

describe('a Job', () => {
  const jobs = '/apis/batch/v1/namespaces/default/jobs';

  it('with indexes runs each of them once, and says which are done', async () => {
    const client = await testClient();
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } };
    await client.call('POST', jobs, { metadata: { name: 'j' }, spec: { completionMode: 'Indexed', completions: 4, parallelism: 2, template } });
    await client.pass(60_000);
    expect((await client.get(`${jobs}/j`))['status']).toMatchObject({ succeeded: 4, completedIndexes: '0-3' });
    expect((await client.items(pods)).map(({ metadata }) => metadata.labels?.['batch.kubernetes.io/job-completion-index']).toSorted()).toEqual(['0', '1', '2', '3']);
  });

  it('stops its pods while it is suspended, and begins its time anew when it is resumed', async () => {
    const client = await testClient();
    const template = { metadata: { annotations: { 'sandbox.sherpack.io/behaviour': 'ready' } }, spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } };
    await client.call('POST', jobs, { metadata: { name: 'j' }, spec: { template } });
    const patch = (suspend: boolean) => client.call('PATCH', `${jobs}/j`, { spec: { suspend } }, { 'content-type': 'application/merge-patch+json' });
    await patch(true);
    expect(await client.items(pods)).toEqual([]);
    const suspended = (await client.get(`${jobs}/j`))['status'] as { startTime?: string; conditions: unknown[] };
    expect([suspended.startTime, suspended.conditions]).toEqual([undefined, [expect.objectContaining({ type: 'Suspended', status: 'True', reason: 'JobSuspended' })]]);
    await patch(false);
    expect((await client.get(`${jobs}/j`))['status']).toMatchObject({ active: 1, conditions: [expect.objectContaining({ type: 'Suspended', status: 'False', reason: 'JobResumed' })] });
  });
});
