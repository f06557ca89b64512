import { describe, expect, it } from 'vitest';
import type { JsonObject } from '@sherpack/plugin-api';
import { configMap } from './objects.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';
import { command as getValues } from '@sherpack/plugin-release/commands/get-values';
import { command as history } from '@sherpack/plugin-release/commands/history';
import { command as install } from '@sherpack/plugin-release/commands/install';
import { command as list } from '@sherpack/plugin-release/commands/list';
import { command as rollback } from '@sherpack/plugin-release/commands/rollback';
import { command as status } from '@sherpack/plugin-release/commands/status';
import { command as uninstall } from '@sherpack/plugin-release/commands/uninstall';
import { command as upgrade } from '@sherpack/plugin-release/commands/upgrade';

function texts(values: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}

async function world(): Promise<World> {
  const made = await createWorld();
  made.packs.set('web', { values: { color: 'red', size: 1 }, notes: 'Have fun!', objects: (values) => [configMap('web', texts(values))] });
  made.packs.set('wide', { version: '2.0.0', values: { color: 'red', size: 9, shape: 'round' }, objects: (values) => [configMap('web', texts(values)), configMap('extra', { a: '1' })] });
  return made;
}

async function installed(flags: JsonObject = {}): Promise<World> {
  const made = await world();
  expect((await made.run(install, ['web', 'web'], { createNamespace: true, ...flags })).error).toBeUndefined();
  return made;
}

async function liveData(made: World): Promise<unknown> {
  return (await made.sandbox.get('/api/v1/namespaces/shop/configmaps/web'))['data'];
}

describe('the life of a release', () => {
  it('begins with install and ends with uninstall, and leaves nothing', async () => {
    const { run, sandbox } = await world();
    const first = await run(install, ['web', 'web'], { createNamespace: true });
    expect(first.out).toContain('STATUS: deployed');
    expect(first.out).toContain('NOTES:\nHave fun!');
    expect((await run(upgrade, ['web', 'web'], { set: { color: 'blue' } })).error).toBeUndefined();
    expect((await run(list, [])).data).toMatchObject([{ name: 'web', namespace: 'shop', revision: '2', status: 'deployed', chart: 'web-1.0.0', app_version: '7.1' }]);
    expect((await run(history, ['web'])).data).toMatchObject([
      { revision: 1, status: 'superseded', description: 'Install complete' },
      { revision: 2, status: 'deployed', description: 'Upgrade complete' },
    ]);
    expect((await run(uninstall, ['web'])).out).toBe('release "web" uninstalled\n');
    expect((await run(list, [])).data).toEqual([]);
    expect((await sandbox.get('/api/v1/namespaces/shop/secrets')).items).toEqual([]);
  });

  it('stores the pending record before the first object is written', async () => {
    const { sandbox } = await installed();
    const written = sandbox.writes.map((write) => write.replace(/^(\w+) .*\/(.+)$/, '$1 $2').replace(/blob\..*/, 'blob'));
    expect(written).toEqual([
      'POST namespaces', 'POST secrets', 'POST secrets', 'POST secrets', 'PUT sherpack.web.head', 'PATCH web',
      // The outcome brings the content anew, with the identities in it, and goes before what it takes the place of.
      'POST secrets', 'POST secrets', 'PUT sherpack.web.head', 'DELETE sherpack.web.revision.1', 'DELETE sherpack.web.blob', 'PUT sherpack.web.head',
    ]);
  });

  it('stores only the outcome of an upgrade that writes nothing', async () => {
    const { run, sandbox } = await installed();
    const before = sandbox.writes.length;
    expect((await run(upgrade, ['web', 'web'])).data).toMatchObject({ version: 2, info: { status: 'deployed', description: 'Upgrade complete' } });
    expect(sandbox.writes.slice(before).map((write) => write.replace(/^(\w+) .*\/(.+)$/, '$1 $2'))).toEqual([
      'PUT sherpack.web.head', 'POST secrets', 'PUT sherpack.web.head', 'PUT sherpack.web.revision.1.2', 'PUT sherpack.web.head',
    ]);
    expect((await run(history, ['web'])).data).toMatchObject([{ revision: 1, status: 'superseded' }, { revision: 2, status: 'deployed' }]);
  });

  it('keeps as many revisions as it is told, and always the last deployed one', async () => {
    const { run, sandbox } = await installed();
    sandbox.broken = '/configmaps/';
    for (const color of ['a', 'b', 'c']) await run(upgrade, ['web', 'web'], { set: { color }, historyMax: 2 });
    expect((await run(history, ['web'])).data).toMatchObject([{ revision: 1, status: 'deployed' }, { revision: 4, status: 'failed' }]);
  });

  it('goes back to the revision that was deployed before, and to a named one', async () => {
    const made = await installed();
    await made.run(upgrade, ['web', 'wide']);
    expect(await made.objects('configmaps')).toEqual(['extra', 'web']);
    expect((await made.run(rollback, ['web'])).error).toBeUndefined();
    expect(await made.objects('configmaps')).toEqual(['web']);
    expect((await made.run(rollback, ['web', '2'])).data).toMatchObject({ version: 4, info: { status: 'deployed', description: 'Rollback to 2', rollback_revision: 2 } });
    expect(await made.objects('configmaps')).toEqual(['extra', 'web']);
    expect((await made.run(rollback, ['web', '9'])).error).toMatchObject({ code: 'RELEASE_NO_REVISION', hint: 'Its revisions are 1, 2, 3, 4.' });
  });

  it('keeps its history and its name when told to, until the name is used again', async () => {
    const { run } = await installed();
    await run(uninstall, ['web'], { keepHistory: true, description: 'moved away' });
    expect((await run(list, [])).data).toMatchObject([{ status: 'uninstalled', description: 'moved away' }]);
    expect((await run(install, ['web', 'web'])).error).toMatchObject({ code: 'RELEASE_NAME_TAKEN', exitCode: 6 });
    expect((await run(upgrade, ['web', 'web'])).error).toMatchObject({ code: 'RELEASE_UNINSTALLED' });
    expect((await run(install, ['web', 'web'], { replace: true })).data).toMatchObject({ version: 2, info: { status: 'deployed' } });
  });

  it('shows in its status what is missing from the cluster', async () => {
    const { run, sandbox } = await installed();
    await sandbox.delete('/api/v1/namespaces/shop/configmaps/web');
    expect((await run(status, ['web'])).data).toMatchObject({ name: 'web', version: 1, resources: [{ kind: 'ConfigMap', name: 'web', state: 'missing' }] });
  });
});

describe('the values of an upgrade', () => {
  it.each([
    ['nothing is given: what was given before', 'web', {}, { color: 'blue', size: '1' }],
    ['something is given: only that', 'web', { set: { size: 5 } }, { color: 'red', size: '5' }],
    ['--reset-values: the pack alone', 'web', { resetValues: true }, { color: 'red', size: '1' }],
    ['--reset-then-reuse-values: the new pack, then what was given before', 'wide', { resetThenReuseValues: true, set: { extra: 'x' } }, { color: 'blue', size: '9', shape: 'round', extra: 'x' }],
    ['--reuse-values: all that was in force', 'wide', { reuseValues: true, set: { extra: 'x' } }, { color: 'blue', size: '1', shape: 'round', extra: 'x' }],
  ])('when %s', async (_name, pack, flags, expected) => {
    const made = await installed({ set: { color: 'blue' } });
    expect((await made.run(upgrade, ['web', pack], flags)).error).toBeUndefined();
    expect(await liveData(made)).toEqual(expected);
  });

  it('remember over several upgrades what the user deleted with null', async () => {
    const made = await installed({ set: { color: null } });
    for (let round = 0; round < 2; round++) expect((await made.run(upgrade, ['web', 'web'], { reuseValues: true })).error).toBeUndefined();
    expect((await made.run(getValues, ['web'])).data).toEqual({ color: null });
    expect((await made.run(getValues, ['web'], { all: true })).data).toEqual({ size: 1 });
  });
});
