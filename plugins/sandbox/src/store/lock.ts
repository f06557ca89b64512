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

export interface FolderLock {
  /** Whoever had the folder before died without giving it back. */
  readonly isTakenOver: boolean;
  release(): void;
}

/** Names of claims, and their start in the folder's listing. */
export const lockPrefix = 'lock.';

/**
 * Takes the folder for this process. Everybody puts up a claim under a name of its own and then looks for claims of
 * others: two who come at the same time both see each other and both step back, so there is no moment in which a claim of
 * a process that died can be taken away from its successor. Claims of the dead are removed.
 */
export function lockFolder(folder: string): FolderLock {
  const own = `${lockPrefix}${process.pid}.${startOf(process.pid)}`;
  putUp(folder, own);
  const others = claimsIn(folder).filter((name) => name !== own);
  const live = others.find(isLive);
  if (live !== undefined) {
    fs.rmSync(path.join(folder, own), { force: true });
    throw new FolderLockedError(folder, pidOf(live));
  }
  for (const name of others) fs.rmSync(path.join(folder, name), { force: true });
  return { isTakenOver: others.length > 0, release: () => fs.rmSync(path.join(folder, own), { force: true }) };
}

function putUp(folder: string, own: string): void {
  try {
    fs.closeSync(fs.openSync(path.join(folder, own), 'wx', 0o600));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new FolderLockedError(folder, process.pid);
    throw error;
  }
}

function claimsIn(folder: string): string[] {
  return fs.readdirSync(folder).filter((name) => name.startsWith(lockPrefix));
}

function pidOf(name: string): number {
  return Number(name.split('.')[1]);
}

/** A process number may have been given to another process since; its start time tells them apart where /proc exists. */
function isLive(name: string): boolean {
  const pid = pidOf(name);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return startOf(pid) === name.split('.')[2];
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
