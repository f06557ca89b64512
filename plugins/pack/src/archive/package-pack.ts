import { createHash } from 'node:crypto';
import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { PackFile } from '@sherpack/plugin-api';
import semver from 'semver';
import { errors } from '../errors.ts';
import { packFrom } from '../load/read-pack.ts';
import type { FormatFinder } from '../load/pack-format.ts';
import type { ManifestKeys } from '../manifest/manifest-keys.ts';
import { createBudget } from '../source/budget.ts';
import { NO_LIMITS } from '../source/limits.ts';
import { readSource } from '../source/read-source.ts';
import { withVersions } from './set-version.ts';
import type { VersionChange } from './set-version.ts';
import { writeTar } from './write-tar.ts';

export interface PackageOptions extends VersionChange {
  readonly keys: ManifestKeys;
  readonly formats: FormatFinder;
  /** Folder that the archive is written to. */
  readonly destination: string;
  /** Seconds since the epoch that all entries get. */
  readonly mtime: number;
}

/** An archive that was written. */
export interface PackagedPack {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  /** Of the archive's bytes: `sha256:…`. */
  readonly digest: string;
  readonly size: number;
}

/**
 * Packs a folder: every file that `.sherpackignore` leaves in. The same content gives the same bytes on every machine.
 *
 * @throws PACK_NOT_A_FOLDER, PACK_VERSION_FLAG, PACK_WRITE_FAILED and what reading throws
 */
export async function packagePack(folder: string, options: PackageOptions): Promise<PackagedPack> {
  if (options.version !== undefined && semver.valid(options.version) === null) throw errors.VERSION_FLAG(options.version);
  const info = await stat(folder).catch(() => undefined);
  if (info !== undefined && !info.isDirectory()) throw errors.NOT_A_FOLDER(folder);
  const source = await readSource(folder, createBudget(NO_LIMITS), options.formats);
  const files = await withVersions(source.files, options);
  const { metadata } = await packFrom({ ...source, files }, folder, { limits: NO_LIMITS, keys: options.keys, formats: options.formats });
  const bytes = gzipped(await writeTar(contentOf(files), { root: metadata.name, mtime: options.mtime }));
  const path = join(options.destination, `${metadata.name}-${metadata.version}.tgz`);
  await writeWhole(path, bytes, options.destination);
  return { name: metadata.name, version: metadata.version, path, digest: `sha256:${createHash('sha256').update(bytes).digest('hex')}`, size: bytes.length };
}

function contentOf(files: ReadonlyMap<string, PackFile>): readonly PackFile[] {
  return [...files.values()];
}

/** The header carries no name and no time; byte 9 would name the operating system. */
function gzipped(bytes: Buffer): Buffer {
  const packed = gzipSync(bytes, { level: 9 });
  packed[9] = 255;
  return packed;
}

/** A reader sees the old archive or the new one, never half of it. */
async function writeWhole(path: string, bytes: Buffer, folder: string): Promise<void> {
  const draft = `${path}.${process.pid}.tmp`;
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(draft, bytes, { mode: 0o644 });
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw errors.WRITE_FAILED(path, error);
  }
}
