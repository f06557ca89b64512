import type { KubernetesObject, WriteCluster } from '@sherpack/plugin-api';
import { createTestHost } from '@sherpack/plugin-kit/test-host';
import { describe, expect, it } from 'vitest';
import { memorySandbox } from './memory-sandbox.ts';

const hour = 3_600_000;

function container(behaviour?: string): object {
  const annotations = behaviour === undefined ? {} : { 'sandbox.sherpack.io/behaviour': behaviour };
  return { metadata: { labels: { app: 'a' }, annotations }, spec: { containers: [{ name: 'c', image: 'i' }] } };
}

function deployment(image: string, behaviour?: string): KubernetesObject {
  const template = container(behaviour) as { spec: { containers: { image: string }[] } };
  template.spec.containers = [{ name: 'c', image } as never];
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 2, progressDeadlineSeconds: 600, selector: { matchLabels: { app: 'a' } }, template } } as unknown as KubernetesObject;
}

async function progressOf(cluster: WriteCluster): Promise<string | undefined> {
  const found = (await cluster.get({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' })) as unknown as { status: { conditions: { type: string; reason: string }[] } };
  return found.status.conditions.find(({ type }) => type === 'Progressing')?.reason;
}

describe('a sandbox in memory', () => {
  it('runs a CronJob through a day in no time', async () => {
    const sandbox = await memorySandbox();
    const cluster = await sandbox.connect();
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } };
    await cluster.create({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'nightly' }, spec: { schedule: '0 3 * * *', timeZone: 'Europe/Berlin', successfulJobsHistoryLimit: 5, jobTemplate: { spec: { template } } } } as unknown as KubernetesObject);
    await sandbox.pass(3 * 24 * hour);
    const jobs = await cluster.list({ apiVersion: 'batch/v1', kind: 'Job' });
    expect(jobs.items.map(({ metadata }) => metadata.annotations?.['batch.kubernetes.io/cronjob-scheduled-timestamp'])).toEqual(['2026-01-01T02:00:00Z', '2026-01-02T02:00:00Z', '2026-01-03T02:00:00Z']);
    await sandbox.close();
  });

  it('lets a rollout run into its deadline', async () => {
    const sandbox = await memorySandbox();
    const cluster = await sandbox.connect();
    await cluster.create(deployment('i:1'));
    await sandbox.pass(2000);
    expect(await progressOf(cluster)).toBe('NewReplicaSetAvailable');
    await cluster.apply(deployment('i:2', 'never-ready'), { fieldManager: 'test', force: true });
    await sandbox.pass(599_000);
    expect(await progressOf(cluster)).toBe('ReplicaSetUpdated');
    await sandbox.pass(3000);
    expect(await progressOf(cluster)).toBe('ProgressDeadlineExceeded');
    await sandbox.close();
  });

  it('serves a test host, whose waits end when time is moved', async () => {
    const sandbox = await memorySandbox();
    const host = createTestHost({ plugins: [sandbox.plugin], cluster: 'sandbox', clock: sandbox.clock });
    const told: string[] = [];
    const waiting = sandbox.clock.sleep(hour).then(() => told.push('an hour later'));
    await sandbox.pass(hour);
    await waiting;
    expect(told).toEqual(['an hour later']);
    await host.dispose();
    await sandbox.close();
  });
});
