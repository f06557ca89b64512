import { readFile, readdir, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { list } from 'tar';
import { describe, expect, it } from 'vitest';
import { runTaps } from '../../fixtures/fake-sherpack.ts';
import { PACK_YAML, packFolder, packYaml, testFolder } from '../../fixtures/pack-folder.ts';
import { manifestKeys } from '../manifest/manifest-keys.ts';
import { packagePack } from './package-pack.ts';
import type { PackageOptions } from './package-pack.ts';

const FILES = {
  'Pack.yaml': `# about\n${PACK_YAML}  appVersion: "1"  # quoted\n`,
  'templates/a.yaml': '# a\n',
  'crds/c.yaml': '# c\n',
  'charts/db/Pack.yaml': packYaml('db'),
  'data/file.bin': new Uint8Array([0, 255, 1]),
  [`data/${'long-'.repeat(45)}name/${'x'.repeat(120)}.txt`]: 'long',
  '.sherpackignore': '*.bak\n',
  'old.bak': 'x',
};

async function packaged(folder: string, options: Partial<PackageOptions> = {}) {
  const keys = manifestKeys({ list: () => [] });
  return packagePack(folder, { keys, destination: await testFolder(), formats: { find: async () => undefined, named: async () => undefined, names: async () => [] }, mtime: 0, ...options });
}

interface Listed { readonly path: string; readonly mode: number; readonly uid: number; readonly time: number }

async function entriesOf(path: string): Promise<readonly Listed[]> {
  const entries: Listed[] = [];
  await list({ file: path, onReadEntry: ({ path: name, mode = 0, uid = -1, mtime }) => void entries.push({ path: name, mode, uid, time: Number(mtime) }) });
  return entries;
}

describe('package', () => {
  it('holds every file that is not ignored, sorted, and nothing that depends on the machine', async () => {
    const { path, name, version } = await packaged(await packFolder(FILES));
    const entries = await entriesOf(path);
    expect(path.endsWith(`/${name}-${version}.tgz`)).toBe(true);
    expect(entries.map((entry) => entry.path)).toEqual(Object.keys(FILES).filter((file) => file !== 'old.bak').map((file) => `web/${file}`).toSorted());
    expect(entries.every(({ mode, uid, time }) => (mode & 0o777) === 0o644 && uid === 0 && time === 0)).toBe(true);
    const bytes = await readFile(path);
    expect([...bytes.subarray(3, 10)]).toEqual([0, 0, 0, 0, 0, 2, 255]);
  });

  it('gives the same bytes for the same content, wherever and whenever', async () => {
    const [one, two] = [await packFolder(FILES), await packFolder(FILES)];
    await utimes(join(two, 'Pack.yaml'), 1, 1);
    const [first, second] = [await packaged(one), await packaged(two)];
    expect(second.digest).toBe(first.digest);
    expect(await readFile(second.path)).toEqual(await readFile(first.path));
  });

  it('is read again as the same pack', async () => {
    const folder = await packFolder(FILES);
    const { path } = await packaged(folder);
    const [fromFolder, fromArchive] = [await runTaps(folder, { until: 'load' }), await runTaps(path, { until: 'load' })];
    expect(fromArchive.pack.digest()).toBe(fromFolder.pack.digest());
    expect([...fromArchive.pack.files.keys()]).toEqual([...fromFolder.pack.files.keys()]);
  });

  it('sets versions without touching comments, and the time of the entries', async () => {
    const { path, version } = await packaged(await packFolder(FILES), { version: '9.0.0-rc.1', appVersion: '2', mtime: 86_400 });
    expect(version).toBe('9.0.0-rc.1');
    const text = gunzipSync(await readFile(path)).toString();
    expect(text).toContain('# about');
    expect(text).toContain('version: 9.0.0-rc.1');
    expect(text).toContain('appVersion: "2" # quoted');
    expect((await entriesOf(path)).every(({ time }) => time === 86_400_000)).toBe(true);
  });

  it.each([
    ['a version that is none', { version: 'v1' }, {}, 'PACK_VERSION_FLAG'],
    ['a pack that is wrong', {}, { 'Pack.yaml': 'apiVersion: x\n' }, 'PACK_INVALID'],
  ])('writes nothing for %s', async (_name, options, files, code) => {
    const destination = await testFolder();
    await expect(packFolder({ ...FILES, ...files }).then((folder) => packaged(folder, { destination, ...options }))).rejects.toMatchObject({ code });
    expect(await readdir(destination)).toEqual([]);
  });

  it('refuses what is no folder, and a destination that is a file', async () => {
    const folder = await packFolder(FILES);
    await writeFile(join(dirname(folder), 'file'), '');
    await expect(packaged(join(folder, 'Pack.yaml'))).rejects.toMatchObject({ code: 'PACK_NOT_A_FOLDER', exitCode: 2 });
    await expect(packaged(folder, { destination: join(dirname(folder), 'file') })).rejects.toMatchObject({ code: 'PACK_WRITE_FAILED', exitCode: 1 });
  });
});
