import { mkdir, readFile, readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Clock, KubernetesObject, ObjectRef } from '@sherpack/plugin-api';
import { formatRef, isSherpackError, refKey, refOf } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { CLUSTER_FOLDER, fileOf, folderOf, prefixOf } from './file-name.ts';
import { STATE_FOLDER } from './folder-identity.ts';
import type { FolderIdentity } from './folder-identity.ts';
import { takeLock } from './folder-lock.ts';
import { objectOf, textOf } from './stored-object.ts';
import { syncFolder, writeWhole } from './write-whole.ts';

/** Where to list: what has no namespace, or one namespace, or all where none is named. */
export type Scope = 'cluster-wide' | { readonly namespace?: string | undefined };

/** The objects in a folder, one file each. A file counts only if it holds exactly the object that its name says. */
export interface ObjectFiles {
  /** @throws DIRECTORY_FOREIGN_FILE */
  read(ref: ObjectRef): Promise<KubernetesObject | undefined>;
  /** Of one kind, sorted by namespace and file name. */
  list(kind: Pick<ObjectRef, 'apiVersion' | 'kind'>, scope: Scope): Promise<readonly KubernetesObject[]>;
  /** Leaves a file alone that has this content already. */
  write(ref: ObjectRef, object: KubernetesObject): Promise<KubernetesObject>;
  remove(ref: ObjectRef): Promise<void>;
  /** What the object would be when read back, without writing it. */
  preview(object: KubernetesObject): Promise<KubernetesObject>;
  /** Runs the work while no other process and no other work writes. */
  exclusively<T>(work: () => Promise<T>): Promise<T>;
}

export function createObjectFiles(folder: string, identity: FolderIdentity, clock: Clock): ObjectFiles {
  const lock = createLock(folder, clock);
  const place = (ref: ObjectRef) => join(folder, fileOf(ref));

  async function read(ref: ObjectRef): Promise<KubernetesObject | undefined> {
    const text = await textIn(place(ref));
    if (text === undefined) return undefined;
    const object = objectOf(text, await identity.uid());
    if (object === undefined || refKey(refOf(object)) !== refKey(ref)) throw errors.FOREIGN_FILE(place(ref), formatRef(ref));
    return object;
  }

  async function write(ref: ObjectRef, object: KubernetesObject): Promise<KubernetesObject> {
    const text = textOf(object);
    if ((await textIn(place(ref))) !== text) {
      await identity.keep();
      await writeWhole(place(ref), text);
    }
    return preview(object);
  }

  async function preview(object: KubernetesObject): Promise<KubernetesObject> {
    return objectOf(textOf(object), await identity.uid()) ?? object;
  }

  return {
    read,
    write,
    preview,
    remove: (ref) => removeFile(place(ref)),
    list: (kind, scope) => listFiles(folder, identity, kind, scope),
    exclusively: (work) => lock(work),
  };
}

/** Inside the process one after another, and one process after another. */
function createLock(folder: string, clock: Clock): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();

  async function locked<T>(work: () => Promise<T>): Promise<T> {
    const release = await takeFolder(folder, clock);
    try {
      return await work();
    } finally {
      await release();
    }
  }

  return (work) => {
    const turn = last.then(() => locked(work));
    last = turn.catch(() => undefined);
    return turn;
  };
}

async function takeFolder(folder: string, clock: Clock): Promise<() => Promise<void>> {
  const state = join(folder, STATE_FOLDER);
  try {
    await mkdir(state, { recursive: true });
    return await takeLock(join(state, 'lock'), folder, clock);
  } catch (error) {
    if (isSherpackError(error)) throw error;
    throw errors.NOT_WRITABLE(folder, (error as Error).message, error);
  }
}

async function listFiles(
  folder: string, identity: FolderIdentity, kind: Pick<ObjectRef, 'apiVersion' | 'kind'>, scope: Scope,
): Promise<readonly KubernetesObject[]> {
  const uid = await identity.uid();
  const objects: KubernetesObject[] = [];
  for (const name of await foldersFor(folder, scope)) {
    for (const file of await namesIn(join(folder, name))) {
      if (!file.startsWith(prefixOf(kind)) || !file.endsWith('.yaml')) continue;
      const object = objectOf((await textIn(join(folder, name, file))) ?? '', uid);
      if (object !== undefined && object.kind === kind.kind && fileOf(refOf(object)) === join(name, file)) objects.push(object);
    }
  }
  return objects;
}

async function foldersFor(folder: string, scope: Scope): Promise<readonly string[]> {
  if (scope === 'cluster-wide') return [CLUSTER_FOLDER];
  if (scope.namespace !== undefined) return [folderOf(scope)];
  return (await namesIn(folder)).filter((name) => !name.startsWith('.') && name !== CLUSTER_FOLDER);
}

async function removeFile(file: string): Promise<void> {
  await rm(file, { force: true });
  await syncFolder(dirname(file));
  try {
    await rmdir(dirname(file));
  } catch (error) {
    if (!['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

async function textIn(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isAbsent(error)) return undefined;
    throw error;
  }
}

function isAbsent(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
}
