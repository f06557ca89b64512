import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { KubernetesObject } from '@sherpack/plugin-api';
import type { Ground } from './ground.ts';
import { sandboxGround } from './ground.ts';
import { writeAndJudge } from './judge.ts';

const GROUP = 'untold.example.com';

function definition(kind: string, hasStatus: boolean): KubernetesObject {
  const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
  const schema = { type: 'object', properties: { spec: open, status: open } };
  const version = { name: 'v1', served: true, storage: true, ...(hasStatus ? { subresources: { status: {} } } : {}), schema: { openAPIV3Schema: schema } };
  const plural = `${kind.toLowerCase()}s`;
  return { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: `${plural}.${GROUP}` }, spec: { group: GROUP, scope: 'Namespaced', names: { kind, plural }, versions: [version] } };
}

function resource(kind: string, name: string, annotations: Readonly<Record<string, string>> = {}): KubernetesObject {
  return { apiVersion: `${GROUP}/v1`, kind, metadata: { name, annotations }, spec: { size: 1 } };
}

describe('a resource of a kind that nobody tends', () => {
  let ground: Ground;

  beforeAll(async () => {
    ground = await sandboxGround();
    for (const one of [definition('Plain', false), definition('Speaking', true)]) await ground.cluster.apply(one, { fieldManager: 'test', force: true });
  });
  afterAll(() => ground.close());

  async function judge(object: KubernetesObject) {
    const [judged] = await writeAndJudge(ground, [object]);
    return judged;
  }

  it('is ready when it is written, where its definition has no status', async () => {
    const watches = ground.watches.length;
    expect(await judge(resource('Plain', 'a'))).toMatchObject({ verdict: { state: 'ready', reason: 'written' }, told: [] });
    expect(ground.watches).toHaveLength(watches);
  });

  it('is unknown after half a minute, and never ready, where controllers could tell', async () => {
    const judged = await judge(resource('Speaking', 'b'));
    expect(judged?.verdict).toMatchObject({ state: 'unknown', reason: 'has no status after 30 s', hint: expect.stringContaining('sherpack.io/ready-when') });
    expect(judged?.ms).toBeGreaterThanOrEqual(30_000);
    expect(judged?.told).toContain('has no status');
  });

  it('is unknown after its own settle time', async () => {
    const judged = await judge(resource('Speaking', 'c', { 'sherpack.io/settle': '5s' }));
    expect(judged?.verdict.state).toBe('unknown');
    expect(judged?.ms).toBeLessThan(8000);
  });

  it('names the field that its rule waits for, until the time is over', async () => {
    const judged = await judge(resource('Speaking', 'd', { 'sherpack.io/ready-when': 'status.leader.up' }));
    expect(judged?.verdict).toMatchObject({ state: 'progressing', reason: 'status is not there yet' });
  });

  it('is ready at once when the write changes nothing', async () => {
    await judge(resource('Speaking', 'e', { 'sherpack.io/settle': '1s' }));
    expect(await judge(resource('Speaking', 'e', { 'sherpack.io/settle': '1s' }))).toMatchObject({ verdict: { state: 'ready', reason: 'unchanged; it tells nothing of itself' }, told: [expect.stringContaining('unchanged')] });
  });
});
