import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FetchOptions, FetchedPack, PackSource } from '@sherpack/plugin-api';
import semver from 'semver';
import type { ShelfConfig } from '../config.ts';
import { errors } from '../errors.ts';

const REFERENCE = /^shelf:([a-z0-9-]+)$/;

/** `shelf:web` is the newest `web-VERSION.tgz` in the folder that `--version` allows. */
export function createShelf(config: ShelfConfig | undefined): PackSource {
  return {
    takes: async (reference) => REFERENCE.test(reference),
    async fetch(reference, options, { signal, limit }): Promise<FetchedPack> {
      if (config === undefined) throw errors.NO_FOLDER();
      const name = REFERENCE.exec(reference)?.[1] ?? '';
      const versions = await versionsOf(name, config.folder);
      const version = chosen(versions, options);
      if (version === undefined) throw errors.NOT_FOUND(options.version === undefined ? reference : `${reference} in ${options.version}`, config.folder, versions);
      const file = join(config.folder, `${name}-${version}.tgz`);
      if ((await stat(file)).size > limit) throw errors.TOO_LARGE(file, limit);
      const bytes = await readFile(file, { signal }).catch((error: unknown) => { throw signal.aborted ? signal.reason : error; });
      return { bytes, shown: `${reference} ${version}`, version, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}` };
    },
  };
}

/** Newest first; a folder that is not there has none. */
async function versionsOf(name: string, folder: string): Promise<readonly string[]> {
  const files = await readdir(folder).catch(() => []);
  const versions = files.map((file) => (file.startsWith(`${name}-`) && file.endsWith('.tgz') ? file.slice(name.length + 1, -'.tgz'.length) : ''));
  return versions.filter((version) => semver.valid(version) !== null).toSorted(semver.rcompare);
}

function chosen(versions: readonly string[], { version, devel }: FetchOptions): string | undefined {
  return versions.find((each) => each === version) ?? semver.maxSatisfying(versions, version ?? '*', { includePrerelease: devel }) ?? undefined;
}
