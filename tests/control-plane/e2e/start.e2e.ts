import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findControlPlane } from '../src/find.ts';
import { isAlive } from '../src/lock.ts';
import { openControlPlane } from '../src/open.ts';
import { runningFolder } from '../src/running.ts';
import { sourceFlags } from '../src/source-flags.ts';
import { startControlPlane } from '../src/start.ts';
import { waitFor } from '../src/wait.ts';

const found = findControlPlane({ ...process.env, SHERPACK_TEST_KUBECONFIG: '', SHERPACK_CONTROL_PLANE: '' });

describe.skipIf(!found.available)(`starting and stopping${found.available ? '' : ` (skipped: ${found.reason})`}`, () => {
  it('isolates a second control plane in the same etcd, and leaves no process', async () => {
    const first = await startControlPlane();
    const second = await first.isolate({ nodes: 1 });
    await first.connection.demand('POST', '/api/v1/namespaces', { body: { metadata: { name: 'only-in-first' } } });
    expect(await second.connection.find('/api/v1/namespaces/only-in-first')).toBeUndefined();
    expect((await second.connection.demand<{ items: unknown[] }>('GET', '/api/v1/nodes')).items).toHaveLength(1);
    const pids = [...pidsIn(first.folder), ...pidsIn(second.folder)];
    expect(pids.filter(isAlive)).toHaveLength(9);
    await second.stop();
    await first.stop();
    expect(pids.filter(isAlive)).toEqual([]);
    expect([first.folder, second.folder].filter(existsSync)).toEqual([]);
  });

  it('dies with a parent that is killed, and is found by others before', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sherpack-killed-'));
    const entry = fileURLToPath(new URL('../src/daemon.ts', import.meta.url));
    const parent = spawn(process.execPath, [...sourceFlags(), entry, folder, '1'], { stdio: 'inherit' });
    const state = await waitFor('the daemon', async () => runningFolder(folder));
    expect(state.pid).toBe(parent.pid);
    const before = process.env.SHERPACK_CONTROL_PLANE;
    process.env.SHERPACK_CONTROL_PLANE = folder;
    const attached = await openControlPlane();
    process.env.SHERPACK_CONTROL_PLANE = before ?? '';
    expect(attached.version).toBe(state.version);
    const user = await attached.user('ann');
    expect(readFileSync(user, 'utf8')).toContain(attached.server);
    const pids = pidsIn(folder);
    expect(pids).toHaveLength(5);
    await attached.stop();
    parent.kill('SIGKILL');
    await waitFor('the end of all servers', async () => !pids.some(isAlive), { timeoutMs: 10_000 });
    await waitFor('the end of the store', async () => !existsSync(join(folder, 'etcd')), { timeoutMs: 5000 });
    expect(runningFolder(folder)).toBeUndefined();
    rmSync(folder, { recursive: true });
  });

  it('says which server did not start and why', async () => {
    const failure = startControlPlane({ flags: { 'kube-apiserver': ['--no-such-flag'] } });
    const error = await failure.catch((reason: unknown) => reason as Error);
    expect((error as Error).message).toContain('its logs are in');
    expect(String((error as Error).cause)).toContain('kube-apiserver ended with 1');
    expect(String((error as Error).cause)).toContain('unknown flag: --no-such-flag');
    rmSync((error as Error).message.replace(/^.* in /, ''), { recursive: true });
  });
});

function pidsIn(folder: string): number[] {
  return readFileSync(join(folder, 'pids'), 'utf8').trim().split('\n').map(Number);
}
