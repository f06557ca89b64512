import { Buffer } from 'node:buffer';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { parseJson, stringifyJson } from '@sherpack/yaml/json';
import type { PackFile, Revision } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { fileName } from '../file/paths.ts';
import { KEY_BYTES, sealingKey } from '../sealing/sealing-key.ts';
import type { SealingKey } from '../sealing/sealing-key.ts';
import { defaultKeyFile, keyFile } from '../sealing/key-file.ts';

/** A record that no store took, on the machine where it was made. */
export interface LocalRecord {
  readonly revision: Revision;
  readonly files: readonly PackFile[];
}

/** `$XDG_STATE_HOME/sherpack/unstored/<cluster>/<namespace>.<release>.<revision>.record` */
export function localRecordPath({ release, revision, cluster }: Revision): string {
  const state = process.env['XDG_STATE_HOME'];
  const base = state !== undefined && isAbsolute(state) ? state : join(homedir(), '.local', 'state');
  return join(base, 'sherpack', 'unstored', fileName(cluster), `${fileName(release.namespace)}.${fileName(release.name)}.${revision}.record`);
}

/** Encrypted as a whole with the key file of the user, readable by him only, on disk before this returns. */
export async function saveLocalRecord({ revision, files }: LocalRecord): Promise<string> {
  const path = localRecordPath(revision);
  const content = { revision, files: files.map(({ path: file, content: bytes }) => ({ path: file, base64: Buffer.from(bytes).toString('base64') })) };
  const sealed = (await localKey()).seal(stringifyJson(content));
  const temporary = `${path}.${randomUUID()}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(temporary, 'wx', 0o600);
    await file.writeFile(sealed);
    await file.sync();
    await file.close();
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw errors.FILE_FAILED(path, 'write', error);
  }
  return path;
}

/** @throws STORAGE_FILE_FAILED, STORAGE_RECORD_DAMAGED */
export async function readLocalRecord(path: string): Promise<LocalRecord> {
  const sealed = await readFile(path, 'utf8').catch((error: unknown) => { throw errors.FILE_FAILED(path, 'read', error); });
  try {
    const { revision, files } = parseJson((await localKey()).unseal(sealed), { exactNumbers: true }) as { revision: Revision; files: readonly { path: string; base64: string }[] };
    return { revision, files: files.map((file) => ({ path: file.path, content: Buffer.from(file.base64, 'base64') })) };
  } catch (error) {
    throw errors.RECORD_DAMAGED(path, 'it cannot be opened with the key of this user', error);
  }
}

async function localKey(): Promise<SealingKey> {
  const store = keyFile(defaultKeyFile());
  const none = { name: '', namespace: '' };
  return sealingKey(await store.read(none) ?? await store.create(none, randomBytes(KEY_BYTES)));
}
