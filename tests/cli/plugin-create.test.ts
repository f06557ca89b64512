import { spawn } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildOnce, cleanEnv, finish, newFolder, sherpack } from './run-sherpack.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const kinds = ['hook', 'command', 'storage-driver', 'template-engine'];
let folder = '';

beforeAll(async () => {
  buildOnce();
  folder = newFolder({
    // The packages of this repository are run from their sources.
    'vitest.config.ts': 'const resolve = { conditions: [\'sherpack-source\'] };\nexport default { resolve, ssr: { resolve: { ...resolve, externalConditions: resolve.conditions } }, test: { server: { deps: { inline: [/@sherpack/] } } } };\n',
  });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const kind of kinds) {
    const { code, stderr } = await sherpack(['plugin', 'create', `my-${kind}`, '--kind', kind], { folder });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  }
}, 120_000);

function runBinary(name: string, argv: readonly string[]) {
  return finish(spawn(process.execPath, [join(root, 'node_modules', name), ...argv], { cwd: folder, env: cleanEnv(folder, { NO_COLOR: '1' }) }));
}

describe('plugin create', () => {
  it('writes plugins whose own tests pass', async () => {
    const { code, stdout, stderr } = await runBinary('vitest/vitest.mjs', ['run', '--root', folder]);
    expect({ code, output: code === 0 ? '' : stdout + stderr }).toEqual({ code: 0, output: '' });
    expect(stdout).toMatch(/Test Files +4 passed/);
  });

  it.each(kinds)('writes a %s plugin that satisfies the strict type checker', async (kind) => {
    const { code, stdout } = await runBinary('typescript/bin/tsc', ['-p', `my-${kind}`, '--customConditions', 'sherpack-source']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
  });

  it('writes plugins that work at once from their folder', async () => {
    const { stdout } = await sherpack(['my-command', 'hello', 'world', '--loud'], { folder: join(folder, 'my-command') });
    expect(stdout).toBe('HELLO, WORLD!\n');
    const pack = newFolder({
      'Pack.yaml': 'apiVersion: sherpack/v1\nmetadata:\n  name: demo\n  version: 1.0.0\n',
      'templates/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: demo\n',
    });
    const { stdout: rendered } = await sherpack(['template', 'web', pack], { folder: join(folder, 'my-hook') });
    expect(rendered).toContain('example.com/my-hook: "true"');
  });

  it('refuses an existing folder and a name that is none', async () => {
    expect(await sherpack(['plugin', 'create', 'my-hook'], { folder })).toMatchObject({ code: 2, stderr: expect.stringContaining('CLI_FOLDER_EXISTS') });
    expect(await sherpack(['plugin', 'create', 'My_Hook'], { folder })).toMatchObject({ code: 2, stderr: expect.stringContaining('CLI_ARGUMENT_INVALID') });
    expect(await sherpack(['plugin', 'create', '../x'], { folder })).toMatchObject({ code: 2 });
    expect((await sherpack(['plugin', 'create', 'x', '--kind', 'hok'], { folder })).stderr).toContain('Did you mean "hook"?');
  });

  it('puts the plugin where --folder says', async () => {
    const { stdout } = await sherpack(['plugin', 'create', 'elsewhere', '-d', 'tools', '-o', 'json'], { folder });
    expect((JSON.parse(stdout) as { folder: string }).folder).toBe(join(folder, 'tools/elsewhere'));
  });
});
