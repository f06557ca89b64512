import { describe, expect, it } from 'vitest';
import type { OperationRow, Plugin } from '@sherpack/plugin-api';
import { definePlugin } from '@sherpack/plugin-api';
import { AsyncSeriesWaterfallHook } from 'tapable';
import { fakeHost, fakeKernel } from './fixtures/fake-host.ts';
import { guard } from './guarded-hook.ts';
import type { GuardedTap } from './guarded-hook.ts';
import { createTrace } from './trace.ts';

const ROW: OperationRow = { kind: 'look', summary: 'test row', requires: [], stages: ['load', 'validate'], cluster: 'none' };
const disposed: string[] = [];
const good = {
  plugin: definePlugin({
    name: 'good',
    apiVersion: '^1',
    setup(sherpack) {
      sherpack.addOperation(ROW);
      sherpack.onDispose(() => void disposed.push('good'));
      sherpack.onDispose(async () => { throw new Error('stuck'); });
      sherpack.onDispose(() => void disposed.push('good, registered last'));
    },
  }),
};

function broken(setup: Plugin['setup'], extra: Partial<Plugin> = {}): { plugin: Plugin } {
  return { plugin: { name: 'broken', apiVersion: '^1', setup, ...extra } };
}

async function failureOf(source: { plugin: Plugin }, options = {}): Promise<unknown> {
  disposed.length = 0;
  const { kernel, host } = fakeKernel([good, source], options);
  try {
    return await kernel.operations.run({ kind: 'look', pack: 'x' }).then(() => 'no error', (error: unknown) => error);
  } finally {
    await kernel.dispose();
    await kernel.dispose();
    expect(disposed).toEqual(['good, registered last', 'good']);
    expect(host.warnings).toContain('plugin "good" failed in dispose: stuck');
  }
}

interface AnyTap {
  readonly load: { tap(run: (value: unknown) => unknown): void };
}

function tapping(run: (value: unknown) => unknown): { plugin: Plugin } {
  return broken((sherpack) => (sherpack.hooks as unknown as AnyTap).load.tap(run));
}

describe('a broken plugin is named with its hook, and the others are disposed', () => {
  it('that throws in setup', async () => {
    expect(await failureOf(broken(() => { throw new Error('bad day'); }))).toMatchObject({ code: 'KERNEL_SETUP_FAILED', exitCode: 1, message: 'plugin "broken" failed in setup: bad day' });
  });

  it('whose setup is async', async () => {
    expect(await failureOf(broken((async () => { throw new Error('lost'); }) as never))).toMatchObject({ code: 'KERNEL_SETUP_ASYNC' });
  });

  it('that throws in a tap', async () => {
    expect(await failureOf(tapping(async () => { throw new Error('boom'); }))).toMatchObject({ code: 'KERNEL_TAP_FAILED', plugin: 'broken', hook: 'load', message: 'plugin "broken" failed in hook "load": boom' });
  });

  it('with a tap that is not async', async () => {
    expect(await failureOf(tapping((value) => value))).toMatchObject({ code: 'KERNEL_TAP_SYNC', plugin: 'broken', hook: 'load' });
  });

  it('with a tap that forgets to return', async () => {
    expect(await failureOf(tapping(async () => undefined))).toMatchObject({ code: 'KERNEL_TAP_EMPTY', plugin: 'broken' });
  });

  it('with a tap that returns something else than a value of the hook', async () => {
    expect(await failureOf(tapping(async () => ({})))).toMatchObject({ code: 'KERNEL_TAP_VALUE', plugin: 'broken', message: expect.stringMatching(/returned a value without "\w+"/) });
  });

  it('that registers what its manifest does not announce', async () => {
    const source = { ...tapping(async (value) => value), manifest: { hooks: ['validate' as const] } };
    expect(await failureOf(source)).toMatchObject({ code: 'KERNEL_UNANNOUNCED', message: expect.stringContaining('plugin "broken" calls hooks.load.tap()') });
  });

  it('that wants another API version', async () => {
    expect(await failureOf(broken(() => undefined, { apiVersion: '^9' }))).toMatchObject({ code: 'KERNEL_API_VERSION', message: 'plugin "broken" was written for plugin API ^9; this is 1.0.0' });
  });

  it('that hangs', async () => {
    const { kernel, host } = fakeKernel([good, tapping(() => new Promise(() => setImmediate(() => host.clock.advance(60_000))))], { tapTimeout: 60_000 });
    await expect(kernel.operations.run({ kind: 'look', pack: 'x' })).rejects.toMatchObject({ code: 'KERNEL_TAP_HUNG', message: 'plugin "broken" did not finish in hook "load" within 60 s' });
  });

  it('that does not hear that the operation is over, a minute and a half later', async () => {
    const controller = new AbortController();
    const { kernel, host } = fakeKernel([good, tapping(() => new Promise(() => setImmediate(() => {
      controller.abort();
      setImmediate(() => host.clock.advance(90_000));
    })))]);
    await expect(kernel.operations.run({ kind: 'look', pack: 'x' }, { signal: controller.signal })).rejects.toMatchObject({ code: 'KERNEL_INTERRUPTED' });
    expect(host.warnings).toEqual([expect.stringContaining('plugin "broken" did not finish in hook "load" within 90 s')]);
  });

  it('that hangs without keeping the process alive, in the list of unfinished taps', async () => {
    const { kernel } = fakeKernel([good, tapping(() => new Promise(() => undefined))]);
    void kernel.operations.run({ kind: 'look', pack: 'x' });
    while (kernel.unfinished().length === 0) await new Promise((resolve) => { setImmediate(resolve); });
    expect(kernel.unfinished()).toEqual(['broken.load']);
  });

  it('that taps after its setup', async () => {
    let late: (() => void) | undefined;
    const source = broken((sherpack) => { late = () => (sherpack.hooks as unknown as AnyTap).load.tap(async (value) => value); });
    const { kernel } = fakeKernel([good, source]);
    await kernel.operations.run({ kind: 'look', pack: 'x' });
    expect(() => late?.()).toThrow('called hooks.load.tap() after its setup had ended');
  });

  it('of the name of another one, or without one that it requires', () => {
    expect(() => fakeKernel([good, good])).toThrow('two plugins are called "good"');
    expect(() => fakeKernel([broken(() => undefined, { requires: ['absent'] })])).toThrow('plugin "broken" requires plugin "absent", which is not there');
  });

  it('whose configuration is wrong', async () => {
    const source = { ...broken(() => undefined), manifest: { hooks: ['load' as const], configSchema: { type: 'object', properties: { interval: { type: 'string' } }, additionalProperties: false } } };
    expect(await failureOf(source, { config: { broken: { intervall: '5m' } } })).toMatchObject({ code: 'KERNEL_CONFIG_INVALID', exitCode: 2, message: expect.stringContaining('did you mean "interval"?') });
  });
});

describe('tapable\'s own traps', () => {
  function guarded() {
    const hook = new AsyncSeriesWaterfallHook<[number]>(['value']);
    const register = guard('load', 'waterfall', { clock: fakeHost().clock, trace: createTrace(), tapTimeout: 1000, report: () => undefined });
    hook.intercept({ register: register as unknown as (tap: GuardedTap) => GuardedTap } as never);
    return hook;
  }

  it('a sync tap, an unknown "before" and a tap past the facade are refused', () => {
    expect(() => guarded().tap('raw', (async (value: number) => value) as never)).toThrow('past the plugin facade');
    expect(() => guarded().tapPromise({ name: 'raw', before: 'nope' }, async (value) => value)).toThrow('past the plugin facade');
    expect(() => guarded().tapPromise('raw', async (value) => value)).toThrow('past the plugin facade');
  });

  it('taps of a disposed plugin are skipped and the value goes on', async () => {
    const hook = guarded();
    let gone = false;
    hook.tapPromise({ name: 'p', owner: { plugin: 'p', position: 0, isDisposed: () => gone } } as never, async (value: number) => value + 1);
    expect(await hook.promise(1)).toBe(2);
    gone = true;
    expect(await hook.promise(1)).toBe(1);
  });
});
