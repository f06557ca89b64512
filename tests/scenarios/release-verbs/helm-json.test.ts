import { describe, expect, it } from 'vitest';
import { isObject } from '@sherpack/plugin-api';
import type { Command } from '@sherpack/plugin-api';
import recorded from './helm-4.1.4.json' with { type: 'json' };
import { configMap } from './objects.ts';
import { createWorld } from './world.ts';
import { command as getMetadata } from '@sherpack/plugin-release/commands/get-metadata';
import { command as history } from '@sherpack/plugin-release/commands/history';
import { command as install } from '@sherpack/plugin-release/commands/install';
import { command as list } from '@sherpack/plugin-release/commands/list';
import { command as status } from '@sherpack/plugin-release/commands/status';
import { command as upgrade } from '@sherpack/plugin-release/commands/upgrade';

/** Asserts that every member that Helm prints is there and of the same type; times and numbers of the same form. */
function expectForm(actual: unknown, helm: unknown, path: string): void {
  if (Array.isArray(helm)) {
    expect({ path, list: Array.isArray(actual) && actual.length > 0 }).toEqual({ path, list: true });
    expectForm((actual as readonly unknown[])[0], helm[0], `${path}[0]`);
  } else if (isObject(helm)) {
    for (const [key, value] of Object.entries(helm)) expectForm(isObject(actual) ? actual[key] : undefined, value, `${path}.${key}`);
  } else {
    expect({ path, type: typeof actual, form: formOf(actual) }).toEqual({ path, type: typeof helm, form: formOf(helm) });
  }
}

/** Digits of fractions differ in number, for the machine's clock is coarser. */
function formOf(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d/.test(value) ? value.replace(/\.\d+/, '').replace(/\d/g, '9') : undefined;
}

describe('what -o json prints', () => {
  it('has the members that Helm 4.1.4 prints, with its types', async () => {
    const { run, packs } = await createWorld();
    packs.set('web', { values: { color: 'red' }, notes: 'Hello h1\n', objects: (values) => [configMap('h1-c', values)] });
    await run(install, ['h1', 'web'], { createNamespace: true, set: { color: 'green' }, labels: ['name=h1'] });
    expectForm((await run(upgrade, ['h1', 'web'], { set: { color: 'blue' } })).data, recorded.upgrade, 'upgrade');
    const commands: readonly (readonly [Command, readonly string[], unknown, string])[] = [
      [list, [], recorded.list, 'list'],
      [history, ['h1'], recorded.history, 'history'],
      [status, ['h1'], recorded.status, 'status'],
      [getMetadata, ['h1'], recorded.metadata, 'metadata'],
    ];
    for (const [command, args, helm, name] of commands) expectForm((await run(command, args)).data, helm, name);
  });
});
