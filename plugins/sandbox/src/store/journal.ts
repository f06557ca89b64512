import fs from 'node:fs';
import path from 'node:path';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import type { KubeObject } from '../server/api-types.ts';
import { ObjectStore, type Change, type Journal, type ObjectKey } from './object-store.ts';
import { lockFolder } from './lock.ts';

/** After this many changes the log is folded into a new snapshot. */
const logLimit = 2_000;

interface LogLine {
  revision: number;
  key: ObjectKey;
  /** Absent for a deletion. */
  object?: KubeObject;
}

interface Snapshot {
  revision: number;
  objects: [ObjectKey, KubeObject][];
}

export interface StoredFolder {
  readonly store: ObjectStore;
  close(): void;
}

/**
 * A store kept in a folder: `snapshot.json` (replaced by rename) and `changes.log` (one line per change, appended with a
 * single write). Killed at any point, the folder holds every change that was answered: a torn last line was never
 * answered, and lines that a snapshot already holds are skipped by their revision. One process at a time.
 */
export function openFolder(folder: string): StoredFolder {
  fs.mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  const state = readState(folder);
  const journal = new FolderJournal(folder);
  const store = new ObjectStore({ journal, revision: state.revision, objects: state.objects });
  journal.compact(store);
  journal.snapshotOf = store;
  return {
    store,
    close() {
      journal.compact(store);
      journal.close();
      unlock();
    },
  };
}

class FolderJournal implements Journal {
  snapshotOf: ObjectStore | undefined;
  readonly #folder: string;
  #file: number;
  #lines = 0;

  constructor(folder: string) {
    this.#folder = folder;
    this.#file = fs.openSync(path.join(folder, 'changes.log'), 'a');
  }

  append(change: Change): void {
    if (this.#lines >= logLimit && this.snapshotOf) this.compact(this.snapshotOf);
    const line: LogLine = { revision: change.revision, key: change.key, ...(change.type === 'DELETED' ? {} : { object: change.object }) };
    fs.writeSync(this.#file, `${stringifyJson(line)}\n`);
    this.#lines += 1;
  }

  /** The snapshot is in place before the log is emptied, so a crash between the two only repeats known changes. */
  compact(store: ObjectStore): void {
    const snapshot: Snapshot = { revision: store.revision, objects: [...store.entries()].map(([key, object]) => [key, object]) };
    const target = path.join(this.#folder, 'snapshot.json');
    fs.writeFileSync(`${target}.new`, stringifyJson(snapshot));
    fs.renameSync(`${target}.new`, target);
    fs.ftruncateSync(this.#file);
    this.#lines = 0;
  }

  close(): void {
    fs.closeSync(this.#file);
  }
}

function readState(folder: string): { revision: number; objects: [ObjectKey, KubeObject][] } {
  const snapshot = readSnapshot(folder);
  const objects = new Map(snapshot.objects.map((entry) => [stringifyJson(entry[0]), entry]));
  let revision = snapshot.revision;
  for (const line of readLog(folder)) {
    if (line.revision <= snapshot.revision) continue;
    revision = Math.max(revision, line.revision);
    if (line.object) objects.set(stringifyJson(line.key), [line.key, line.object]);
    else objects.delete(stringifyJson(line.key));
  }
  return { revision, objects: [...objects.values()] };
}

function readSnapshot(folder: string): Snapshot {
  const file = path.join(folder, 'snapshot.json');
  if (!fs.existsSync(file)) return { revision: 1, objects: [] };
  return parseJson(fs.readFileSync(file, 'utf8')) as Snapshot;
}

function readLog(folder: string): LogLine[] {
  const text = fs.readFileSync(path.join(folder, 'changes.log'), { encoding: 'utf8', flag: 'a+' });
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole.split('\n').filter((line) => line !== '').map((line) => parseJson(line) as LogLine);
}
