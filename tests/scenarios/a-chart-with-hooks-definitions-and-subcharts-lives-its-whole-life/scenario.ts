import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { defineScenario } from '../scenario.ts';

interface Outcome {
  readonly spec: { readonly colour?: string; readonly replicas?: number };
  readonly metadata: { readonly uid: string };
}

export default defineScenario({
  async run({ ok, json, get, api }) {
    const widget = async () => (await get('shop.example.com/v1', 'widgets', 'demo')) as unknown as Outcome | undefined;
    const deployment = async () => (await get('apps/v1', 'deployments', 'demo')) as unknown as Outcome | undefined;
    const service = (name: string) => get('v1', 'services', name);
    const job = async (name: string) => (await get('batch/v1', 'jobs', name)) as { status: { succeeded?: number } } | undefined;

    const installed = await ok('install', 'demo', './chart', '--wait');
    expect(installed.stdout).toContain('The colour is blue.');
    expect((await widget())?.spec.colour).toBe('blue');
    expect((await job('demo-pre-install'))?.status.succeeded).toBe(1);
    expect(await job('demo-post-upgrade')).toBeUndefined();
    expect([await service('demo-cache') !== undefined, await service('demo-sessions') !== undefined]).toEqual([true, false]);
    await ok('test', 'demo');
    expect(await get('v1', 'pods', 'demo-test')).toMatchObject({ status: { phase: 'Succeeded' } });

    const first = await widget();
    await ok('upgrade', 'demo', './chart', '--wait', '--set', 'colour=red,replicas=2,cache.enabled=false,sessions.enabled=true');
    expect((await widget())?.spec.colour).toBe('red');
    expect((await widget())?.metadata.uid).toBe(first?.metadata.uid);
    expect((await job('demo-post-upgrade'))?.status.succeeded).toBe(1);
    expect([await service('demo-cache') !== undefined, await service('demo-sessions') !== undefined]).toEqual([false, true]);
    expect(await service('demo-sessions')).toMatchObject({ spec: { ports: [{ port: 7000 }] } });

    await ok('rollback', 'demo', '1', '--wait');
    expect((await widget())?.spec.colour).toBe('blue');
    expect((await deployment())?.spec.replicas).toBe(1);
    expect([await service('demo-cache') !== undefined, await service('demo-sessions') !== undefined]).toEqual([true, false]);
    const history = (await json('history', 'demo')) as { revision: number; status: string; chart: string }[];
    expect(history.map(({ revision, status, chart }) => `${revision} ${status} ${chart}`)).toEqual(['1 superseded shop-1.0.0', '2 superseded shop-1.0.0', '3 deployed shop-1.0.0']);
    await ok('test', 'demo');

    // The same chart as a pack: nothing changes but the revision.
    const folder = mkdtempSync(join(tmpdir(), 'sherpack-chart-'));
    await ok('convert', './chart', '-o', join(folder, 'pack'));
    expect((await ok('diff', 'demo', join(folder, 'pack'), '--exit-code')).code).toBe(0);
    rmSync(folder, { recursive: true });

    await ok('uninstall', 'demo', '--wait');
    expect([await widget(), await deployment(), await service('demo-cache')]).toEqual([undefined, undefined, undefined]);
    // Definitions outlive a release, for the objects of others.
    await api.demand('GET', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.shop.example.com');
    await api.demand('DELETE', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.shop.example.com');
  },
});
