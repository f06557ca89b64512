import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errors } from './errors.ts';
import { findRunning } from './running-server.ts';
import type { Sandbox } from './sandboxes.ts';

/** Removes everything in a sandbox. @throws SANDBOX_RUNNING, SANDBOX_LOCKED */
export async function resetSandbox(sandbox: Sandbox): Promise<void> {
  if ((await findRunning(sandbox)) !== undefined) throw errors.RUNNING(sandbox.name);
  const names = await namesIn(sandbox.folder);
  if (names === undefined) return;
  const { FolderLockedError, lockFolder } = await import('./store/lock.ts');
  const unlock = take(sandbox, lockFolder, FolderLockedError);
  try {
    for (const name of names.filter((entry) => entry !== 'lock')) await rm(join(sandbox.folder, name), { recursive: true, force: true });
  } finally {
    unlock();
  }
  await rm(sandbox.folder, { recursive: true, force: true });
}

function take(sandbox: Sandbox, lockFolder: (folder: string) => () => void, Locked: new (folder: string, pid: number) => { pid: number }): () => void {
  try {
    return lockFolder(sandbox.folder);
  } catch (error) {
    throw error instanceof Locked ? errors.LOCKED(sandbox.name, error.pid) : error;
  }
}

async function namesIn(folder: string): Promise<readonly string[] | undefined> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
