import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, cleanEnv, finish, newFolder, sherpack } from './run-sherpack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const WEB = join(root, 'examples/packs/web');
const PLUGIN = 'sherpack-plugin-http-storage';

interface Entry {
  readonly key: { readonly release: { readonly namespace: string; readonly name: string }; readonly name: string };
}

interface ReleaseServer {
  readonly url: string;
  close(): Promise<void>;
}

let folder = '';
let server: ReleaseServer;

async function npm(cwd: string, argv: readonly string[]): Promise<string> {
  const env = cleanEnv(folder, { npm_config_update_notifier: 'false', npm_config_audit: 'false', npm_config_fund: 'false' });
  const { code, stdout, stderr } = await finish(spawn('npm', argv, { cwd, env }));
  expect({ argv, code, stderr: code === 0 ? '' : stderr }).toEqual({ argv, code: 0, stderr: '' });
  return stdout;
}

/** Packs both packages in a copy of their corner of the repository: what `prepack` builds stays out of the real one. */
async function packBoth(): Promise<readonly string[]> {
  const copy = newFolder();
  const filter = (source: string): boolean => !/\/(dist|node_modules)$/.test(source);
  for (const path of ['plugin-api', 'examples/plugins/http-storage', 'core/build-package.ts']) cpSync(join(root, path), join(copy, path), { recursive: true, filter });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const tarballs = join(copy, 'tarballs');
  mkdirSync(tarballs);
  for (const path of ['plugin-api', 'examples/plugins/http-storage']) await npm(join(copy, path), ['pack', '--pack-destination', tarballs]);
  return readdirSync(tarballs).map((name) => join(tarballs, name));
}

async function startServer(): Promise<ReleaseServer> {
  const module = createRequire(join(folder, 'package.json')).resolve(`${PLUGIN}/server`);
  expect(module.startsWith(join(folder, 'node_modules'))).toBe(true);
  return ((await import(pathToFileURL(module).href)) as { startServer(): Promise<ReleaseServer> }).startServer();
}

async function entries(): Promise<readonly string[]> {
  const found = (await (await fetch(`${server.url}/entries`)).json()) as readonly Entry[];
  return found.map(({ key: { release, name } }) => `${release.namespace}/${release.name}/${name}`);
}

/** Without what records have in common, and one name for each record however often it was written. */
async function records(): Promise<readonly string[]> {
  const found = (await entries()).filter((name) => !name.includes('/blob/') && !name.includes('/journal/'));
  return [...new Set(found.map((name) => name.replace(/(\/revision\/\d+)\/\d+$/, '$1')))].toSorted();
}

async function ok(...argv: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await sherpack([...argv, '--cluster', 'sandbox', '-n', 'shop'], { folder });
  expect({ argv, code, stderr: code === 0 ? '' : stderr }).toEqual({ argv, code: 0, stderr: '' });
  return stdout;
}

beforeAll(async () => {
  buildOnce();
  folder = newFolder({ 'package.json': '{ "name": "shop", "private": true, "type": "module" }\n' });
  const tarballs = await packBoth();
  expect(tarballs).toHaveLength(2);
  await npm(folder, ['install', '--offline', ...tarballs]);
  server = await startServer();
}, 180_000);

afterAll(() => server?.close());

describe('a plugin that was packed and installed', () => {
  it('brings its built modules and no tests', () => {
    const files = readdirSync(join(folder, 'node_modules', PLUGIN), { recursive: true }).map(String);
    expect(files).toEqual(expect.arrayContaining(['dist/plugin.js', 'dist/server.js', 'README.md']));
    expect(files.filter((path) => path.includes('.test.'))).toEqual([]);
  });

  it('is named by its npm name in a configuration in TypeScript', async () => {
    writeFileSync(join(folder, 'sherpack.config.ts'), `import { defineConfig } from '@sherpack/plugin-api';

const url: string = '${server.url}';

export default defineConfig({ plugins: ['${PLUGIN}'], storage: { driver: 'http', http: { url } } });
`);
    const { stdout, stderr } = await sherpack(['plugins', '-o', 'json'], { folder });
    const rows = JSON.parse(stdout || stderr) as readonly Readonly<Record<string, unknown>>[];
    expect(rows.find(({ name }) => name === 'http-storage')).toMatchObject({ origin: 'config', enabled: true, extensions: ['storage-driver/http'] });
  });

  it('keeps the records of releases for their whole life, and nobody else does', async () => {
    expect(await entries()).toEqual([]);
    await ok('install', 'demo', WEB, '--create-namespace');
    expect(await records()).toEqual(['shop/demo/head', 'shop/demo/revision/1']);
    await ok('upgrade', 'demo', WEB, '--set', 'app.replicas=3');
    expect(await records()).toEqual(['shop/demo/head', 'shop/demo/revision/1', 'shop/demo/revision/2']);

    expect(JSON.parse(await ok('list', '-o', 'json'))).toMatchObject([{ name: 'demo', namespace: 'shop', revision: '2', status: 'deployed' }]);
    const history = JSON.parse(await ok('history', 'demo', '-o', 'json')) as readonly { revision: number; status: string }[];
    expect(history.map(({ revision, status }) => `${revision} ${status}`)).toEqual(['1 superseded', '2 deployed']);
    const elsewhere = newFolder();
    const { stdout } = await sherpack(['list', '-A', '-q', '--cluster', 'sandbox'], { folder: elsewhere, env: { HOME: join(folder, 'home') } });
    expect(stdout).toBe('');

    await ok('uninstall', 'demo');
    expect(await entries()).toEqual([]);
    expect(await ok('list', '-q')).toBe('');
  });

  it('says so when its server is gone', async () => {
    await server.close();
    const { code, stderr } = await sherpack(['list', '--cluster', 'sandbox'], { folder });
    expect(stderr).toContain('HTTP_STORAGE_UNREACHABLE');
    expect(code).not.toBe(0);
  });
});
