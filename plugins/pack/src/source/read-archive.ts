import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { PackFile } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Budget } from './budget.ts';
import { resolveLinks } from './archive-links.ts';
import { entryPath } from './entry-path.ts';
import { readTar } from './read-tar.ts';
import type { TarEntry } from './read-tar.ts';

const FILES = ['File', 'OldFile', 'ContiguousFile'];
const LINKS = ['SymbolicLink', 'Link'];
const ROOT_FILES = ['Pack.yaml', 'Chart.yaml'];

/**
 * Reads a packed pack from memory. Nothing is written to disk, and the archive decides over nothing but names and bytes.
 *
 * @param shown the archive as people know it
 * @throws PACK_ARCHIVE_INVALID, PACK_ARCHIVE_ENTRY, PACK_LIMIT
 */
export async function readArchive(bytes: Uint8Array, shown: string, budget: Budget): Promise<ReadonlyMap<string, PackFile>> {
  const tar = await gunzipped(bytes, shown, budget);
  const files = new Map<string, PackFile>();
  const links = new Map<string, { readonly target: string; readonly hard: boolean }>();
  await readTar(tar, shown, {
    admit(entry) {
      const path = safePath(entry, shown);
      if (entry.type === 'Directory' || entry.type === 'GNUDumpDir') return false;
      if (files.has(path) || links.has(path)) throw errors.ARCHIVE_ENTRY(shown, entry.path, 'it occurs twice');
      if (LINKS.includes(entry.type)) links.set(path, { target: entry.target, hard: entry.type === 'Link' });
      else if (!FILES.includes(entry.type)) throw errors.ARCHIVE_ENTRY(shown, entry.path, `it is no file (${entry.type})`);
      else budget.take(`${shown}/${path}`, entry.size);
      return FILES.includes(entry.type);
    },
    accept: (entry, content) => {
      const path = safePath(entry, shown);
      files.set(path, { path, content });
    },
  });
  resolveLinks(links, files, shown, budget);
  return withoutRoot(files, shown);
}

async function gunzipped(bytes: Uint8Array, shown: string, budget: Budget): Promise<Uint8Array> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw errors.ARCHIVE_INVALID(shown, 'it is not compressed by gzip');
  try {
    return await promisify(gunzip)(bytes, { maxOutputLength: budget.unpackedLimit(bytes.length) });
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ERR_BUFFER_TOO_LARGE') {
      throw errors.LIMIT(shown, `unpacks to far more than its ${bytes.length} bytes`, 'ratio');
    }
    throw errors.ARCHIVE_INVALID(shown, 'its compressed data is damaged or cut off', error);
  }
}

function safePath(entry: Pick<TarEntry, 'path'>, shown: string): string {
  const found = entryPath(entry.path);
  if ('refused' in found) throw errors.ARCHIVE_ENTRY(shown, entry.path, found.refused);
  return found.path;
}

/** An archive holds the pack in one folder, or its files as they are. */
function withoutRoot(files: ReadonlyMap<string, PackFile>, shown: string): ReadonlyMap<string, PackFile> {
  if (files.size === 0) throw errors.ARCHIVE_INVALID(shown, 'it holds no files');
  if (ROOT_FILES.some((name) => files.has(name))) return files;
  const roots = new Set([...files.keys()].map((path) => path.split('/')[0] ?? ''));
  const [root] = roots;
  if (roots.size !== 1 || root === undefined) {
    throw errors.ARCHIVE_INVALID(shown, `it holds no Pack.yaml, and not one folder but ${roots.size} entries at its top`);
  }
  const cut = root.length + 1;
  return new Map([...files.values()].map(({ path, content }) => [path.slice(cut), { path: path.slice(cut), content }]));
}
