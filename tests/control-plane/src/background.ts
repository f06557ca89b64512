import { spawn } from 'node:child_process';
import { mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildControlPlane } from './build.ts';
import { cacheFolder } from './cache.ts';
import { findControlPlane } from './find.ts';
import { isAlive } from './lock.ts';
import { runningFolder, type RunningState } from './running.ts';
import { sourceFlags } from './source-flags.ts';
import { waitFor } from './wait.ts';

/** Where the one control plane that runs in the background keeps everything. */
export function backgroundFolder(): string {
  return cacheFolder('control-plane', 'run');
}

/** Starts it, unless it runs already, and returns when it is ready. */
export async function startBackground(nodes: number): Promise<RunningState> {
  const folder = backgroundFolder();
  const running = runningFolder(folder);
  if (running !== undefined) return running;
  const found = findControlPlane({ ...process.env, SHERPACK_TEST_KUBECONFIG: '', SHERPACK_CONTROL_PLANE: '' });
  if (!found.available) throw new Error(found.reason);
  if (found.source === 'build') await buildControlPlane(); // Here, where its progress is seen.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'daemon.log');
  const log = openSync(path, 'a');
  const entry = fileURLToPath(new URL('daemon.ts', import.meta.url));
  const daemon = spawn(process.execPath, [...sourceFlags(), entry, folder, String(nodes)], { detached: true, stdio: ['ignore', log, log] });
  daemon.unref();
  return waitFor('the control plane', async () => {
    const state = runningFolder(folder);
    if (state === undefined && daemon.exitCode !== null) return 'ended' as const;
    return state;
  }, { timeoutMs: 90_000 }).then((state) => {
    if (state === 'ended') throw new Error(`the control plane did not start:\n${readFileSync(path, 'utf8')}`);
    return state;
  });
}

/** Stops it. False when none ran. */
export async function stopBackground(): Promise<boolean> {
  const state = runningFolder(backgroundFolder());
  if (state === undefined) return false;
  process.kill(state.pid, 'SIGTERM');
  await waitFor('the end of the control plane', async () => !isAlive(state.pid), { timeoutMs: 30_000 });
  return true;
}
