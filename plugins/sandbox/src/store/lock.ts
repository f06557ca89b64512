import fs from 'node:fs';
import path from 'node:path';

/** Another live process has the folder open. */
export class FolderLockedError extends Error {
  readonly folder: string;
  readonly pid: number;

  constructor(folder: string, pid: number) {
    super(`the sandbox in ${folder} is open in process ${pid}`);
    this.folder = folder;
    this.pid = pid;
  }
}

/** Takes the folder for this process and answers how to give it back. A lock left by a process that died is taken over. */
export function lockFolder(folder: string): () => void {
  const file = path.join(folder, 'lock');
  const own = `${process.pid} ${startOf(process.pid)}`;
  for (let tries = 0; tries < 3; tries += 1) {
    if (writeNew(file, own)) return () => fs.rmSync(file, { force: true });
    const holder = readHolder(file);
    if (holder && isAlive(holder)) throw new FolderLockedError(folder, holder.pid);
    fs.rmSync(file, { force: true });
  }
  throw new FolderLockedError(folder, readHolder(file)?.pid ?? 0);
}

/** Linked into place complete, so that nobody reads a half-written lock. */
function writeNew(file: string, text: string): boolean {
  const draft = `${file}.${process.pid}`;
  fs.writeFileSync(draft, text);
  try {
    fs.linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(draft, { force: true });
  }
}

interface Holder {
  readonly pid: number;
  readonly start: string;
}

function readHolder(file: string): Holder | undefined {
  if (!fs.existsSync(file)) return undefined;
  const [pid = '', start = ''] = fs.readFileSync(file, 'utf8').split(' ');
  return { pid: Number(pid), start };
}

/** A process number may have been given to another process since; its start time tells them apart where /proc exists. */
function isAlive(holder: Holder): boolean {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return startOf(holder.pid) === holder.start;
}

/** Empty where there is no /proc. A process that has ended but was not yet collected by its parent counts as gone. */
function startOf(pid: number): string {
  try {
    const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
