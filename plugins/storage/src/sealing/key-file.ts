import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { errors } from '../errors.ts';
import { decodeKey, encodeKey } from './key-ring.ts';
import type { KeyStore } from './key-ring.ts';

/** `$XDG_CONFIG_HOME/sherpack/storage.key`: outside of every folder that holds records. */
export function defaultKeyFile(): string {
  const config = process.env['XDG_CONFIG_HOME'];
  return join(config !== undefined && isAbsolute(config) ? config : join(homedir(), '.config'), 'sherpack', 'storage.key');
}

/** One key for all releases, in a file that only its owner may read. */
export function keyFile(path: string): KeyStore {
  async function read(): Promise<Uint8Array | undefined> {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw errors.FILE_FAILED(path, 'read', error);
    });
    if (text === undefined) return undefined;
    const secret = decodeKey(text);
    if (secret === undefined) throw errors.RECORD_DAMAGED(`the key file ${path}`, 'it holds no key');
    return secret;
  }

  async function create(secret: Uint8Array): Promise<Uint8Array> {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const temporary = `${path}.${randomUUID()}`;
    await writeFile(temporary, `${encodeKey(secret)}\n`, { mode: 0o600, flag: 'wx' });
    // Linked and not renamed: whoever is second must not take the key of the first away.
    await link(temporary, path).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw errors.FILE_FAILED(path, 'write', error);
    });
    await rm(temporary, { force: true });
    return await read() ?? secret;
  }

  return {
    place: () => `the file ${path}`,
    read,
    create: (_release, secret) => create(secret),
    renew: (_release, secret) => create(secret),
    // It serves other releases too.
    forgetter: async () => async () => undefined,
  };
}
