import { Buffer } from 'node:buffer';
import { randomBytes, randomUUID } from 'node:crypto';
import { open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { StorageEntry, StorageKey, StorageMetadata, StoredValue } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { ENTRY_SUFFIX, TEMPORARY_SUFFIX } from './paths.ts';

const NEWLINE = 0x0a;
const HEADER_CHUNK = 4096;

/** First line of an entry's file; the bytes of the value follow. */
interface EntryHeader extends StorageEntry {
  readonly sherpack: 'entry';
}

/** Undefined when there is no such file. */
export async function readEntryFile(path: string): Promise<StoredValue | undefined> {
  const bytes = await readFile(path).catch(unlessMissing);
  if (bytes === undefined) return undefined;
  const end = bytes.indexOf(NEWLINE);
  return { ...parseHeader(bytes.subarray(0, Math.max(end, 0)), path), data: bytes.subarray(end + 1) };
}

/** Reads no more of the file than its first line. */
export async function readEntryHeader(path: string): Promise<StorageEntry | undefined> {
  const file = await open(path, 'r').catch(unlessMissing);
  if (file === undefined) return undefined;
  try {
    let bytes = Buffer.alloc(0);
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.alloc(HEADER_CHUNK), 0, HEADER_CHUNK, bytes.length);
      bytes = Buffer.concat([bytes, buffer.subarray(0, bytesRead)]);
      const end = bytes.indexOf(NEWLINE);
      if (end >= 0 || bytesRead === 0) return parseHeader(bytes.subarray(0, Math.max(end, 0)), path);
    }
  } finally {
    await file.close();
  }
}

/** Writes the file whole or not at all, also when the machine stops: the content is on disk before the name is. */
export async function writeEntryFile(path: string, key: StorageKey, metadata: StorageMetadata, data: Uint8Array): Promise<string> {
  const version = randomBytes(12).toString('base64url');
  const header: EntryHeader = { sherpack: 'entry', key, metadata, version };
  const temporary = join(dirname(path), `.${randomUUID()}${TEMPORARY_SUFFIX}`);
  try {
    await writeSynced(temporary, [Buffer.from(`${JSON.stringify(header)}\n`), data]);
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
  return version;
}

async function writeSynced(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for (const part of parts) await file.writeFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the new name durable; some platforms cannot open folders, and then the file system decides. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}

export async function namesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder).catch(unlessMissing)) ?? [];
}

export async function entryFilesIn(folder: string): Promise<readonly string[]> {
  const names = await namesIn(folder);
  return names.filter((name) => name.endsWith(ENTRY_SUFFIX)).map((name) => join(folder, name));
}

function parseHeader(line: Uint8Array, path: string): StorageEntry {
  try {
    const { key, metadata, version } = JSON.parse(new TextDecoder().decode(line)) as EntryHeader;
    return { key, metadata, version };
  } catch (error) {
    throw errors.RECORD_DAMAGED(path, 'its first line is no header of an entry', error);
  }
}

function unlessMissing(error: unknown): undefined {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
  throw error;
}
