import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findConfig, userConfigFile } from './find-config.ts';

let root = '';
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'sherpack-config-')); });
afterEach(() => rmSync(root, { recursive: true }));

function put(path: string, text = ''): string {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

describe('looking for the configuration', () => {
  it('goes upwards to the root of the git repository', () => {
    put('repo/.git/HEAD');
    put('repo/sherpack.config.yaml');
    put('repo/a/b/x');
    expect(findConfig(join(root, 'repo/a/b'), {}).folder).toBe(join(root, 'repo'));
  });

  it('does not leave the git repository or the home folder', () => {
    put('sherpack.config.yaml');
    put('repo/.git/HEAD');
    put('home/a/x');
    expect(findConfig(join(root, 'repo'), {}).folder).toBeUndefined();
    expect(findConfig(join(root, 'home/a'), { HOME: join(root, 'home') }).folder).toBeUndefined();
  });

  it('takes nothing from a folder that everyone may write to', () => {
    put('open/sherpack.config.js');
    put('open/mine/x');
    chmodSync(join(root, 'open'), 0o777);
    expect(findConfig(join(root, 'open/mine'), {}).folder).toBeUndefined();
  });

  it('passes over what lies in a pack, and says so', () => {
    put('repo/.git/HEAD');
    put('repo/sherpack.config.yaml');
    put('repo/packs/web/Pack.yaml');
    put('repo/packs/web/sherpack.config.ts', 'throw new Error("code of a pack ran")');
    put('repo/packs/web/templates/.sherpackrc');
    expect(findConfig(join(root, 'repo/packs/web/templates'), {})).toEqual({
      folder: join(root, 'repo'),
      ignored: [join(root, 'repo/packs/web/templates'), join(root, 'repo/packs/web')],
    });
  });

  it('takes package.json for a configuration only if it is one', () => {
    put('repo/.git/HEAD');
    put('repo/package.json', JSON.stringify({ sherpack: { namespace: 'shop' } }));
    put('repo/plugin/package.json', JSON.stringify({ sherpack: { apiVersion: '^1', plugin: './src/plugin.ts' } }));
    put('repo/other/package.json', JSON.stringify({ name: 'other' }));
    for (const folder of ['plugin', 'other']) expect(findConfig(join(root, 'repo', folder), {}).folder).toBe(join(root, 'repo'));
  });

  it('finds the file of the user where XDG_CONFIG_HOME or the home folder says', () => {
    const xdg = put('xdg/sherpack/config.yaml');
    const home = put('home/.config/sherpack/config.yml');
    expect(userConfigFile({ XDG_CONFIG_HOME: join(root, 'xdg'), HOME: join(root, 'home') })).toBe(xdg);
    expect(userConfigFile({ HOME: join(root, 'home') })).toBe(home);
    expect(userConfigFile({})).toBeUndefined();
  });
});
