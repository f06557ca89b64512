import { rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { checkStorageMetadata, isSherpackError, storageConflict } from '@sherpack/plugin-api';
import type {
  ClusterAccess, JsonObject, PutCondition, StorageDriver, StorageDriverFactory, StorageEntry, StorageKey, StorageQuery,
} from '@sherpack/plugin-api';
import { compareEntries } from '../compare-keys.ts';
import { errors } from '../errors.ts';
import { entryFilesIn, namesIn, readEntryFile, readEntryHeader, syncFolder, writeEntryFile } from '../file/entry-file.ts';
import { withFolderLock } from '../file/folder-lock.ts';
import { entryPath, fileName } from '../file/paths.ts';

/** Keeps every value in a file of its own below one folder. */
const factory: StorageDriverFactory = {
  async open({ access, options }) {
    return createFileDriver(await rootFolder(options, access));
  },
};

export default factory;

/** `storage.file.path`; else beside the manifests of a directory cluster; else in the user's state folder, by cluster. */
async function rootFolder(options: JsonObject, access: ClusterAccess): Promise<string> {
  const path = options['path'];
  if (typeof path === 'string') return resolve(path);
  const cluster = await access.cluster('read');
  const { server, uid } = await cluster.identity();
  if (cluster.variant === 'directory') return join(server, '.sherpack', 'releases');
  const state = process.env['XDG_STATE_HOME'];
  const base = state !== undefined && isAbsolute(state) ? state : join(homedir(), '.local', 'state');
  return join(base, 'sherpack', 'releases', fileName(uid));
}

function createFileDriver(root: string): StorageDriver {
  return {
    name: 'file',
    maxValueBytes: undefined,
    get: (key) => explained(root, 'read', () => readEntryFile(entryPath(root, key))),
    list: (query) => explained(root, 'read', () => listEntries(root, query)),
    async put(key, data, metadata, { expect }) {
      checkStorageMetadata(metadata);
      const path = entryPath(root, key);
      return explained(path, 'write', () => withFolderLock(dirname(path), async () => {
        await check(path, key, expect);
        return writeEntryFile(path, key, metadata, data);
      }));
    },
    delete: (key, condition) => explained(root, 'delete below', () => remove(root, key, condition)),
    close: async () => undefined,
  };
}

async function check(path: string, key: StorageKey, expect: PutCondition['expect']): Promise<void> {
  const present = await readEntryHeader(path);
  const wanted = expect === 'absent' ? undefined : expect.version;
  if (present?.version !== wanted) throw storageConflict(describe(key));
}

async function remove(root: string, key: StorageKey, condition: { readonly version: string } | undefined): Promise<boolean> {
  const path = entryPath(root, key);
  if (await readEntryHeader(path) === undefined) {
    if (condition !== undefined) throw storageConflict(describe(key));
    return false;
  }
  return withFolderLock(dirname(path), async () => {
    if (condition !== undefined) await check(path, key, condition);
    const present = await readEntryHeader(path) !== undefined;
    await rm(path, { force: true });
    await syncFolder(dirname(path));
    return present;
  });
}

async function listEntries(root: string, query: StorageQuery): Promise<readonly StorageEntry[]> {
  const folders = await releaseFolders(root, query);
  const files = (await Promise.all(folders.map(entryFilesIn))).flat();
  const entries = await Promise.all(files.map(readEntryHeader));
  return entries.filter((entry) => entry !== undefined).filter((entry) => entry.key.name.startsWith(query.prefix ?? '')).toSorted(compareEntries);
}

async function releaseFolders(root: string, { namespace, release }: StorageQuery): Promise<readonly string[]> {
  const namespaces = namespace === undefined ? await namesIn(root) : [fileName(namespace)];
  const nested = await Promise.all(namespaces.map(async (name) => {
    const releases = release === undefined ? await namesIn(join(root, name)) : [fileName(release)];
    return releases.map((each) => join(root, name, each));
  }));
  return nested.flat();
}

async function explained<Result>(path: string, what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw isSherpackError(error) ? error : errors.FILE_FAILED(path, what, error);
  }
}

function describe(key: StorageKey): string {
  return `"${key.name}" of release "${key.release.name}" in namespace "${key.release.namespace}"`;
}
