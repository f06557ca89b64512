import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LAYER_RANKS } from '@sherpack/plugin-api';
import type { Command, JsonObject } from '@sherpack/plugin-api';
import { configMap, secret } from './objects.ts';
import { createWorld } from './world.ts';
import type { World } from './world.ts';
import { command as diff } from '@sherpack/plugin-release/commands/diff';
import { command as getAll } from '@sherpack/plugin-release/commands/get-all';
import { command as getManifest } from '@sherpack/plugin-release/commands/get-manifest';
import { command as getValues } from '@sherpack/plugin-release/commands/get-values';
import { command as history } from '@sherpack/plugin-release/commands/history';
import { command as install } from '@sherpack/plugin-release/commands/install';
import { command as rollback } from '@sherpack/plugin-release/commands/rollback';
import { command as status } from '@sherpack/plugin-release/commands/status';
import { command as template } from '@sherpack/plugin-release/commands/template';
import { command as upgrade } from '@sherpack/plugin-release/commands/upgrade';

const SECRETS = ['hunter-one', 'hunter-two', 'aHVudGVyLW9uZQ==', 'aHVudGVyLXR3bw=='];

/** A pack whose password comes from an encrypted file, goes into a Secret and, marked by the renderer, into a ConfigMap. */
async function world(): Promise<World> {
  const made = await createWorld();
  const pack = (password: string) => ({
    values: { user: 'anna' },
    layers: [{ name: 'values.secrets.yaml', rank: LAYER_RANKS.file, values: { password }, secretPaths: [['password']] }],
    objects: (values: JsonObject) => [secret('s', { password: values['password'] }), configMap('c', { dsn: `${values['user']}:${values['password']}`, user: values['user'] })],
    secretPaths: new Map([['c', [['data', 'dsn']]], ['s', [['stringData', 'password']]]]),
  });
  made.packs.set('one', pack('hunter-one'));
  made.packs.set('two', pack('hunter-two'));
  return made;
}

describe('values that came from a secret', () => {
  it('reach the cluster and the next revision, and no answer of any command', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sherpack-secrecy-'));
    const made = await world();
    const said: string[] = [];
    async function run(command: Command, args: readonly string[], flags: JsonObject = {}): Promise<void> {
      for (const output of ['table', 'json'] as const) {
        const { out, data, error } = await made.run(command, args, flags, { output });
        expect(error?.message).toBeUndefined();
        said.push(out, JSON.stringify(data) ?? '');
      }
    }
    await run(install, ['web', 'one'], { createNamespace: true, dryRun: 'server' });
    await made.run(install, ['web', 'one'], { createNamespace: true });
    await run(template, ['web', 'one']);
    await run(template, ['web', 'one'], { outputDir: folder });
    said.push(await readFile(join(folder, 'web/templates/secret-0.yaml'), 'utf8'));
    await run(diff, ['release:web', 'pack:two']);
    await run(upgrade, ['web', 'two'], { dryRun: 'server' });
    await made.run(upgrade, ['web', 'two']);
    await run(rollback, ['web', '1'], { dryRun: 'server' });
    for (const command of [status, getAll, getManifest, getValues, history]) await run(command, ['web']);
    await run(getValues, ['web'], { all: true });
    expect(said.join('\n').split('\n').filter((line) => SECRETS.some((text) => line.includes(text)))).toEqual([]);
    expect(said.join('\n')).toContain('(secret ');
    expect((await made.sandbox.get('/api/v1/namespaces/shop/configmaps/c'))['data']).toEqual({ dsn: 'anna:hunter-two', user: 'anna' });
    await made.run(rollback, ['web', '1']);
    expect((await made.sandbox.get('/api/v1/namespaces/shop/configmaps/c'))['data']).toEqual({ dsn: 'anna:hunter-one', user: 'anna' });
    await rm(folder, { recursive: true });
  });

  it('are printed when somebody asks for them', async () => {
    const made = await world();
    await made.run(install, ['web', 'one'], { createNamespace: true });
    expect((await made.run(getValues, ['web'], { all: true, showSecrets: true })).data).toEqual({ user: 'anna', password: 'hunter-one' });
    expect((await made.run(template, ['web', 'one'], { showSecrets: true })).out).toContain('password: hunter-one');
  });

  it('differ visibly in a diff, and are equal where they are', async () => {
    const made = await world();
    await made.run(install, ['web', 'one'], { createNamespace: true });
    const { data } = await made.run(diff, ['release:web', 'pack:two'], {}, { output: 'json' });
    const fields = (data as { objects: readonly { kind: string; fields: readonly { path: string; before: string; after: string }[] }[] }).objects;
    expect(fields.map(({ kind, fields: changed }) => [kind, changed.map(({ path }) => path)])).toEqual([['Secret', ['stringData.password']], ['ConfigMap', ['data.dsn']]]);
    expect(fields[0]?.fields[0]?.before).not.toBe(fields[0]?.fields[0]?.after);
    expect((await made.run(diff, ['release:web', 'pack:one'], { exitCode: true })).code).toBe(0);
  });

  it('are quoted by no error, be it in the answer or on record', async () => {
    const made = await world();
    const labelled = (label: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', labels: { token: label } }, data: {} });
    made.packs.set('bad', { objects: () => [labelled('hunter one!')], secretPaths: new Map([['c', [['metadata', 'labels', 'token']]]]) });
    made.packs.set('open', { objects: () => [labelled('hunter one!')] });
    const hidden = await made.run(install, ['web', 'bad'], { createNamespace: true });
    const shown = await made.run(install, ['web', 'open'], { createNamespace: true });
    expect([hidden.error?.code, shown.error?.code]).toEqual(['DEPLOY_STEP_FAILED', 'DEPLOY_REJECTED']);
    expect(JSON.stringify((await made.run(history, ['web'])).data)).not.toContain('hunter');
    expect([hidden.error?.message.includes('hunter'), shown.error?.message.includes('hunter')]).toEqual([false, true]);
  });
});
