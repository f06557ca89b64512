import { access, mkdir, readdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { errors } from './errors.ts';
import type { Sandbox } from './sandboxes.ts';

/** A word is the name of a snapshot that is kept with the sandboxes; all else is a path. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9-]*$/;
const ENDING = '.snapshot';

/** Beside the sandboxes and not in them, so that a snapshot outlives a reset. */
function folderOf({ name, folder }: Sandbox): string {
  return join(dirname(folder), '.snapshots', name);
}

/** Names of the snapshots of a sandbox that have one, the newest last. */
export async function snapshotNames(sandbox: Sandbox): Promise<readonly string[]> {
  const folder = folderOf(sandbox);
  const files = (await entriesOf(folder)).filter((file) => file.endsWith(ENDING));
  const dated = await Promise.all(files.map(async (file) => ({ file, time: (await stat(join(folder, file))).mtimeMs })));
  return dated.toSorted((a, b) => a.time - b.time || (a.file < b.file ? -1 : 1)).map(({ file }) => file.slice(0, -ENDING.length));
}

async function entriesOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function fileOf(sandbox: Sandbox, given: string, cwd: string): string {
  return NAME.test(given) ? join(folderOf(sandbox), `${given}${ENDING}`) : resolve(cwd, given);
}

/**
 * The file for a new snapshot; without a name it is called by the time.
 *
 * @throws SANDBOX_SNAPSHOT_EXISTS unless it may be overwritten
 */
export async function newSnapshotFile(sandbox: Sandbox, given: string | undefined, options: { readonly cwd: string; readonly now: number; readonly overwrite: boolean }): Promise<string> {
  const name = given ?? new Date(options.now).toISOString().slice(0, 19).replace('T', '-').replaceAll(':', '');
  const file = fileOf(sandbox, name, options.cwd);
  if (NAME.test(name)) await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  if (!options.overwrite && (await isThere(file))) throw errors.SNAPSHOT_EXISTS(file);
  return file;
}

/** The file to restore; without a name it is the newest of those with a name. @throws SANDBOX_SNAPSHOT_NOT_FOUND */
export async function findSnapshotFile(sandbox: Sandbox, given: string | undefined, cwd: string): Promise<string> {
  const names = await snapshotNames(sandbox);
  const name = given ?? names.at(-1);
  if (name === undefined) throw errors.SNAPSHOT_NOT_FOUND(`of the sandbox "${sandbox.name}"`, names);
  const file = fileOf(sandbox, name, cwd);
  if (!(await isThere(file))) throw errors.SNAPSHOT_NOT_FOUND(file, names);
  return file;
}

async function isThere(file: string): Promise<boolean> {
  return access(file).then(() => true, () => false);
}
