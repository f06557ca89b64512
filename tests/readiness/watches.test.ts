import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Ground } from './ground.ts';
import { sandboxGround } from './ground.ts';
import { writeAndJudge } from './judge.ts';
import { deployment, statefulSet } from './objects.ts';

function pathOf(watch: string): string {
  return watch.split('?')[0] ?? '';
}

describe('following many objects', () => {
  let ground: Ground;

  beforeAll(async () => { ground = await sandboxGround(); });
  afterAll(() => ground.close());

  it('opens one watch for each kind, however many objects there are', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `w${index}`);
    const objects = names.map((name) => deployment(name, { behaviour: 'slow:2s' }));
    const judged = await writeAndJudge(ground, objects);
    expect(judged.filter(({ verdict }) => verdict.state !== 'ready')).toEqual([]);
    const opened = ground.watches.map(pathOf).toSorted();
    expect(opened).toEqual(['/api/v1/namespaces/ready/events', '/api/v1/namespaces/ready/pods', '/apis/apps/v1/namespaces/ready/deployments', '/apis/apps/v1/namespaces/ready/replicasets']);
    expect(ground.watches.find((watch) => watch.includes('/events'))).toContain('type%3DWarning');
  });

  it('watches nothing for objects that are ready when they are written', async () => {
    const before = ground.watches.length;
    const objects = Array.from({ length: 20 }, (_, index) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: `c${index}` } }));
    const judged = await writeAndJudge(ground, objects);
    expect(judged.every(({ verdict }) => verdict.state === 'ready')).toBe(true);
    expect(ground.watches).toHaveLength(before);
  });

  it('tells one failure among objects that become ready, each by itself', async () => {
    const judged = await writeAndJudge(ground, [statefulSet('fine'), deployment('broken', { behaviour: 'invalid-image' }), deployment('well')]);
    expect(judged.map(({ verdict }) => verdict.state)).toEqual(['ready', 'failed', 'ready']);
  });

  it('lets a rule relax what a load balancer is waited for', async () => {
    const annotations = { 'sandbox.sherpack.io/behaviour': 'no-address', 'sherpack.io/ready-when': 'spec.clusterIP != ""' };
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'door', annotations }, spec: { type: 'LoadBalancer', ports: [{ port: 80 }] } };
    const [judged] = await writeAndJudge(ground, [service]);
    expect(judged?.verdict.state).toBe('ready');
    const { 'sherpack.io/ready-when': _left, ...others } = annotations;
    const [strict] = await writeAndJudge(ground, [{ ...service, metadata: { name: 'gate', annotations: others } }], 5000);
    expect(strict?.verdict).toMatchObject({ state: 'progressing', reason: 'the load balancer has no address yet' });
  });
});
