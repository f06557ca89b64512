import { link, readFile, rm, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import type { Clock } from '@sherpack/plugin-api';
import { errors } from './errors.ts';

/** Milliseconds between two tries, and how long another process is waited for. */
const PAUSE = 50;
const PATIENCE = 15_000;

/**
 * Takes a lock file; writes are short, so another process is waited for.
 *
 * @param folder for the message
 * @returns how to give it back
 * @throws DIRECTORY_LOCKED
 */
export async function takeLock(file: string, folder: string, clock: Clock): Promise<() => Promise<void>> {
  const own = `${process.pid} ${hostname()}`;
  for (let waited = 0; ; waited += PAUSE) {
    if (await linkNew(file, own)) return () => rm(file, { force: true });
    const holder = await holderOf(file);
    if (holder !== undefined && isGone(holder)) await steal(file, holder, own);
    else if (waited >= PATIENCE) throw errors.LOCKED(folder, `process ${holder ?? 'unknown'}`);
    else await clock.sleep(PAUSE);
  }
}

/** Linked into place complete, so that nobody reads half a lock. */
async function linkNew(file: string, text: string): Promise<boolean> {
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, text);
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function holderOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Only of a process on this machine can it be known. */
function isGone(holder: string): boolean {
  const [pid, host] = holder.split(' ');
  if (host !== hostname()) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Two that find the same stale lock must not remove each other's new one: a second lock decides who removes it. */
async function steal(file: string, stale: string, own: string): Promise<void> {
  const guard = `${file}.stale`;
  if (!(await linkNew(guard, own))) {
    const other = await holderOf(guard);
    if (other !== undefined && isGone(other)) await rm(guard, { force: true });
    return;
  }
  try {
    if ((await holderOf(file)) === stale) await unlink(file);
  } finally {
    await rm(guard, { force: true });
  }
}
