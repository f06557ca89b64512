import { readFileSync, statSync } from 'node:fs';
import type { Stats } from 'node:fs';
import { isAbsolute, join, normalize } from 'node:path';
import type { PackFolder } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Budget } from './budget.ts';
import { readArchive } from './read-archive.ts';
import { readFolder } from './read-folder.ts';
import type { FormatFinder } from '../load/pack-format.ts';

/**
 * Reads the folder or archive that a reference names.
 *
 * @throws PACK_NOT_FOUND and what reading throws
 */
export async function readSource(reference: string, budget: Budget, formats: FormatFinder): Promise<PackFolder> {
  const path = isAbsolute(reference) ? reference : join(process.cwd(), reference);
  const shown = normalize(reference);
  const info = statOf(path);
  if (info === undefined) throw errors.NOT_FOUND(reference);
  if (info.isDirectory()) return { shown, files: await readFolder(path, shown, { budget, formats }) };
  if (!info.isFile()) throw errors.NOT_FOUND(reference);
  if (!isArchiveName(path)) throw errors.ARCHIVE_INVALID(shown, 'it is neither a folder nor an archive (.tgz, .tar.gz)');
  if (info.size > budget.limits.totalSize) throw errors.LIMIT(shown, `is larger than ${budget.limits.totalSize} bytes`, 'totalSize');
  return { shown, files: await readArchive(readFileSync(path), shown, budget) };
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

export function isArchiveName(path: string): boolean {
  return path.endsWith('.tgz') || path.endsWith('.tar.gz');
}
