import { describe, expect, it } from 'vitest';
import { configMap } from './objects.ts';
import { createWorld } from './world.ts';
import type { Ran, World } from './world.ts';
import { command as history } from '@sherpack/plugin-release/commands/history';
import { command as install } from '@sherpack/plugin-release/commands/install';
import { command as list } from '@sherpack/plugin-release/commands/list';
import { command as recover } from '@sherpack/plugin-release/commands/recover';
import { command as uninstall } from '@sherpack/plugin-release/commands/uninstall';
import { command as upgrade } from '@sherpack/plugin-release/commands/upgrade';

async function world(): Promise<World> {
  const made = await createWorld();
  made.packs.set('one', { objects: () => [configMap('a', { v: '1' })] });
  made.packs.set('two', { version: '2.0.0', objects: () => [configMap('a', { v: '2' }), configMap('b', { v: '2' }), configMap('c', { v: '2' })] });
  made.packs.set('refused', { objects: () => [configMap('a', { v: 1 })] });
  return made;
}

async function installed(): Promise<World> {
  const made = await world();
  await made.run(install, ['web', 'one'], { createNamespace: true });
  made.sandbox.writes.length = 0;
  return made;
}

/** Runs the work at the first write to the path. */
function once(part: string, work: () => Promise<void>): (path: string) => Promise<void> {
  let done = false;
  return async (path) => {
    if (done || !path.includes(part)) return;
    done = true;
    await work();
  };
}

async function statuses(made: World): Promise<unknown> {
  const { data } = await made.run(history, ['web']);
  return (data as readonly { revision: number; status: string; description: string }[]).map(({ status, description }) => `${status}: ${description}`);
}

describe('a release that fails', () => {
  it('writes nothing at all when the server would refuse an object', async () => {
    const made = await installed();
    const { error, code } = await made.run(upgrade, ['web', 'refused']);
    expect({ code, error: error?.code }).toEqual({ code: 1, error: 'DEPLOY_REJECTED' });
    expect(made.sandbox.writes).toEqual([]);
  });

  it('is on record with what went wrong, and shows what was done', async () => {
    const made = await installed();
    made.sandbox.broken = '/configmaps/b';
    const { error, code, out, data } = await made.run(upgrade, ['web', 'two']);
    expect({ code, error: error?.code }).toMatchObject({ error: 'DEPLOY_STEP_FAILED' });
    expect(code).not.toBe(0);
    expect(out).toContain('ConfigMap shop/b\tfailed');
    expect(data).toMatchObject({ info: { status: 'failed' }, error: { code: 'DEPLOY_STEP_FAILED' } });
    expect(await statuses(made)).toEqual(['deployed: Install complete', expect.stringMatching(/^failed: Upgrade failed: .*ConfigMap shop\/b/)]);
  });

  it('is undone with --auto-rollback; the first failure stays the answer', async () => {
    const made = await installed();
    made.sandbox.broken = '/configmaps/b';
    const { error, code, data } = await made.run(upgrade, ['web', 'two'], { autoRollback: true });
    expect({ code, error: error?.code, message: error?.message }).toEqual({ code: 1, error: 'DEPLOY_STEP_FAILED', message: expect.stringMatching(/shop\/b.*; everything was undone$/s) });
    expect(data).toMatchObject({ version: 2, info: { status: 'failed' }, undo: { operation: 'rollback', revision: 3 } });
    expect(await statuses(made)).toEqual(['superseded: Install complete', expect.stringMatching(/^failed/), 'deployed: Rollback to 1']);
    expect(await made.objects('configmaps')).toEqual(['a']);
  });

  it('is removed with --auto-rollback when it never was deployed', async () => {
    const made = await world();
    made.sandbox.broken = '/configmaps/b';
    const { code } = await made.run(install, ['web', 'two'], { autoRollback: true, createNamespace: true });
    expect(code).toBe(1);
    expect((await made.run(list, [])).data).toEqual([]);
    expect(await made.objects('configmaps')).toEqual([]);
  });

  it('may be installed again when its first install failed', async () => {
    const made = await world();
    made.sandbox.broken = '/configmaps/b';
    await made.run(install, ['web', 'two'], { createNamespace: true });
    made.sandbox.broken = undefined;
    expect((await made.run(install, ['web', 'one'])).data).toMatchObject({ version: 2, info: { status: 'deployed' } });
    expect(await made.objects('configmaps')).toEqual(['a']);
  });

  it('stays uninstalling when an object cannot be deleted, and is finished by the next try', async () => {
    const made = await installed();
    made.sandbox.broken = '/configmaps/a';
    expect((await made.run(uninstall, ['web'])).code).not.toBe(0);
    expect(await statuses(made)).toEqual([expect.stringMatching(/^uninstalling: Uninstallation failed/)]);
    expect((await made.run(upgrade, ['web', 'two'])).error).toMatchObject({ code: 'RELEASE_UNINSTALLING' });
    made.sandbox.broken = undefined;
    expect((await made.run(recover, ['web'])).error).toBeUndefined();
    expect((await made.run(list, [])).data).toEqual([]);
  });
});

describe('a release that is interrupted', () => {
  it('ends as failed with exit code 130, and the next upgrade puts it right', async () => {
    const made = await installed();
    const stop = new AbortController();
    made.sandbox.afterWrite = async (path) => { if (path.includes('/configmaps/a')) stop.abort(); };
    const { code } = await made.run(upgrade, ['web', 'two'], { concurrency: 1, autoRollback: true }, { signal: stop.signal });
    expect(code).toBe(130);
    expect(await statuses(made)).toEqual(['deployed: Install complete', 'failed: Upgrade interrupted']);
    expect((await made.run(upgrade, ['web', 'one'])).error).toBeUndefined();
    expect(await made.objects('configmaps')).toEqual(['a']);
  });
});

describe('Ctrl-C after any write of an upgrade', () => {
  it('ends with 130 and a failed revision, gives the lease back, and the next upgrade converges', async () => {
    const counted = await installed();
    await counted.run(upgrade, ['web', 'two']);
    const total = counted.sandbox.writes.length;
    expect(total).toBeGreaterThan(6);
    for (let at = 1; at <= total; at++) {
      const made = await installed();
      const stop = new AbortController();
      made.sandbox.afterWrite = async () => { if (made.sandbox.writes.length >= at) stop.abort(); };
      const { code } = await made.run(upgrade, ['web', 'two'], {}, { signal: stop.signal });
      made.sandbox.afterWrite = async () => undefined;
      const last = (await statuses(made) as readonly string[]).at(-1);
      // Before the pending record is committed there is nothing to fail; after all objects are written nothing is left to stop.
      const expected = last?.startsWith('failed') === true ? [130, 'failed: Upgrade interrupted'] : [code, last];
      expect({ at, ended: [code, last] }).toEqual({ at, ended: expected });
      expect({ at, known: ['failed: Upgrade interrupted', 'deployed: Install complete', 'deployed: Upgrade complete'].includes(last ?? '') }).toEqual({ at, known: true });
      const again = await made.run(upgrade, ['web', 'two']);
      expect({ at, error: again.error?.message }).toEqual({ at, error: undefined });
      expect({ at, left: await made.objects('configmaps') }).toEqual({ at, left: ['a', 'b', 'c'] });
    }
  });
});

describe('a release that two processes want', () => {
  it('is refused to the second one while the first one works', async () => {
    const made = await installed();
    let second: Ran | undefined;
    made.sandbox.afterWrite = once('/configmaps/a', async () => { second = await made.run(upgrade, ['web', 'one']); });
    expect((await made.run(upgrade, ['web', 'two'])).error).toBeUndefined();
    expect(second).toMatchObject({ code: 6, error: { code: 'STORAGE_RELEASE_BUSY', message: expect.stringContaining(`process ${process.pid}`) } });
  });

  it('is refused to the one whose plan was made before the other had ended', async () => {
    const made = await installed();
    let second: Ran | undefined;
    made.sandbox.beforeWrite = once('sherpack.web.head', async () => { second = await made.run(upgrade, ['web', 'one']); });
    const first = await made.run(upgrade, ['web', 'two']);
    expect(second?.error).toBeUndefined();
    expect(first).toMatchObject({ code: 6, error: { code: 'RELEASE_CHANGED', message: 'release "web" was changed while the plan was made: revision 2 instead of 1' } });
    expect(await statuses(made)).toEqual(['superseded: Install complete', 'deployed: Upgrade complete']);
  });

  it('is left alone by a process whose lease was taken over while it worked', async () => {
    const made = await installed();
    made.sandbox.afterWrite = once('/configmaps/a', async () => {
      made.move(60_000);
      expect((await made.run(upgrade, ['web', 'one'])).error).toBeUndefined();
    });
    expect((await made.run(upgrade, ['web', 'two'])).error).toMatchObject({ code: 'STORAGE_LEASE_LOST', exitCode: 6 });
    expect((await statuses(made) as readonly string[]).at(-1)).toBe('deployed: Upgrade complete');
  });
});
