import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { errors } from '../errors.ts';
import { describeIdentity, isGone, newIdentity } from '../process-identity.ts';
import { TEMPORARY_SUFFIX } from './paths.ts';

const LOCK = '.lock';
const BROKEN = 'broken-';
/** Longer than any process tries to take a lock. */
const BROKEN_MS = 3_600_000;
const ATTEMPTS = 2000;
const PAUSE_MS = 5;
/** A lock is held for a few file operations only; an older one of another machine has lost its holder. */
const FOREIGN_LIMIT_MS = 60_000;

/** Runs `work` while no other process runs one with the same folder. A lock whose holder is dead is taken over. */
export async function withFolderLock<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  const lock = join(folder, LOCK);
  const wasAbandoned = await takeLock(folder, lock);
  try {
    if (wasAbandoned) await removeLeftovers(folder);
    return await work();
  } finally {
    await rm(lock, { force: true });
  }
}

/**
 * The lock is linked into place with its content, so nobody ever reads it half written.
 *
 * @returns whether its holder had died with it
 */
async function takeLock(folder: string, lock: string): Promise<boolean> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = `${lock}.${randomUUID()}`;
  await writeFile(own, newIdentity(), { mode: 0o600, flag: 'wx' });
  try {
    let wasAbandoned = false;
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (await linked(own, lock)) return wasAbandoned;
      if (await breakIfAbandoned(lock)) wasAbandoned = true;
      await sleep(PAUSE_MS);
    }
    throw errors.FILE_LOCKED(lock, describeIdentity(await readHolder(lock)));
  } finally {
    await rm(own, { force: true });
  }
}

/**
 * Two processes may find the same abandoned lock. Only the one that links it under the name of its dead holder may
 * delete it; so the slower one never deletes the lock that the faster one has taken meanwhile.
 */
async function breakIfAbandoned(lock: string): Promise<boolean> {
  const holder = await readHolder(lock);
  if (holder === '' || !(isGone(holder) || await isForeignAndOld(lock, holder))) return false;
  const token = holder.slice(holder.lastIndexOf('/') + 1).replace(/[^a-z0-9]/gi, '');
  if (!await linked(lock, `${lock}.${BROKEN}${token}`)) return false;
  await rm(lock, { force: true });
  return true;
}

/**
 * Files of processes that died. Values are written under the lock only, so a half-written one that is there when it has
 * just been taken is nobody's; a broken lock keeps its name until no slower process can still be about to break it.
 */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const isLock = name.startsWith(`${LOCK}.`);
    const isOver = isLock ? await isDeadLock(path, name) : name.startsWith('.') && name.endsWith(TEMPORARY_SUFFIX);
    if (isOver) await rm(path, { force: true });
  }
}

async function isDeadLock(path: string, name: string): Promise<boolean> {
  if (!name.startsWith(`${LOCK}.${BROKEN}`)) return isGone(await readHolder(path));
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > BROKEN_MS;
}

async function isForeignAndOld(lock: string, holder: string): Promise<boolean> {
  if (holder.split('/')[0] === hostname()) return false;
  const found = await stat(lock).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > FOREIGN_LIMIT_MS;
}

async function readHolder(lock: string): Promise<string> {
  return readFile(lock, 'utf8').catch(() => '');
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST' || code === 'ENOENT') return false;
    throw error;
  }
}
