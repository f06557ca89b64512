import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, gzipSync } from 'node:zlib';
import { errors } from './errors.ts';
import { opening } from './open-server.ts';
import { findRunning } from './running-server.ts';
import type { Sandbox } from './sandboxes.ts';
import { readServedState, replaceServedState } from './served-state.ts';
import { writeAtomic } from './store/atomic-write.ts';
import { openFolder, readFolder } from './store/folder.ts';
import { DamagedFileError } from './store/line.ts';
import { lockFolder } from './store/lock.ts';
import { decodeState, encodeState, ForeignFileError, type HeldState } from './store/state-file.ts';

/** What the commands print of a snapshot. */
export interface SnapshotReport {
  readonly name: string;
  readonly file: string;
  /** Number of objects. */
  readonly objects: number;
  /** The resourceVersion that they were read at, or that they begin with after they were restored. */
  readonly resourceVersion: string;
}

/**
 * Writes all objects of a sandbox to a file, served or not: gzip around the lines of the file `state` in a sandbox's folder.
 *
 * @throws SANDBOX_UNUSED, SANDBOX_LOCKED, SANDBOX_DAMAGED, SANDBOX_SNAPSHOT_UNWRITABLE
 */
export async function takeSnapshot(sandbox: Sandbox, file: string): Promise<SnapshotReport> {
  const running = await findRunning(sandbox);
  const state = running ? await readServedState(sandbox, running) : await opening(sandbox, async () => readLocked(sandbox));
  try {
    writeAtomic(file, [gzipSync(Buffer.concat([...encodeState(state)].map((piece) => Buffer.from(piece))))]);
  } catch (error) {
    throw errors.SNAPSHOT_UNWRITABLE(file, (error as Error).message, error);
  }
  return { name: sandbox.name, file, objects: state.objects.length, resourceVersion: String(state.revision) };
}

function readLocked({ name, folder }: Sandbox): HeldState {
  if (!existsSync(folder)) throw errors.UNUSED(name);
  const lock = lockFolder(folder);
  try {
    return readFolder(folder);
  } finally {
    lock.release();
  }
}

/**
 * Puts the objects of a snapshot in the place of all that is in a sandbox: in one step, so that a crash leaves the old or
 * the new ones. The file is read whole before anything is touched.
 *
 * @throws SANDBOX_SNAPSHOT_UNREADABLE, SANDBOX_LOCKED
 */
export async function restoreSnapshot(sandbox: Sandbox, file: string): Promise<SnapshotReport> {
  const state = await readSnapshot(file);
  const running = await findRunning(sandbox);
  const revision = running ? await replaceServedState(sandbox, running, state) : await opening(sandbox, () => replaceState(sandbox, state));
  return { name: sandbox.name, file, objects: state.objects.length, resourceVersion: String(revision) };
}

async function replaceState({ folder }: Sandbox, state: HeldState): Promise<number> {
  const opened = openFolder(folder);
  const revision = Math.max(state.revision, opened.store.revision) + 1;
  try {
    opened.store.replace(state.objects, revision);
  } finally {
    await opened.close();
  }
  return revision;
}

/** A small file can claim to be endless. */
const sizeLimit = 1 << 30;

async function readSnapshot(file: string): Promise<HeldState> {
  try {
    return decodeState(await promisify(gunzip)(await readFile(file), { maxOutputLength: sizeLimit }), file);
  } catch (error) {
    if (error instanceof DamagedFileError) throw errors.SNAPSHOT_UNREADABLE(file, `it is damaged: ${error.why}`);
    if (error instanceof ForeignFileError) throw errors.SNAPSHOT_UNREADABLE(file, 'it is no snapshot of a sandbox');
    const { code, message } = error as NodeJS.ErrnoException;
    throw errors.SNAPSHOT_UNREADABLE(file, whyUnreadable(code, message));
  }
}

function whyUnreadable(code: string | undefined, message: string): string {
  if (code === 'Z_BUF_ERROR') return 'it is damaged: its end is missing';
  if (code === 'Z_DATA_ERROR') return 'it is damaged, or no snapshot of a sandbox';
  return code === 'ERR_BUFFER_TOO_LARGE' ? 'it is too large' : message;
}
