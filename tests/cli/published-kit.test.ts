import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, cleanEnv, finish, newFolder, sherpack } from './run-sherpack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kinds = ['hook', 'command', 'storage-driver', 'template-engine'];
let folder = '';

interface PackageJson {
  readonly name: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function packageJson(path: string): PackageJson {
  return JSON.parse(readFileSync(join(path, 'package.json'), 'utf8')) as PackageJson;
}

/** The folders of the kit and of all our packages that it stands on, from the root. */
function foldersOfKit(): readonly string[] {
  const homes = ['plugin-api', 'tests/plugin-kit', ...readdirSync(join(root, 'core')).map((name) => `core/${name}`)].filter((path) => existsSync(join(root, path, 'package.json')));
  const byName = new Map(homes.map((path) => [packageJson(join(root, path)).name, path]));
  const found = new Set(['@sherpack/plugin-api', '@sherpack/plugin-kit']);
  for (const name of found) {
    for (const dependency of Object.keys(packageJson(join(root, byName.get(name) ?? '')).dependencies ?? {})) if (byName.has(dependency)) found.add(dependency);
  }
  return [...found].map((name) => byName.get(name) ?? '');
}

async function ok(command: string, argv: readonly string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await finish(spawn(command, argv, { cwd, env: cleanEnv(folder, { NO_COLOR: '1', npm_config_update_notifier: 'false' }) }));
  expect({ argv, code, output: code === 0 ? '' : stdout + stderr }).toEqual({ argv, code: 0, output: '' });
  return stdout;
}

/** Puts into node_modules what `npm install` would: our packages as they are published, and what they need of others. */
async function installKit(): Promise<void> {
  const copy = newFolder();
  const folders = foldersOfKit();
  const filter = (source: string): boolean => !/\/(dist|node_modules)$/.test(source);
  for (const path of [...folders, 'core/build-package.ts']) cpSync(join(root, path), join(copy, path), { recursive: true, filter });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  const modules = join(folder, 'node_modules');
  mkdirSync(modules, { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) if (!/^(@sherpack|sherpack.*)$/.test(name)) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  for (const path of folders) {
    await ok('npm', ['pack', '--silent', '--pack-destination', copy], join(copy, path));
    const { name } = packageJson(join(copy, path));
    mkdirSync(join(modules, name), { recursive: true });
    const tarball = readdirSync(copy).find((file) => file.startsWith(`${name.slice(1).replace('/', '-')}-`) && file.endsWith('.tgz')) ?? '';
    await ok('tar', ['-xzf', join(copy, tarball), '--strip-components=1', '-C', join(modules, name)], copy);
  }
}

/** The files of the tutorial, written as it says. */
function writeTutorial(into: string): void {
  const text = readFileSync(join(root, 'plugin-api/docs/your-first-plugin.md'), 'utf8');
  for (const [, path = '', content = ''] of text.matchAll(/```(?:ts|json|yaml|md) ([\w./-]+)\n([\s\S]*?)```/g)) {
    mkdirSync(dirname(join(into, path)), { recursive: true });
    writeFileSync(join(into, path), content);
  }
}

beforeAll(async () => {
  buildOnce();
  folder = newFolder({ 'package.json': '{ "private": true, "type": "module" }\n' });
  await installKit();
  for (const kind of kinds) expect((await sherpack(['plugin', 'create', `my-${kind}`, '--kind', kind], { folder })).code).toBe(0);
  writeTutorial(join(folder, 'team-label'));
}, 240_000);

describe('with the kit and the API as they are published', () => {
  it('the tests of new plugins and of the tutorial pass', async () => {
    expect(await ok(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder], folder)).toMatch(/Test Files +5 passed/);
  }, 120_000);

  it.each([...kinds.map((kind) => `my-${kind}`), 'team-label'])('%s satisfies the strict type checker', async (name) => {
    expect(await ok(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', '.'], join(folder, name))).toBe('');
  });

  it('the plugin of the tutorial does what the page says', async () => {
    const { stdout } = await sherpack(['template', 'demo', './pack'], { folder: join(folder, 'team-label') });
    expect(stdout).toContain('example.com/team: shop');
  });
});
