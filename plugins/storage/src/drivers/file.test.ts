import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import type { ClusterAccess, StorageDriver } from '@sherpack/plugin-api';
import { testStorageDriver } from '@sherpack/plugin-kit/suites/storage-driver';
import { newIdentity } from '../process-identity.ts';
import factory from './file.ts';

const root = await mkdtemp(join(tmpdir(), 'sherpack-file-'));
const access: ClusterAccess = {
  cluster: async () => ({ variant: 'directory', identity: async () => ({ uid: 'u', server: root, version: 'v1' }) }) as never,
};

afterAll(() => rm(root, { recursive: true }));

function openIn(folder: string): Promise<StorageDriver> {
  return factory.open({ access, options: { path: folder }, readOnly: false });
}

describe('the driver "file"', () => {
  testStorageDriver(() => openIn(join(root, 'suite')), { describe, it, expect });

  it('keeps files below .sherpack/releases of a directory cluster, readable by their owner only', async () => {
    const driver = await factory.open({ access, options: {}, readOnly: false });
    await driver.put({ release: { name: 'web', namespace: 'shop' }, name: 'revision/3' }, new Uint8Array([1]), {}, { expect: 'absent' });
    const file = join(root, '.sherpack/releases/shop/web/revision~3.entry');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(join(root, '.sherpack/releases/shop/web'))).toEqual(['revision~3.entry']);
  });

  it('takes over the lock of a process that is gone, and removes what it left half written', async () => {
    const folder = join(root, 'stale');
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const [host, place] = newIdentity().split('/');
    await mkdir(join(folder, 'shop/web'), { recursive: true });
    const dead = `${host}/${place}/${gone}.1/abc`;
    for (const name of ['.lock', '.lock.0b7c', '.0b7c.tmp']) await writeFile(join(folder, 'shop/web', name), dead);
    const drivers = await Promise.all([openIn(folder), openIn(folder), openIn(folder)]);
    const key = { release: { name: 'web', namespace: 'shop' }, name: 'head' };
    const results = await Promise.allSettled(drivers.map((driver, index) => driver.put(key, new Uint8Array([index]), {}, { expect: 'absent' })));
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect(host).toBe(hostname());
    expect((await readdir(join(folder, 'shop/web'))).filter((name) => !name.startsWith('.lock.broken-'))).toEqual(['head.entry']);
    await expect(readFile(join(folder, 'shop/web/.lock'), 'utf8')).rejects.toThrow('ENOENT');
  });

  it('says which folder it cannot use', async () => {
    const file = join(root, 'no-folder');
    await writeFile(file, '');
    const driver = await openIn(file);
    const put = driver.put({ release: { name: 'web', namespace: 'shop' }, name: 'head' }, new Uint8Array(), {}, { expect: 'absent' });
    await expect(put).rejects.toMatchObject({ code: 'STORAGE_FILE_FAILED', message: expect.stringContaining(file) });
  });

  it('names the file whose header is damaged', async () => {
    const folder = join(root, 'damaged');
    await mkdir(join(folder, 'shop/web'), { recursive: true });
    await writeFile(join(folder, 'shop/web/head.entry'), 'no header\n');
    const driver = await openIn(folder);
    await expect(driver.list({})).rejects.toMatchObject({ code: 'STORAGE_RECORD_DAMAGED' });
  });
});
