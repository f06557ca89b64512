import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../fixtures/pack-folder.ts';
import { createPack, scaffoldFiles } from './create-pack.ts';

describe('create', () => {
  it('writes all files readable for everybody, and nothing else', async () => {
    const folder = await testFolder();
    const path = await createPack('web', join(folder, 'deep'));
    expect((await readdir(path, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile())).toHaveLength(scaffoldFiles('web').size);
    expect((await stat(path)).mode & 0o777).toBe(0o755);
    expect(await readdir(join(folder, 'deep'))).toEqual(['web']);
    expect(await readFile(join(path, 'Pack.yaml'), 'utf8')).not.toContain('__NAME__');
  });

  it('refuses a folder that is there, even an empty one, and leaves it as it is', async () => {
    const folder = await testFolder();
    await mkdir(join(folder, 'web'));
    await expect(createPack('web', folder)).rejects.toMatchObject({ code: 'PACK_EXISTS', exitCode: 2 });
    expect(await readdir(folder, { recursive: true })).toEqual(['web']);
  });

  it.each(['Web', '1web', 'web_', '../web', 'web-', '', 'x'.repeat(54)])('refuses the name %j', async (name) => {
    const folder = await testFolder();
    await expect(createPack(name, folder)).rejects.toMatchObject({ code: 'PACK_NAME_INVALID', exitCode: 2 });
    expect(await readdir(folder)).toEqual([]);
  });

  it('says when it cannot write', async () => {
    const folder = await testFolder();
    await writeFile(join(folder, 'file'), '');
    await expect(createPack('web', join(folder, 'file'))).rejects.toMatchObject({ code: 'PACK_WRITE_FAILED' });
  });
});
