import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Plugin, PluginManifest } from '@sherpack/plugin-api';
import { definePlugin, packSources } from '@sherpack/plugin-api';
import { afterAll, describe, expect, it } from 'vitest';
import { failingTests } from './failing-tests.ts';
import { testPlugin } from './test-plugin.ts';

const root = mkdtempSync(join(tmpdir(), 'test-plugin-'));
afterAll(() => rmSync(root, { recursive: true }));

interface Parts {
  readonly setup?: Plugin['setup'];
  readonly manifest?: Partial<Record<keyof PluginManifest, unknown>>;
  readonly name?: string;
  readonly files?: Readonly<Record<string, string>>;
}

const COMMAND = 'export const command = { description: "Does it.", options: { a: { type: "string", description: "A" } }, run: async () => undefined };';
const ERRORS = 'export const errors = defineErrors(\'demo\', {\n  FAILED: () => ({ message: \'no\' }),\n});\n';

const good: Required<Parts> = {
  setup: ({ hooks, provide }) => {
    hooks.render.tap(async (value) => value);
    provide(packSources, 'demo', async () => ({ default: { takes: async () => false, fetch: () => Promise.reject(new Error('none')) } }));
  },
  manifest: {
    hooks: ['render'], extensions: { 'pack-source': ['demo'] }, commands: [{ name: 'demo run', summary: 'Do it', module: './src/run.js' }],
    configSchema: { type: 'object', properties: { a: { type: 'string' } } },
  },
  name: 'sherpack-plugin-demo',
  files: { 'README.md': 'sherpack demo run; `DEMO_FAILED`', 'src/run.js': COMMAND, 'src/errors.ts': ERRORS },
};

function suiteFor(change: Parts): Promise<readonly string[]> {
  const { setup, manifest, name, files } = { ...good, ...change };
  const folder = mkdtempSync(join(root, 'plugin-'));
  const own = { name: 'demo', apiVersion: '^1', plugin: './src/plugin.js', ...good.manifest, ...manifest };
  const all = { ...good.files, ...files, 'package.json': JSON.stringify({ name, version: '1.0.0', type: 'module', sherpack: own }) };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const plugin = definePlugin({ name: 'demo', apiVersion: '^1', setup: setup as never });
  return failingTests((runner) => testPlugin(plugin, { folder, runner, config: { a: 'x' } }), expect);
}

let calls = 0;
const SETS_UP = 'sets up synchronously, the same way twice, and starts nothing';
const ANNOUNCES = 'announces in its manifest what it registers';
const COMMANDS = 'delivers its commands and options, described';

describe('the suite for plugins', () => {
  it('lets one pass that does everything right', async () => {
    expect(await suiteFor({})).toEqual([]);
  });

  it.each<[string, Parts, string]>([
    ['has another name than its package', { name: 'sherpack-plugin-other' }, 'has one name: its own, the one of its manifest and the end of the package name'],
    ['says another API version than its manifest', { manifest: { apiVersion: '>=1' } }, 'fits plugin API 1.0.0 and says the same of it in code and manifest'],
    ['sets up asynchronously', { setup: (async () => undefined) as never }, SETS_UP],
    ['sets up otherwise the second time', { setup: (sherpack) => { if (calls++ % 2 === 0) good.setup(sherpack, {} as never); } }, SETS_UP],
    ['starts a timer', { setup: (sherpack) => { good.setup(sherpack, {} as never); setTimeout(() => undefined, 100); } }, SETS_UP],
    ['taps what it does not announce', { manifest: { hooks: [] } }, ANNOUNCES],
    ['announces what it does not register', { manifest: { services: ['demos'] } }, ANNOUNCES],
    ['misspells an extension point', { manifest: { extensions: { 'pack-sorce': ['demo'] } } }, 'misspells no extension point'],
    ['has an unknown key in its manifest', { manifest: { hook: ['render'] } as never }, ANNOUNCES],
    ['announces a variant without a module', { setup: ({ hooks, provide }) => { hooks.render.tap(async (value) => value); provide(packSources, 'demo', async () => ({}) as never); } }, 'delivers every variant that it announces'],
    ['has a command without code', { files: { 'src/run.js': 'export const other = 1;' } }, COMMANDS],
    ['has a flag without a description', { files: { 'src/run.js': COMMAND.replace('"A"', '""') } }, COMMANDS],
    ['has a command that its README does not name', { files: { 'README.md': '`DEMO_FAILED`' } }, COMMANDS],
    ['has a schema that is none', { manifest: { configSchema: { type: 'objekt' } } }, 'brings JSON Schemas that compile'],
    ['has a schema that refuses its own configuration', { manifest: { configSchema: { type: 'string' } } }, 'brings JSON Schemas that compile'],
    ['has a code that its README does not name', { files: { 'README.md': 'demo run' } }, 'has error codes with its own prefix, all of them in the README'],
    ['has codes with the prefix of another one', { files: { 'src/errors.ts': ERRORS.replace('demo', 'other') } }, 'has error codes with its own prefix, all of them in the README'],
    ['can be disposed once only', { setup: (sherpack) => { let gone = false; sherpack.onDispose(() => { if (gone) throw new Error('gone'); gone = true; }); } }, 'disposes twice without a complaint'],
  ])('finds one that %s', async (_what, change, test) => {
    expect(await suiteFor(change)).toContain(test);
  });
});
