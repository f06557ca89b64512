import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { definePlugin } from '@sherpack/plugin-api';
import type { KubernetesObject } from '@sherpack/plugin-api';
import { configMap } from './objects.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';
import { command as getNotes } from '@sherpack/plugin-release/commands/get-notes';
import { command as install } from '@sherpack/plugin-release/commands/install';
import { command as list } from '@sherpack/plugin-release/commands/list';
import { command as template } from '@sherpack/plugin-release/commands/template';
import { command as uninstall } from '@sherpack/plugin-release/commands/uninstall';
import { command as upgrade } from '@sherpack/plugin-release/commands/upgrade';

async function world(): Promise<World> {
  const made = await createWorld();
  made.packs.set('one', { objects: () => [configMap('a', { v: '1' })] });
  made.packs.set('two', { version: '2.0.0', objects: () => [configMap('a', { v: '2' }), configMap('b', { v: '2' })] });
  return made;
}

async function installed(pack = 'one', made?: World): Promise<World> {
  const there = made ?? await world();
  expect((await there.run(install, ['web', pack], { createNamespace: true })).error).toBeUndefined();
  return there;
}

function deferred(): { readonly done: Promise<void>; readonly resolve: () => void } {
  let resolve = (): void => undefined;
  const done = new Promise<void>((settle) => { resolve = settle; });
  return { done, resolve };
}

describe('a plan that was made while another process worked', () => {
  it('is refused even when that process has ended, and nothing that it made is lost', async () => {
    const made = await installed();
    const [planned, ended] = [deferred(), deferred()];
    let second: Promise<unknown> = Promise.resolve();
    let isPlanned = false;
    made.sandbox.beforeRead = async (path) => { if (isPlanned && path.includes('sherpack.web.head')) await ended.done; };
    made.sandbox.afterWrite = async (path) => {
      if (isPlanned || !path.includes('/configmaps/a')) return;
      const request = { kind: 'uninstall', release: { name: 'web', namespace: 'shop' } };
      second = made.operations().run(request, {
        onEvent(event) {
          if (event.type !== 'plan-ready') return;
          isPlanned = true;
          planned.resolve();
        },
      }).catch((error: unknown) => error);
      await planned.done;
    };
    expect((await made.run(upgrade, ['web', 'two'], { concurrency: 1 })).error).toBeUndefined();
    ended.resolve();
    expect(await second).toMatchObject({ code: 'RELEASE_CHANGED', exitCode: 6, message: expect.stringContaining('another process has worked on it') });
    expect((await made.run(uninstall, ['web'])).error).toBeUndefined();
    expect(await made.objects('configmaps')).toEqual([]);
  });
});

describe('hooks', () => {
  it('run at their moment, are on record, and go with the release', async () => {
    const made = await world();
    const hook: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'h', annotations: { 'helm.sh/hook': 'pre-install' } }, data: {} };
    made.packs.set('hooked', { objects: () => [configMap('a', { v: '1' }), hook] });
    await installed('hooked', made);
    expect(await made.objects('configmaps')).toEqual(['a', 'h']);
    expect((await made.run(template, ['web', 'hooked'])).out).toContain('helm.sh/hook: pre-install');
    expect((await made.run(upgrade, ['web', 'hooked'])).error).toBeUndefined();
    expect(await made.objects('configmaps')).toEqual(['a', 'h']);
    expect((await made.run(uninstall, ['web'])).error).toBeUndefined();
    expect(await made.objects('configmaps')).toEqual([]);
  });
});

describe('definitions in crds/', () => {
  const crd = (description: string): KubernetesObject => ({
    apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com', scope: 'Namespaced', names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
      versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', description } } }],
    },
  });
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com';

  async function withDefinition(): Promise<World> {
    const made = await world();
    made.packs.set('old', { crds: [crd('old')], objects: () => [configMap('a', { v: '1' })] });
    made.packs.set('new', { crds: [crd('new')], objects: () => [configMap('a', { v: '2' })] });
    return installed('old', made);
  }

  it('are left alone by --skip-crds and stay on record', async () => {
    const made = await withDefinition();
    expect((await made.run(upgrade, ['web', 'new'], { skipCrds: true })).error).toBeUndefined();
    expect(JSON.stringify(await made.sandbox.get(path))).toContain('"old"');
    const { out } = await made.run(uninstall, ['web']);
    expect(out).toContain('CustomResourceDefinition widgets.example.com stays');
  });

  it('outlive their release, and serve the next one, whatever its name', async () => {
    const made = await withDefinition();
    await made.run(uninstall, ['web']);
    expect((await made.run(install, ['web', 'new'])).error).toBeUndefined();
    await made.run(uninstall, ['web']);
    expect((await made.run(install, ['other', 'new'])).error).toBeUndefined();
    const { error } = await made.run(upgrade, ['other', 'old']);
    expect({ code: error?.code, hint: error?.hint }).toMatchObject({ code: 'DEPLOY_FIELD_CONFLICT', hint: expect.stringContaining('--force-conflicts') });
    expect((await made.run(upgrade, ['other', 'old'], { forceConflicts: true })).error).toBeUndefined();
  });
});

describe('an object that two releases want', () => {
  it('stays with the first one until --take-ownership, and then with the second', async () => {
    const made = await installed('two');
    expect(await made.run(install, ['other', 'one'])).toMatchObject({ code: 6, error: { code: 'DEPLOY_NOT_OWNED' } });
    expect((await made.run(install, ['other', 'one'], { takeOwnership: true })).error).toBeUndefined();
    expect((await made.run(uninstall, ['web'])).error).toBeUndefined();
    expect(await made.objects('configmaps')).toEqual(['a']);
    expect((await made.run(uninstall, ['other'])).error).toBeUndefined();
    expect(await made.objects('configmaps')).toEqual([]);
  });
});

describe('a plugin that fails between the pending record and the execution', () => {
  it('leaves the lease to nobody, so that the next try goes on in the same process', async () => {
    let fails = true;
    const broken = definePlugin({
      name: 'broken',
      apiVersion: '^1',
      after: ['release'],
      setup: ({ hooks }) => hooks.store.tap(async (revision) => {
        if (fails) throw new Error('broken');
        return revision;
      }, { order: 'post' }),
    });
    const made = await createWorld([broken]);
    made.packs.set('one', { objects: () => [configMap('a', { v: '1' })] });
    expect((await made.run(install, ['web', 'one'], { createNamespace: true })).error?.message).toContain('broken');
    expect(await made.objects('configmaps')).toEqual([]);
    fails = false;
    expect((await made.run(install, ['web', 'one'])).error).toBeUndefined();
  });
});

describe('an uninstallation', () => {
  it('comes to its end although its records go with their namespace', async () => {
    const made = await installed('two');
    made.sandbox.afterWrite = async (path) => {
      if (!path.includes('/configmaps/b')) return;
      for (const name of ['head', 'revision.1']) await made.sandbox.delete(`/api/v1/namespaces/shop/secrets/sherpack.web.${name}`);
    };
    expect((await made.run(uninstall, ['web'])).error).toBeUndefined();
    expect((await made.run(list, [])).data).toEqual([]);
    expect(await made.objects('configmaps')).toEqual([]);
  });
});

describe('a record that is larger than one entry may be', () => {
  const large = { notes: randomBytes(1_500_000).toString('base64'), objects: () => [configMap('a', { v: '1' })] };

  it('is stored in chunks, and read back', async () => {
    const made = await world();
    made.packs.set('large', large);
    expect((await made.run(install, ['web', 'large'], { createNamespace: true })).error).toBeUndefined();
    expect(made.sandbox.writes.filter((write) => write.startsWith('POST') && write.endsWith('/secrets')).length).toBeGreaterThanOrEqual(5);
    expect((await made.run(getNotes, ['web'])).out).toContain(large.notes);
  });

  it('is refused before its namespace is made when it must not be cut, and the limit of the server is quoted', async () => {
    const made = await world();
    made.packs.set('large', { ...large, manifest: { storage: { chunking: { enabled: false } } } });
    const refused = (await made.run(install, ['web', 'large'], { createNamespace: true })).error;
    expect(refused).toMatchObject({ code: 'STORAGE_RECORD_TOO_LARGE', message: expect.stringContaining('1,048,576 bytes'), hint: expect.stringContaining('storage.chunking.enabled') });
    expect(made.sandbox.writes).toEqual([]);
  });
});
