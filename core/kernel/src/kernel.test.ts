import { describe, expect, it } from 'vitest';
import type { Issue, LifecycleTaps, OperationEvent, OperationRow, Pack, Plugin } from '@sherpack/plugin-api';
import { clusterVariants, defineExtensionPoint, definePlugin, defineService } from '@sherpack/plugin-api';
import { fakeKernel, sourceOf } from './fixtures/fake-host.ts';

const LOOK: OperationRow = { kind: 'look', summary: 'test row', requires: ['pack'], stages: ['load', 'resolve', 'render', 'validate'], cluster: 'none' };

function plugin(name: string, setup: (hooks: LifecycleTaps) => void = () => undefined, extra: Partial<Plugin> = {}): { plugin: Plugin } {
  return { plugin: { ...definePlugin({ name, apiVersion: '^1', setup: ({ hooks }) => setup(hooks) }), ...extra } };
}

const rows = { plugin: definePlugin({ name: 'rows', apiVersion: '^1', setup: (sherpack) => sherpack.addOperation(LOOK) }) };

function named(pack: Pack, name: string): Pack {
  return { ...pack, metadata: { ...pack.metadata, name: `${pack.metadata.name}${name}` } };
}

describe('kernel', () => {
  it('runs taps by pre, none, post, and inside a group in the order of plugins, whenever they were set up', async () => {
    const { kernel } = fakeKernel([
      rows,
      plugin('b', (hooks) => {
        hooks.load.tap(async (pack) => named(pack, ' b-post'), { order: 'post' });
        hooks.load.tap(async (pack) => named(pack, ' b'));
      }),
      plugin('a', (hooks) => {
        hooks.load.tap(async (pack) => named(pack, ' a'));
        hooks.load.tap(async (pack) => named(pack, ' a-pre'), { order: 'pre' });
      }, { requires: ['c'] }),
      plugin('c', (hooks) => hooks.load.tap(async (pack) => named(pack, ' c'))),
    ]);
    const result = await kernel.operations.run({ kind: 'look', pack: 'x' });
    expect(result.pack?.metadata.name).toBe(' a-pre b c a b-post');
    expect(result.trace.map(({ stage, plugin: who }) => `${who}.${stage}`)).toEqual(['a.load', 'b.load', 'c.load', 'a.load', 'b.load']);
  });

  it('loads only the plugins whose manifests name a stage of the row', async () => {
    const loaded: string[] = [];
    const quiet = sourceOf({ ...plugin('quiet'), manifest: { hooks: ['store'] } }, () => loaded.push('quiet'));
    const busy = sourceOf({ ...plugin('busy'), manifest: { hooks: ['load'] } }, () => loaded.push('busy'));
    const { kernel } = fakeKernel([rows, quiet, busy]);
    await kernel.operations.run({ kind: 'look', pack: 'x' });
    expect(loaded).toEqual(['busy']);
  });

  it('collects every finding of validate, then stops with all of them and exit code 4', async () => {
    const issue = (code: string, severity: Issue['severity']): Issue => ({ code, severity, message: code });
    const { kernel } = fakeKernel([
      rows,
      plugin('a', (hooks) => hooks.validate.tap(async () => [issue('A_ONE', 'error'), issue('A_TWO', 'warning')])),
      plugin('b', (hooks) => hooks.validate.tap(async () => [issue('B_ONE', 'error')])),
    ]);
    const run = kernel.operations.run({ kind: 'look', pack: 'x' });
    await expect(run).rejects.toMatchObject({ code: 'KERNEL_INVALID', exitCode: 4, others: [{ code: 'A_ONE' }, { code: 'B_ONE' }] });
    const lint = await kernel.operations.run({ kind: 'look', pack: 'x' }, { collectIssues: true });
    expect(lint.issues.map(({ code }) => code)).toEqual(['A_ONE', 'A_TWO', 'B_ONE']);
  });

  it('tells observers every event in order and goes on when one of them fails', async () => {
    const seen: string[] = [];
    const { kernel, host } = fakeKernel([
      rows,
      plugin('deaf', (hooks) => hooks.observe.tap(async () => { throw new Error('no ears'); })),
      plugin('ear', (hooks) => hooks.observe.tap(async (event: OperationEvent) => void seen.push(event.type))),
    ]);
    await kernel.operations.run({ kind: 'look', pack: 'x' });
    expect(seen).toEqual(['operation-started', 'stage-started', 'stage-started', 'stage-started', 'stage-started', 'operation-finished']);
    expect(host.warnings[0]).toBe('plugin "deaf" failed in hook "observe": no ears');
  });

  it('lets an operation run another one inside', async () => {
    const { kernel } = fakeKernel([rows, plugin('nest', (hooks) => hooks.load.tap(async (pack, { operation }) => {
      if (operation.pack !== 'outer') return named(pack, 'inner');
      const inner = await kernel.operations.run({ kind: 'look', pack: 'inner' }, { parent: operation });
      expect(inner.operation.parent).toBe(operation.id);
      return named(inner.pack ?? pack, ' in outer');
    }))]);
    const result = await kernel.operations.run({ kind: 'look', pack: 'outer' });
    expect(result.pack?.metadata.name).toBe('inner in outer');
  });

  it('stops at the time limit, naming the operation', async () => {
    const { kernel, host } = fakeKernel([rows, plugin('slow', (hooks) => hooks.load.tap((pack, { signal }) => new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('aborted')));
      queueMicrotask(() => host.clock.advance(5000));
      if (signal.aborted) resolve(pack);
    })))]);
    await expect(kernel.operations.run({ kind: 'look', pack: 'x', timeout: 5000 })).rejects.toMatchObject({ code: 'KERNEL_TIMED_OUT', message: 'look was stopped: its time of 5 s is over' });
  });

  it('ends with 130 when the caller interrupts', async () => {
    const controller = new AbortController();
    const { kernel } = fakeKernel([rows, plugin('stop', (hooks) => hooks.load.tap(async (pack) => { controller.abort(); return pack; }))]);
    await expect(kernel.operations.run({ kind: 'look', pack: 'x' }, { signal: controller.signal })).rejects.toMatchObject({ code: 'KERNEL_INTERRUPTED', exitCode: 130 });
  });

  it('refuses a request without what its row requires, an unknown operation and a dry run that the row does not have', async () => {
    const { kernel } = fakeKernel([rows]);
    await expect(kernel.operations.run({ kind: 'look' })).rejects.toMatchObject({ code: 'KERNEL_REQUEST_INCOMPLETE' });
    await expect(kernel.operations.run({ kind: 'lok' })).rejects.toMatchObject({ code: 'KERNEL_UNKNOWN_OPERATION', hint: 'Did you mean "look"?' });
    await expect(kernel.operations.run({ kind: 'look', pack: 'x', dryRun: 'server' })).rejects.toMatchObject({ code: 'KERNEL_NO_DRY_RUN', exitCode: 2 });
  });
});

describe('services and extension points', () => {
  const greeter = defineService<{ greet(): string }>('greeter');
  const greetings = defineExtensionPoint<string>('greeting', 'greeting');
  const provider = {
    plugin: definePlugin({
      name: 'provider',
      apiVersion: '^1',
      setup(sherpack) {
        sherpack.provideService(greeter, () => ({ greet: () => 'hello' }));
        sherpack.provide(greetings, 'formal', async () => ({ default: 'good day' }));
      },
    }),
    manifest: { services: ['greeter'], extensions: { greeting: ['formal', 'ghost'] } },
  };

  it('loads the provider at the first call only', async () => {
    const loads: string[] = [];
    const { kernel } = fakeKernel([sourceOf(provider, () => loads.push('provider'))]);
    expect(kernel.extensions(greetings).keys()).toEqual(['formal', 'ghost']);
    expect(loads).toEqual([]);
    expect((await kernel.service(greeter)).greet()).toBe('hello');
    expect(await kernel.extensions(greetings).get('formal')).toBe('good day');
    expect(loads).toEqual(['provider']);
  });

  it('names near misses of a key, and who announces a variant without delivering it', async () => {
    const { kernel } = fakeKernel([provider]);
    await expect(kernel.extensions(greetings).get('formel')).rejects.toMatchObject({ code: 'KERNEL_UNKNOWN_VARIANT', hint: 'Did you mean "formal"?' });
    await expect(kernel.extensions(greetings).get('ghost')).rejects.toMatchObject({ code: 'KERNEL_VARIANT_INVALID' });
  });

  it('says who misses a service, and refuses two providers', async () => {
    const twin = { plugin: { ...provider.plugin, name: 'twin' }, manifest: { services: ['greeter'] } };
    const { kernel } = fakeKernel([provider, twin]);
    await expect(kernel.service(greeter)).rejects.toMatchObject({ code: 'KERNEL_PROVIDED_TWICE' });
    await expect(fakeKernel([]).kernel.service(greeter)).rejects.toMatchObject({ code: 'KERNEL_SERVICE_MISSING', exitCode: 2 });
  });

  it('gives a cluster view with the methods of its mode and refuses more', async () => {
    const connected = { variant: 'fake', observable: true, get: async () => undefined, apply: async () => ({}), dryRun: { apply: async () => ({}) }, close: async () => undefined };
    for (const verb of ['identity', 'discovery', 'resource', 'openapi', 'list', 'watch', 'waitFor', 'logs']) Object.assign(connected, { [verb]: () => undefined });
    const fake = { plugin: definePlugin({ name: 'fake', apiVersion: '^1', setup: (sherpack) => sherpack.provide(clusterVariants, 'fake', async () => ({ default: { connect: async () => connected as never } })) }) };
    const { kernel } = fakeKernel([{ ...fake, manifest: { extensions: { cluster: ['fake'] } } }], { defaultCluster: 'fake' });
    expect('apply' in (await kernel.access('read').cluster('read'))).toBe(false);
    expect(Object.keys(await kernel.access('dry-run').cluster('dry-run'))).toContain('dryRun');
    await expect(kernel.access('read').cluster('write')).rejects.toMatchObject({ code: 'KERNEL_CLUSTER_NOT_PERMITTED' });
    await expect(kernel.access('none').cluster('read')).rejects.toMatchObject({ code: 'KERNEL_CLUSTER_NOT_PERMITTED' });
  });
});
