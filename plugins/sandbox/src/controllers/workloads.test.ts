import { describe, expect, it } from 'vitest';
import { testClient, workload, type TestClient } from '../server/test-client.ts';

const deployments = '/apis/apps/v1/namespaces/default/deployments';
const pods = '/api/v1/namespaces/default/pods';

async function status(client: TestClient, path: string): Promise<Record<string, unknown>> {
  return ((await client.get(path))['status'] ?? {}) as Record<string, unknown>;
}

async function podNames(client: TestClient): Promise<(string | undefined)[]> {
  return (await client.items(pods)).map((pod) => pod.metadata.name);
}

describe('a Deployment', () => {
  it('has its pods made when its creation is answered, and ready a moment later', async () => {
    const client = await testClient();
    await client.call('POST', deployments, workload('Deployment', 'd', { replicas: 3 }));
    expect(await status(client, `${deployments}/d`)).toMatchObject({ replicas: 3 });
    await client.pass(2000);
    expect(await status(client, `${deployments}/d`)).toMatchObject({ replicas: 3, readyReplicas: 3, availableReplicas: 3, observedGeneration: 1 });
  });

  it('becomes available as its slow pods become ready', async () => {
    const client = await testClient();
    await client.call('POST', deployments, workload('Deployment', 'd', { replicas: 2 }, 'slow:30s'));
    expect(await status(client, `${deployments}/d`)).toMatchObject({ unavailableReplicas: 2 });
    await client.pass(31_000);
    expect(await status(client, `${deployments}/d`)).toMatchObject({ availableReplicas: 2 });
  });

  it('never has fewer pods available nor more pods in all than its limits allow while it rolls', async () => {
    const client = await testClient();
    const limits = { replicas: 4, strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 1 } } };
    await client.apply(`${deployments}/d`, workload('Deployment', 'd', limits, 'slow:3s'));
    await client.pass(5000);
    await client.apply(`${deployments}/d`, workload('Deployment', 'd', limits, 'slow:3s', 'img:2'));
    for (let i = 0; i < 20; i += 1) {
      const { replicas, availableReplicas } = await status(client, `${deployments}/d`);
      expect(Number(replicas)).toBeLessThanOrEqual(5);
      expect(Number(availableReplicas)).toBeGreaterThanOrEqual(3);
      await client.pass(1000);
    }
    expect(await status(client, `${deployments}/d`)).toMatchObject({ updatedReplicas: 4, availableReplicas: 4, replicas: 4 });
  });

  it('fails its rollout when pods crash beyond the deadline, and keeps the old pods', async () => {
    const client = await testClient();
    await client.apply(`${deployments}/d`, workload('Deployment', 'd', { replicas: 2, progressDeadlineSeconds: 60 }));
    await client.apply(`${deployments}/d`, workload('Deployment', 'd', { replicas: 2, progressDeadlineSeconds: 60 }, 'crash-loop', 'img:2'));
    await client.pass(120_000);
    const after = await status(client, `${deployments}/d`);
    expect(after['conditions']).toContainEqual(expect.objectContaining({ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }));
    expect(after['availableReplicas']).toBe(2);
  });

  it('waits for all old pods to go with Recreate', async () => {
    const client = await testClient();
    const spec = { replicas: 2, strategy: { type: 'Recreate' } };
    await client.apply(`${deployments}/d`, workload('Deployment', 'd', spec));
    await client.apply(`${deployments}/d`, workload('Deployment', 'd', spec, undefined, 'img:2'));
    const images = (await client.items(pods)).map((pod) => (pod['spec'] as { containers: { image: string }[] }).containers[0]?.image);
    expect(images).toEqual(['img:2', 'img:2']);
  });
});

describe('a StatefulSet', () => {
  const sets = '/apis/apps/v1/namespaces/default/statefulsets';
  const claims = [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } }];

  it('makes its pods one after another, each with a bound claim', async () => {
    const client = await testClient();
    await client.call('POST', sets, workload('StatefulSet', 's', { replicas: 2, serviceName: 's', volumeClaimTemplates: claims }, 'slow:10s'));
    expect(await podNames(client)).toEqual(['s-0']);
    await client.pass(11_000);
    expect(await podNames(client)).toEqual(['s-0', 's-1']);
    const bound = await client.items('/api/v1/namespaces/default/persistentvolumeclaims');
    expect(bound.map((claim) => [claim.metadata.name, (claim['status'] as { phase: string }).phase])).toEqual([['data-s-0', 'Bound'], ['data-s-1', 'Bound']]);
  });

  it('replaces pods from the highest number down to the partition', async () => {
    const client = await testClient();
    const spec = { replicas: 3, serviceName: 's', updateStrategy: { rollingUpdate: { partition: 1 } } };
    await client.apply(`${sets}/s`, workload('StatefulSet', 's', spec));
    await client.pass(10_000);
    await client.apply(`${sets}/s`, workload('StatefulSet', 's', spec, undefined, 'img:2'));
    await client.pass(10_000);
    const images = (await client.items(pods)).map((pod) => (pod['spec'] as { containers: { image: string }[] }).containers[0]?.image);
    expect(images).toEqual(['img:1', 'img:2', 'img:2']);
  });
});

describe('a DaemonSet', () => {
  it('runs one pod on the node of the sandbox', async () => {
    const client = await testClient();
    await client.call('POST', '/apis/apps/v1/namespaces/default/daemonsets', workload('DaemonSet', 's'));
    await client.pass(2000);
    expect(await status(client, '/apis/apps/v1/namespaces/default/daemonsets/s')).toMatchObject({ desiredNumberScheduled: 1, numberReady: 1, numberAvailable: 1 });
  });
});

describe('a Job', () => {
  const jobs = '/apis/batch/v1/namespaces/default/jobs';

  function job(behaviour: string, spec: Record<string, unknown> = {}): Record<string, unknown> {
    const template = { metadata: { annotations: { 'sandbox.sherpack.io/behaviour': behaviour } }, spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } };
    return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec: { template, ...spec } };
  }

  it('completes with its pods', async () => {
    const client = await testClient();
    await client.call('POST', jobs, job('succeed', { completions: 2, parallelism: 1 }));
    await client.pass(60_000);
    expect(await status(client, `${jobs}/j`)).toMatchObject({ succeeded: 2, conditions: expect.arrayContaining([expect.objectContaining({ type: 'Complete', status: 'True' })]) });
  });

  it('fails when its pods fail more often than allowed', async () => {
    const client = await testClient();
    await client.call('POST', jobs, job('fail', { backoffLimit: 1 }));
    await client.pass(600_000);
    expect(await status(client, `${jobs}/j`)).toMatchObject({ failed: 2, conditions: expect.arrayContaining([expect.objectContaining({ type: 'Failed', reason: 'BackoffLimitExceeded' })]) });
  });

  it('goes when its time to live is over', async () => {
    const client = await testClient();
    await client.call('POST', jobs, job('succeed', { ttlSecondsAfterFinished: 30 }));
    await client.pass(120_000);
    expect((await client.call('GET', `${jobs}/j`)).status).toBe(404);
    expect(await podNames(client)).toEqual([]);
  });

  it('is started by a CronJob on time', async () => {
    const client = await testClient();
    const jobTemplate = { spec: (job('succeed')['spec'] ?? {}) as object };
    await client.call('POST', '/apis/batch/v1/namespaces/default/cronjobs', { metadata: { name: 'cj' }, spec: { schedule: '*/5 * * * *', jobTemplate } });
    await client.pass(11 * 60_000);
    expect((await client.items(jobs)).length).toBe(2);
  });
});
