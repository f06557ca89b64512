import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from './errors.ts';
import { opening } from './open-server.ts';
import { findRunning } from './running-server.ts';
import type { Sandbox } from './sandboxes.ts';

/** Removes everything in a sandbox but its snapshots. @throws SANDBOX_RUNNING, SANDBOX_LOCKED */
export async function resetSandbox(sandbox: Sandbox): Promise<void> {
  if ((await findRunning(sandbox)) !== undefined) throw errors.RUNNING(sandbox.name);
  const names = await namesIn(sandbox.folder);
  if (names === undefined) return;
  await opening(sandbox, () => empty(sandbox, names));
}

async function empty({ folder }: Sandbox, names: readonly string[]): Promise<void> {
  const { lockFolder, lockPrefix } = await import('./store/lock.ts');
  const lock = lockFolder(folder);
  try {
    for (const name of names.filter((entry) => !entry.startsWith(lockPrefix))) await rm(join(folder, name), { recursive: true, force: true });
  } finally {
    lock.release();
  }
  await rm(folder, { recursive: true, force: true });
}

async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
