import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isDryRun, writeVerbs } from '@sherpack/control-plane/audit';
import { describeControlPlane } from '@sherpack/control-plane/suite';
import { sandboxTarget } from '../scenarios/target.ts';
import { configMap, writePlainPack } from './plain-pack.ts';
import { openStage } from './stage.ts';
import type { Stage } from './stage.ts';

const HOLD = 'example.com/hold';
const HELD = configMap('held', { v: '1' }, { finalizers: [HOLD] });

interface Live {
  readonly metadata: { readonly uid: string; readonly deletionTimestamp?: string; readonly finalizers?: readonly string[] };
}

describeControlPlane('what a release has', { audit: true }, (plane) => {
  const pathOf = ({ space }: Stage, name: string) => `/api/v1/namespaces/${space.name}/configmaps/${name}`;
  const find = (stage: Stage, name: string) => plane().connection.find<Live>(pathOf(stage, name));

  /** The controller that set the finalizer has done its work. */
  async function letGo(stage: Stage): Promise<void> {
    await plane().connection.demand('PATCH', pathOf(stage, 'held'), { body: { metadata: { finalizers: null } }, contentType: 'application/merge-patch+json' });
  }

  /** Writes that the user of the stage has asked for since, carried out or not. */
  function writesSince(stage: Stage, mark: number): readonly string[] {
    return stage.space.audit().slice(mark).filter((event) => writeVerbs.includes(event.verb) && !isDryRun(event)).map(({ verb, requestURI }) => `${verb} ${requestURI}`);
  }

  it('is remembered and told while a finalizer holds it, over further revisions, until it is gone by itself', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'fin');
    await stage.ok(['install', 'demo', writePlainPack(stage, 'one', [HELD, configMap('a', { v: '1' })])]);
    const without = (version: string) => writePlainPack(stage, `without-${version}`, [configMap('a', { v: version })]);
    const told = expect.stringMatching(/ConfigMap \S+\/held is deleted and waits for example\.com\/hold; it stays on record/) as string;
    expect(await stage.sherpack(['upgrade', 'demo', without('2')])).toMatchObject({ code: 0, stderr: told });
    expect(await stage.sherpack(['upgrade', 'demo', without('3')])).toMatchObject({ code: 0, stderr: told });
    expect((await find(stage, 'held'))?.metadata.deletionTimestamp).toBeDefined();
    await letGo(stage);
    expect(await find(stage, 'held')).toBeUndefined();
    const last = await stage.ok(['upgrade', 'demo', without('4')]);
    expect(last.stderr).not.toContain('held');
    await stage.ok(['uninstall', 'demo']);
    expect(await stage.space.leftovers()).toEqual([]);
    await stage.end();
  });

  it('comes back under its name when the pack has it again before it was gone', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'fin');
    const one = writePlainPack(stage, 'one', [HELD, configMap('a', { v: '1' })]);
    await stage.ok(['install', 'demo', one]);
    const before = await find(stage, 'held');
    await stage.ok(['upgrade', 'demo', writePlainPack(stage, 'two', [configMap('a', { v: '2' })])]);
    const late = await stage.sherpack(['upgrade', 'demo', one, '--timeout', '3s']);
    expect(late).toMatchObject({ code: 1, stderr: expect.stringMatching(/DEPLOY_NOT_GONE.*waits for example\.com\/hold/) as string });
    const again = stage.sherpack(['upgrade', 'demo', one, '--timeout', '2m']);
    await letGo(stage);
    expect(await again).toMatchObject({ code: 0 });
    const after = await find(stage, 'held');
    expect(after?.metadata.deletionTimestamp).toBeUndefined();
    expect(after?.metadata.uid).not.toBe(before?.metadata.uid);
    await letGo(stage);
    await stage.end();
  });

  it('is not forgotten by an uninstallation that a finalizer holds up; a later one finishes it', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'fin');
    await stage.ok(['install', 'demo', writePlainPack(stage, 'one', [HELD, configMap('a', { v: '1' })])]);
    expect(await stage.sherpack(['uninstall', 'demo', '--timeout', '3s'])).toMatchObject({ code: 1, stderr: expect.stringMatching(/DEPLOY_NOT_GONE.*waits for example\.com\/hold/) as string });
    const status = JSON.parse((await stage.ok(['status', 'demo', '-o', 'json'])).stdout) as { info: { status: string; description: string } };
    expect(status.info).toMatchObject({ status: 'uninstalling', description: expect.stringContaining(HOLD) as string });
    await letGo(stage);
    await stage.ok(['uninstall', 'demo']);
    expect(await stage.space.leftovers()).toEqual([]);
    expect(await stage.sherpack(['status', 'demo'])).toMatchObject({ code: 1, stderr: expect.stringContaining('RELEASE_NOT_FOUND') as string });
    await stage.end();
  });

  it('stays when the pack renders nothing, unless that is allowed', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'empty');
    await stage.ok(['install', 'demo', writePlainPack(stage, 'one', [configMap('a', { v: '1' }), configMap('b', { v: '1' })])]);
    const empty = writePlainPack(stage, 'empty', []);
    const mark = stage.space.audit().length;
    expect(await stage.sherpack(['upgrade', 'demo', empty])).toMatchObject({ code: 6, stderr: expect.stringMatching(/DEPLOY_EMPTY_RENDER.*all 2 objects/) as string });
    expect(await stage.sherpack(['upgrade', 'demo', empty, '--allow-delete', 'all'])).toMatchObject({ code: 6 });
    expect(writesSince(stage, mark)).toEqual([]);
    await stage.ok(['upgrade', 'demo', empty, '--allow-empty']);
    expect([await find(stage, 'a'), await find(stage, 'b')]).toEqual([undefined, undefined]);
    await stage.end();
  });

  it('is not looked for in another cluster than the record names: nothing is written there', { timeout: 300_000 }, async () => {
    const stage = await openStage(plane(), 'other');
    const other = await sandboxTarget();
    writeFileSync(join(stage.folder, 'sherpack.config.json'), JSON.stringify({ storage: { driver: 'file', file: { path: 'records' } } }));
    const one = writePlainPack(stage, 'one', [configMap('a', { v: '1' })]);
    await stage.ok(['install', 'demo', one]);
    await other.api.demand('POST', '/api/v1/namespaces', { body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: stage.space.name } } });
    const list = `/api/v1/namespaces/${stage.space.name}/configmaps`;
    const before = await other.api.demand('GET', list);
    for (const line of [['upgrade', 'demo', writePlainPack(stage, 'two', [configMap('a', { v: '2' })])], ['upgrade', '--install', 'demo', one], ['rollback', 'demo', '1'], ['uninstall', 'demo']]) {
      const outcome = await stage.sherpack(line, { kubeconfig: other.kubeconfig });
      expect({ line, code: outcome.code, says: outcome.stderr }).toEqual({ line, code: 6, says: expect.stringMatching(/DEPLOY_OTHER_CLUSTER: release "demo" was deployed to another cluster/) as string });
    }
    expect(await other.api.demand('GET', list)).toEqual(before);
    // The record is as it was: the right cluster goes on with it.
    expect((await stage.ok(['history', 'demo', '-o', 'json'])).stdout).not.toContain('"revision": 2');
    await stage.ok(['upgrade', 'demo', join(stage.folder, 'two')]);
    await other.close();
    await stage.end();
  });
});
