import fs from 'node:fs';
import path from 'node:path';
import { FolderJournal, type JournalFiles } from './journal.ts';
import { readLog, replay } from './log.ts';
import { lockFolder } from './lock.ts';
import { ObjectStore } from './object-store.ts';
import { decodeState, type HeldState } from './state-file.ts';

/**
 * Skipped after a process died: when its machine went with it, revisions beyond those on the disk may have been seen, and
 * no revision may mean two things.
 */
const gapAfterDeath = 1000;

export interface StoredFolder {
  readonly store: ObjectStore;
  close(): Promise<void>;
}

/**
 * A store kept in a folder: the file `state` (replaced by rename) and `changes.log` (a line per change). Killed at any
 * point, the folder holds every change that was answered. One process at a time.
 *
 * @throws FolderLockedError, DamagedFileError, ForeignFileError
 */
export function openFolder(folder: string): StoredFolder {
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const lock = lockFolder(folder);
  try {
    const { store, journal } = openFiles({ state: path.join(folder, 'state'), log: path.join(folder, 'changes.log') }, lock.isTakenOver);
    return { store, close: () => journal.close().finally(() => lock.release()) };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openFiles(files: JournalFiles, isAfterDeath: boolean): { store: ObjectStore; journal: FolderJournal } {
  const bytes = readIfThere(files.state);
  const state = bytes ? decodeState(bytes, files.state) : { revision: 1, objects: [] };
  const log = readLog(readIfThere(files.log) ?? Buffer.alloc(0), files.log);
  const { revision, objects, changes } = replay(state, log.lines);
  const journal = new FolderJournal(files, { state: bytes?.length ?? 0, log: log.length });
  const next = isAfterDeath ? revision + gapAfterDeath : revision;
  if (isAfterDeath) journal.replace({ revision: next, objects });
  const store = new ObjectStore({ journal, revision: next, objects, changes: { horizon: state.revision, list: changes } });
  journal.current = () => ({ revision: store.revision, objects: store.entries() });
  return { store, journal };
}

/** The state in a folder, without opening it for writing. The folder must be locked, or nobody else may have it open. */
export function readFolder(folder: string): HeldState {
  const file = path.join(folder, 'state');
  const bytes = readIfThere(file);
  const log = path.join(folder, 'changes.log');
  return replay(bytes ? decodeState(bytes, file) : { revision: 1, objects: [] }, readLog(readIfThere(log) ?? Buffer.alloc(0), log).lines);
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
