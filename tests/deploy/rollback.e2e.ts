import { join } from 'node:path';
import { expect, it } from 'vitest';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { configMap, writePlainPack } from './plain-pack.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

type Json = Record<string, unknown>;

describeControlPlane('a rollback', {}, (plane) => {
  const dataOf = async ({ space }: Stage, name: string) => (await plane().connection.demand<{ data: Json }>('GET', `/api/v1/namespaces/${space.name}/configmaps/${name}`)).data;

  it('judges by the readiness rules of the revision that it goes back to, as the install did', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'back');
    const rules = { readiness: [{ kind: 'ConfigMap', readyWhen: 'data.state == "up"', failedWhen: 'data.state == "broken"' }] };
    const broken = writePlainPack(stage, 'broken', [configMap('a', { state: 'broken' })], rules);
    const installed = await stage.sherpack(['install', 'demo', broken, '--wait']);
    expect(installed).toMatchObject({ code: 1, stderr: expect.stringContaining('DEPLOY_BROKEN') as string });
    await stage.ok(['upgrade', 'demo', writePlainPack(stage, 'plain', [configMap('a', { state: 'any' })]), '--wait']);
    const back = await stage.sherpack(['rollback', 'demo', '1', '--wait']);
    expect(back).toMatchObject({ code: 1, stderr: expect.stringContaining('DEPLOY_BROKEN') as string });
    // The revision that the rollback made has them again.
    await stage.ok(['upgrade', 'demo', join(stage.folder, 'plain'), '--wait']);
    expect(await stage.sherpack(['rollback', 'demo', '3', '--wait'])).toMatchObject({ code: 1, stderr: expect.stringContaining('DEPLOY_BROKEN') as string });
    await stage.ok(['rollback', 'demo', '2', '--wait']);
    await stage.end();
  });

  it('takes and leaves fields by the ownership rules of that revision', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'back');
    const ownership = [{ kind: 'ConfigMap', path: '.data.taken', policy: 'take' }, { kind: 'ConfigMap', path: '.data.left', policy: 'yield' }];
    await stage.ok(['install', 'demo', writePlainPack(stage, 'one', [configMap('a', { taken: '1', left: '1' })], { ownership })]);
    await stage.ok(['upgrade', 'demo', writePlainPack(stage, 'two', [configMap('a', { taken: '2', left: '2' })])]);
    const path = `/api/v1/namespaces/${stage.space.name}/configmaps/a?fieldManager=kubectl-edit`;
    await plane().connection.demand('PATCH', path, { body: { data: { taken: 'edited', left: 'edited' } }, contentType: 'application/merge-patch+json' });
    await stage.ok(['rollback', 'demo', '1']);
    expect(await dataOf(stage, 'a')).toEqual({ taken: '1', left: 'edited' });
    await stage.end();
  });

  it('keeps the policies of waves', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'back');
    const failing = { 'sherpack.io/failed-when': 'data.state == "broken"', 'sherpack.io/ready-when': 'data.state == "up"' };
    const objects = (state: string, value: string) => [configMap('a', { state }, { annotations: failing }), configMap('b', { value }, { annotations: { 'sherpack.io/wave': '1' } })];
    await stage.sherpack(['install', 'demo', writePlainPack(stage, 'one', objects('broken', '1'), { waves: { '0': { onFailure: 'continue' } } })]);
    expect(await dataOf(stage, 'b')).toEqual({ value: '1' });
    await stage.ok(['upgrade', 'demo', writePlainPack(stage, 'two', objects('up', '2'))]);
    expect(await stage.sherpack(['rollback', 'demo', '1'])).toMatchObject({ code: 1 });
    expect(await dataOf(stage, 'b')).toEqual({ value: '1' });
    await stage.end();
  });
});
