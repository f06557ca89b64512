import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readKubeconfig, writeKubeconfig, type Access } from './kubeconfig.ts';

let path = '';

beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'kubeconfig-')), 'config');
});

afterEach(() => rmSync(join(path, '..'), { recursive: true }));

describe('a kubeconfig', () => {
  it.each<Access>([
    { server: 'https://127.0.0.1:6443', authority: 'CA', certificate: 'CERT', key: 'KEY', namespace: 'shop' },
    { server: 'http://127.0.0.1:8001', insecure: true, token: 'T' },
    { server: 'https://127.0.0.1:6443', token: 'T', impersonate: { user: 'ann', groups: ['g'] } },
  ])('is read as it was written: %j', async (access) => {
    expect(await readKubeconfig(writeKubeconfig(path, access))).toEqual(access);
  });

  it('with a credential plugin is refused', async () => {
    const cluster = { name: 'c', cluster: { server: 'https://127.0.0.1' } };
    const user = { name: 'u', user: { exec: { command: 'login' } } };
    writeFileSync(path, JSON.stringify({ 'current-context': 'x', clusters: [cluster], users: [user], contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }] }));
    await expect(readKubeconfig(path)).rejects.toThrow('not a credential plugin');
  });
});
