import { symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runTaps } from '../../fixtures/fake-sherpack.ts';
import { PACK_YAML, packFolder, packYaml } from '../../fixtures/pack-folder.ts';
import type { Files } from '../../fixtures/pack-folder.ts';
import { tarArchive } from '../../fixtures/tar-archive.ts';
import type { Entry } from '../../fixtures/tar-archive.ts';

async function loaded(reference: string) {
  return (await runTaps(reference, { until: 'load' })).pack;
}

async function pathsOf(files: Files): Promise<readonly string[]> {
  return [...(await loaded(await packFolder(files))).files.keys()];
}

async function archived(...entries: readonly Entry[]) {
  const path = join(dirname(await packFolder({})), 'web.tgz');
  await writeFile(path, tarArchive(entries));
  return loaded(path);
}

describe('.sherpackignore', () => {
  it('leaves files out in the syntax of .gitignore', async () => {
    const files = { '.sherpackignore': '# comment\n*.bak\n!keep.bak\n/dist/\n', 'a.bak': '', 'keep.bak': '', 'dist/x': '', 'deep/dist/x': '', 'deep/b.bak': '' };
    expect(await pathsOf(files)).toEqual(['.sherpackignore', 'Pack.yaml', 'deep/dist/x', 'keep.bak']);
  });

  it('in a deeper folder adds to those above and may take back', async () => {
    const files = { '.sherpackignore': '*.txt\n', 'a/.sherpackignore': '!b.txt\n', 'a/b.txt': '', 'a/c.txt': '' };
    expect(await pathsOf(files)).toEqual(['.sherpackignore', 'Pack.yaml', 'a/.sherpackignore', 'a/b.txt']);
  });

  it('is not needed for what belongs to version control or to editors', async () => {
    expect(await pathsOf({ '.git/config': '', 'templates/.swp': '', '.hidden': '' })).toEqual(['.hidden', 'Pack.yaml']);
  });
});

describe('a folder', () => {
  it('may hold links to files and folders inside of it', async () => {
    const folder = await packFolder({ 'real/a.txt': 'x' });
    await symlink('real/a.txt', join(folder, 'link.txt'));
    await symlink('real', join(folder, 'linked'));
    const { files } = await loaded(folder);
    expect([...files.keys()]).toEqual(['Pack.yaml', 'link.txt', 'linked/a.txt', 'real/a.txt']);
    expect(Buffer.from(files.get('link.txt')?.content ?? []).toString()).toBe('x');
  });
});

describe('an archive', () => {
  it('may hold the pack in a folder or at its top', async () => {
    const inFolder = await archived({ path: 'any/', type: 'Directory' }, { path: './any/Pack.yaml', content: PACK_YAML }, { path: 'any/a', content: 'x' });
    const atTop = await archived({ path: 'Pack.yaml', content: PACK_YAML }, { path: 'a', content: 'x' });
    expect([...inFolder.files.keys()]).toEqual(['Pack.yaml', 'a']);
    expect(atTop.digest()).toBe(inFolder.digest());
  });

  it('may hold links inside of it', async () => {
    const { files } = await archived(
      { path: 'web/Pack.yaml', content: PACK_YAML }, { path: 'web/a/b', type: 'SymbolicLink', link: '../c' },
      { path: 'web/d', type: 'Link', link: 'web/c' }, { path: 'web/c', content: 'x' },
    );
    expect(['a/b', 'd'].map((path) => Buffer.from(files.get(path)?.content ?? []).toString())).toEqual(['x', 'x']);
  });

  it('may lie inside of a pack, and the digest is that of the same files', async () => {
    const db = tarArchive([{ path: 'db/Pack.yaml', content: packYaml('db') }]);
    const withArchive = await loaded(await packFolder({ 'charts/db-1.0.0.tgz': db }));
    const withFolder = await loaded(await packFolder({ 'charts/db/Pack.yaml': packYaml('db') }));
    expect(withArchive.subpacks.map(({ path }) => path)).toEqual(['web/charts/db']);
    expect(withArchive.digest()).toBe(withFolder.digest());
    expect(withArchive.digest()).toMatch(/^sha256:[0-9a-f]{64}$/);
  });

  it('inside of a pack is refused like any other', async () => {
    const evil = tarArchive([{ path: '../evil' }]);
    await expect(packFolder({ 'charts/db.tgz': evil }).then(loaded)).rejects.toMatchObject({ code: 'PACK_ARCHIVE_ENTRY' });
  });

  it('counts with all archives inside of it against one limit', async () => {
    const big = (name: string) => tarArchive([{ path: `${name}/Pack.yaml`, content: packYaml(name) }, { path: `${name}/big`, content: 'x'.repeat(600) }]);
    const folder = await packFolder({ 'charts/a.tgz': big('a'), 'charts/b.tgz': big('b') });
    const config = { limits: { totalSize: 1500 } };
    await expect(runTaps(folder, { config, until: 'load' })).rejects.toMatchObject({ code: 'PACK_LIMIT' });
  });
});

describe('the digest', () => {
  it('changes with a name, a content or a pack inside', async () => {
    const variants = [{ a: 'x' }, { b: 'x' }, { a: 'y' }, { a: 'x', 'packs/db/Pack.yaml': packYaml('db') }, { a: 'x', 'packs/db/Pack.yaml': packYaml('db2') }];
    const digests = await Promise.all(variants.map(async (files) => (await loaded(await packFolder(files as Files))).digest()));
    expect(new Set(digests).size).toBe(variants.length);
  });
});
