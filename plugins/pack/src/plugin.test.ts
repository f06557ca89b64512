import { fileURLToPath } from 'node:url';
import { definePlugin, templateEngines } from '@sherpack/plugin-api';
import { createTestHost } from '@sherpack/plugin-kit/test-host';
import { testPlugin } from '@sherpack/plugin-kit/test-plugin';
import { afterEach, describe, expect, it } from 'vitest';
import { configMap, packFolder, packYaml } from '../fixtures/pack-folder.ts';
import { smallEngine } from '../fixtures/small-engine.ts';
import plugin from './plugin.ts';

testPlugin(plugin, { folder: fileURLToPath(new URL('..', import.meta.url)), runner: { describe, it, expect }, config: { limits: { files: 10 } } });

const engine = definePlugin({
  name: 'small',
  apiVersion: '^1',
  setup: (sherpack) => sherpack.provide(templateEngines, 'handlebars', async () => ({ default: smallEngine() })),
});

describe('in a real kernel, which freezes every value', () => {
  let host = createTestHost({ plugins: [] });
  afterEach(() => host.dispose());

  async function lint(files: Readonly<Record<string, string>>, request: object = {}) {
    host = createTestHost({ plugins: [plugin, engine], config: { pack: { limits: { files: 6 } } } });
    return host.run('lint', { pack: await packFolder(files), ...request });
  }

  it('a pack goes through all its stages', async () => {
    const { pack, manifests, issues } = await lint({
      'values.yaml': 'a: 1\ndb: { a: 2 }\n',
      'templates/a.yaml': configMap('root-{{ values.a }}-{{ values.db.a }}'),
      'packs/db/Pack.yaml': packYaml('db'),
      'packs/db/templates/a.yaml': configMap('sub-{{ values.a }}'),
    }, { flags: { set: ['db.a=3'] }, release: { name: 'demo', namespace: 'shop' } });
    expect(issues).toEqual([]);
    expect(pack?.values).toEqual({ a: 1, db: { a: 3 } });
    expect(manifests?.objects.map(({ object }) => object.metadata.name)).toEqual(['sub-3', 'root-1-3']);
  });

  it('layers of the request stand below the flags', async () => {
    const values = [{ name: 'caller', rank: 400, values: { a: 1, b: 1 } }];
    const { pack } = await lint({}, { values, flags: { set: ['b=2'] } });
    expect(pack?.values).toEqual({ a: 1, b: 2 });
  });

  it('an error says which plugin and hook it came from', async () => {
    await expect(lint({ 'Pack.yaml': 'x: 1\n' })).rejects.toMatchObject({ code: 'PACK_INVALID', plugin: 'pack', hook: 'load' });
  });

  it('the limits of the configuration hold', async () => {
    await expect(lint(Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [name, ''])))).rejects.toMatchObject({ code: 'PACK_LIMIT' });
  });
});
