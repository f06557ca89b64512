import type { PluginInfo, PluginManifest } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { runTaps } from '../../fixtures/fake-sherpack.ts';
import { PACK_YAML, packFolder } from '../../fixtures/pack-folder.ts';

function pluginWith(name: string, packKeys: PluginManifest['packKeys'], disabled = false): PluginInfo {
  return { manifest: { name, version: '1.0.0', apiVersion: '^1', plugin: '', ...(packKeys === undefined ? {} : { packKeys }) }, origin: 'default', loaded: false, disabled };
}

async function read(more: string, plugins: readonly PluginInfo[] = []) {
  return runTaps(await packFolder({ 'Pack.yaml': `${PACK_YAML}${more}` }), { plugins });
}

describe('keys of plugins in Pack.yaml', () => {
  const STORAGE = { storage: { type: 'object', additionalProperties: false, properties: { driver: { type: 'string' } } } } as const;

  it('are checked with the plugin\'s schema', async () => {
    const { pack, issues } = await read('storage:\n  driver: file\n', [pluginWith('storage', STORAGE)]);
    expect(pack.manifest['storage']).toEqual({ driver: 'file' });
    expect(issues).toEqual([]);
    await expect(read('storage:\n  driwer: file\n', [pluginWith('storage', STORAGE)])).rejects.toMatchObject({
      code: 'PACK_KEY_UNKNOWN', hint: 'Did you mean "driver"?', location: { line: 6, column: 3 },
    });
  });

  it('of a plugin that is disabled give a warning and are not checked', async () => {
    const { issues } = await read('storage: anything\n', [pluginWith('storage', STORAGE, true)]);
    expect(issues).toEqual([expect.objectContaining({ severity: 'warning', code: 'PACK_KEY_INACTIVE', location: expect.objectContaining({ line: 5 }) })]);
  });

  it.each(['crdPolicy', 'storage', 'drift', 'resolution', 'crds', 'environments', 'secrets', 'rollback', 'waves', 'tests'])(
    '%s is known although its plugin is not there', async (key) => {
      const { issues } = await read(`${key}: {}\n`);
      expect(issues).toMatchObject([{ severity: 'warning', code: 'PACK_KEY_INACTIVE', message: expect.stringContaining(`"${key}"`) }]);
    },
  );

  it('of a plugin that nobody knows are refused', async () => {
    await expect(read('frobnicate: {}\n', [pluginWith('storage', STORAGE)])).rejects.toMatchObject({ code: 'PACK_KEY_UNKNOWN' });
  });
});

describe('Pack.yaml', () => {
  it.each([
    ['', { name: 'handlebars', strict: true, options: {} }],
    ['engine: plain\n', { name: 'plain', strict: true, options: {} }],
    ['engine: { strict: false }\n', { name: 'handlebars', strict: false, options: {} }],
    ['engine: { name: plain, delimiters: ["[[", "]]"] }\n', { name: 'plain', strict: true, options: { delimiters: ['[[', ']]'] } }],
  ])('with %j chooses the engine', async (more, engine) => {
    const folder = await packFolder({ 'Pack.yaml': `${PACK_YAML}${more}` });
    expect((await runTaps(folder, { until: 'load' })).pack.engine).toEqual(engine);
  });

  it('reports all that is wrong at once, each with its place', async () => {
    const folder = await packFolder({ 'Pack.yaml': 'apiVersion: sherpack/v1\nkind: app\nmetadata:\n  name: web\n  version: 1.0\nextra: 1\n' });
    const error = await runTaps(folder).then(() => undefined, (thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'PACK_INVALID', exitCode: 4 });
    const { others } = error as { others: readonly { code: string; location: { line: number } }[] };
    expect(others.map(({ code, location }) => `${code}:${location.line}`).toSorted()).toEqual(['PACK_KEY_UNKNOWN:6', 'PACK_MANIFEST_INVALID:2', 'PACK_MANIFEST_INVALID:5']);
  });

  it('takes everything that the roadmap writes', async () => {
    const { pack, issues } = await read(`dependencies:
  - name: redis
    version: ">=7.0.0 <8.0.0"
    repository: https://example.com
    optional: true
    condition: redis.enabled
  - name: postgresql
    version: "^15.0.0"
    repository: oci://registry.example.com/charts
    conflict:
      - mysql
    enabled: false
resolution: { strategy: newest-compatible, allowPrerelease: false, conflictResolution: fail }
crdPolicy: { mode: managed, upgradeStrategy: safe, backupBeforeUpgrade: true, validateBeforeApply: true }
storage: { driver: secrets, compression: zstd, chunking: { enabled: auto, maxChunkSize: 900KB } }
drift: { detection: enabled, interval: 5m, ignore: [status], notify: { webhook: https://example.com } }
`);
    expect(pack.dependencies[0]).toMatchObject({ name: 'redis', condition: 'redis.enabled', extra: { optional: true } });
    expect(issues.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  it('says where its keys stand', async () => {
    const { pack } = await runTaps(await packFolder({ 'Pack.yaml': `${PACK_YAML}engine: plain\n` }), { until: 'load' });
    expect(await pack.locate(['engine'])).toMatchObject({ line: 5, column: 1, file: expect.stringContaining('Pack.yaml') });
  });

  it('is left alone when another plugin has read the pack', async () => {
    const { pack } = await runTaps('chart', { until: 'load', before: async (unread) => ({ ...unread, format: 'helm' }) });
    expect(pack).toMatchObject({ format: 'helm', reference: 'chart' });
  });
});
