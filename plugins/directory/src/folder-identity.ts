import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isObject } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { digest } from './stored-object.ts';
import { writeWhole } from './write-whole.ts';

/** Who the folder is, as a cluster: an id that is made with the first write and goes with it into version control. */
export interface FolderIdentity {
  /** For a folder nothing was written to yet, an id that its path makes; reading writes nothing. */
  uid(): Promise<string>;
  /** Makes sure that the id is stored. Call it with the lock taken. */
  keep(): Promise<void>;
}

/** Sherpack's own files in the folder. */
export const STATE_FOLDER = '.sherpack';

export function createIdentity(folder: string): FolderIdentity {
  const file = join(folder, STATE_FOLDER, 'cluster.json');
  let stored: string | undefined;

  async function read(): Promise<string | undefined> {
    stored ??= await storedUid(file);
    return stored;
  }

  return {
    uid: async () => (await read()) ?? uidOfPath(folder),
    async keep() {
      if ((await read()) !== undefined) return;
      // What was planned before the first write must still fit after it; later the folder may move and keeps its id.
      const uid = uidOfPath(folder);
      await writeWhole(file, `${JSON.stringify({ uid }, undefined, 2)}\n`);
      stored = uid;
    },
  };
}

function uidOfPath(folder: string): string {
  return `directory-${digest(resolve(folder)).slice(0, 32)}`;
}

async function storedUid(file: string): Promise<string | undefined> {
  const text = await textOf(file);
  if (text === undefined) return undefined;
  const uid = uidIn(text);
  if (uid === undefined) throw errors.STATE_INVALID(file);
  return uid;
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}

function uidIn(text: string): string | undefined {
  try {
    const state: unknown = JSON.parse(text);
    return isObject(state) && typeof state['uid'] === 'string' ? state['uid'] : undefined;
  } catch {
    return undefined;
  }
}
