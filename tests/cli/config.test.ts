import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, fixtures, newFolder, sherpack } from './run-sherpack.ts';

beforeAll(() => buildOnce(), 120_000);

async function settings(folder: string, argv: readonly string[] = [], env: Record<string, string> = {}) {
  const { stdout, stderr } = await sherpack(['config', '-o', 'json', ...argv], { folder, env });
  const rows = JSON.parse(stdout || stderr) as readonly { key: string; value: unknown; source: string; where: string }[];
  return Object.fromEntries(rows.map(({ key, value, source, where }) => [key, { value, source, where: where.replace(`${folder}/`, '') }]));
}

describe('configuration', () => {
  it('comes from flags, environment, project, user and defaults, in this order, and says so', async () => {
    const folder = newFolder({
      'sherpack.config.yaml': 'namespace: project\ncontext: project\ncluster: sandbox\n',
      'home/.config/sherpack/config.yaml': 'namespace: user\nkubeconfig: kube.yaml\ncluster: directory\n',
    });
    expect(await settings(folder, ['--namespace', 'flag'], { SHERPACK_NAMESPACE: 'environment', HELM_KUBECONTEXT: 'environment' })).toEqual({
      namespace: { value: 'flag', source: 'flag', where: '--namespace' },
      context: { value: 'environment', source: 'environment', where: 'HELM_KUBECONTEXT' },
      cluster: { value: 'sandbox', source: 'project', where: 'sherpack.config.yaml' },
      kubeconfig: { value: join(folder, 'home/.config/sherpack/kube.yaml'), source: 'user', where: 'home/.config/sherpack/config.yaml' },
      output: { value: 'json', source: 'flag', where: '--output' },
    });
  });

  it.each([
    ['sherpack.config.ts', 'import { defineConfig } from \'@sherpack/plugin-api\';\nconst namespace: string = \'shop\';\nexport default defineConfig({ namespace });\n'],
    ['sherpack.config.js', 'import { defineConfig } from \'@sherpack/plugin-api\';\nexport default defineConfig({ namespace: \'shop\' });\n'],
    ['sherpack.config.mjs', 'export default { namespace: \'shop\' };\n'],
    ['sherpack.config.yaml', 'namespace: shop\n'],
    ['sherpack.config.json', '{ "namespace": "shop" }\n'],
    ['.sherpackrc', 'namespace: shop\n'],
    ['package.json', '{ "type": "module", "sherpack": { "namespace": "shop" } }\n'],
  ])('is read from %s', async (name, text) => {
    const folder = newFolder({ [name]: text, ...(name === 'sherpack.config.js' ? { 'package.json': '{ "type": "module" }' } : {}) });
    expect(await settings(folder)).toMatchObject({ namespace: { value: 'shop', source: 'project', where: name } });
  });

  it('is found from a folder below, or named by flag or variable', async () => {
    const folder = newFolder({ 'sherpack.config.yaml': 'namespace: found\n', 'other.yaml': 'namespace: named\n' });
    mkdirSync(join(folder, 'a/b'), { recursive: true });
    const below = await sherpack(['env', 'SHERPACK_NAMESPACE'], { folder: join(folder, 'a/b') });
    const byFlag = await sherpack(['env', 'SHERPACK_NAMESPACE', '--config', 'other.yaml'], { folder });
    const byVariable = await sherpack(['env', 'SHERPACK_NAMESPACE'], { folder, env: { SHERPACK_CONFIG: 'other.yaml' } });
    expect([below.stdout, byFlag.stdout, byVariable.stdout]).toEqual(['found\n', 'named\n', 'named\n']);
    expect((await sherpack(['config', 'path'], { folder })).stdout).toContain(join(folder, 'sherpack.config.yaml'));
  });

  it('inside of a pack is not read, and its code does not run', async () => {
    const folder = newFolder({ 'Pack.yaml': '', 'sherpack.config.js': 'console.log("code of a pack"); export default {};\n' });
    const { stdout, stderr, code } = await sherpack(['config'], { folder });
    expect(code).toBe(0);
    expect(stdout).not.toContain('code of a pack');
    expect(stderr).toContain('is not read, for it lies in a pack');
  });

  it('does not show what is named like a secret', async () => {
    const folder = newFolder({ 'sherpack.config.yaml': `plugins: [${fixtures}/probe]\nprobe:\n  token: hunter2\n  interval: 5\n` });
    const { stdout } = await sherpack(['config'], { folder });
    expect(stdout).toMatch(/probe\.interval +5 +project/);
    expect(stdout).toMatch(/probe\.token +\*\*\* +project/);
  });
});

describe('a wrong configuration', () => {
  it.each([
    ['an unknown key', 'namespce: shop\n', '1:1', 'Did you mean "namespace"?'],
    ['a wrong type', 'plugins: drift\n', '1:10', ''],
    ['a section of no plugin', 'namespace: a\nprobee: {}\n', '2:1', ''],
    ['an unknown key of a plugin', `plugins: [${fixtures}/probe]\nprobe:\n  intervall: 5\n`, '3:3', 'Did you mean "interval"?'],
    ['a wrong value of a plugin', `plugins: [${fixtures}/probe]\nprobe:\n  interval: soon\n`, '3:13', ''],
    ['broken YAML', 'namespace: [\n', '2:1', ''],
  ])('with %s is refused with its place', async (_, text, place, hint) => {
    const folder = newFolder({ 'sherpack.config.yaml': text });
    const { code, stderr } = await sherpack(['list'], { folder });
    expect(stderr).toContain(`${join(folder, 'sherpack.config.yaml')}:${place}`);
    expect(stderr).toContain(hint);
    expect(code).toBe(2);
  });

  it('never repeats a value, which may be a secret', async () => {
    const folder = newFolder({ 'sherpack.config.yaml': `plugins: [${fixtures}/probe]\nprobe:\n  interval: hunter2\n` });
    expect((await sherpack(['list'], { folder })).stderr).not.toContain('hunter2');
  });

  it('in TypeScript is refused with its file', async () => {
    const folder = newFolder({ 'sherpack.config.ts': 'export default { namespce: "x" };\n', 'broken.ts': 'throw new Error("no luck");\n' });
    expect((await sherpack(['list'], { folder })).stderr).toContain(`At: ${join(folder, 'sherpack.config.ts')}`);
    expect((await sherpack(['list', '--config', 'broken.ts'], { folder })).stderr).toContain('The configuration cannot be read: no luck');
  });
});

const single = `import { definePlugin } from '@sherpack/plugin-api';
export default definePlugin({ name: 'single', apiVersion: '^1', setup() {} });
`;

describe('plugins of the configuration', () => {
  it.each([
    ['a folder by its path', 'plugins: [./tools/extra]\n'],
    ['an npm package by its short name', 'plugins: [extra]\n'],
    ['an npm package by its name', 'plugins: [sherpack-plugin-extra]\n'],
  ])('are found: %s', async (_, text) => {
    const folder = newFolder({ 'sherpack.config.yaml': text });
    for (const parent of ['tools', 'node_modules']) mkdirSync(join(folder, parent));
    symlinkSync(join(fixtures, 'extra'), join(folder, 'tools/extra'));
    symlinkSync(join(fixtures, 'extra'), join(folder, 'node_modules/sherpack-plugin-extra'));
    expect(await origins(folder)).toMatchObject({ extra: 'config' });
  });

  it.each(['single.ts', 'single.js'])('may be the single file %s, without plugin API installed beside it', async (name) => {
    const folder = newFolder({ 'sherpack.config.yaml': `plugins: [./${name}]\n`, [name]: single, 'package.json': '{ "type": "module" }' });
    expect(await origins(folder)).toMatchObject({ single: 'config' });
  });

  it('run their built modules where they have them', async () => {
    const folder = newFolder({
      'sherpack.config.yaml': 'plugins: [built]\n',
      'node_modules/sherpack-plugin-built/package.json': JSON.stringify({
        name: 'sherpack-plugin-built', version: '1.0.0', type: 'module',
        exports: { './plugin': { 'sherpack-source': './src/plugin.ts', default: './dist/plugin.js' }, './hello': { 'sherpack-source': './src/hello.ts', default: './dist/hello.js' } },
        sherpack: { name: 'built', apiVersion: '^1', plugin: './src/plugin.ts', commands: [{ name: 'built hello', summary: 'x', module: './src/hello.ts' }] },
      }),
      'node_modules/sherpack-plugin-built/src/hello.ts': 'throw new Error("the source ran");\n',
      'node_modules/sherpack-plugin-built/dist/hello.js': 'export const command = { run: async ({ terminal }) => terminal.write("built\\n") };\n',
    });
    expect(await sherpack(['built', 'hello'], { folder })).toEqual({ code: 0, stdout: 'built\n', stderr: '' });
  });

  it('may be default ones, which changes nothing, or take default ones out', async () => {
    const folder = newFolder({ 'sherpack.config.yaml': 'plugins: [pack, "@sherpack/plugin-release"]\ndisable: [sandbox]\n' });
    expect(await origins(folder)).toMatchObject({ pack: 'default', release: 'default', sandbox: 'disabled' });
    expect((await sherpack(['sandbox', 'list'], { folder })).stderr).toContain('The command "sandbox" belongs to the plugin "sandbox", which is disabled.');
  });

  it.each([
    ['plugins: [nowhere]\n', 'The plugin "nowhere" is not installed.', 'npm install @sherpack/plugin-nowhere'],
    ['plugins: [./nowhere]\n', 'There is no plugin at', ''],
    ['disable: [sandbx]\n', '"disable" names "sandbx", which is no plugin here.', 'Did you mean "sandbox"?'],
    ['plugins: [./single.ts]\n', 'its default export is no plugin', ''],
  ])('that cannot be had are named: %s', async (text, message, hint) => {
    const folder = newFolder({ 'sherpack.config.yaml': text, 'single.ts': 'export default {};\n' });
    const { code, stderr } = await sherpack(['list'], { folder });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(code).toBe(2);
  });
});

async function origins(folder: string): Promise<Readonly<Record<string, string>>> {
  const { stdout, stderr } = await sherpack(['plugins', '-o', 'json'], { folder });
  const rows = JSON.parse(stdout || stderr) as readonly { name: string; origin: string; enabled: boolean }[];
  return Object.fromEntries(rows.map(({ name, origin, enabled }) => [name, enabled ? origin : 'disabled']));
}
