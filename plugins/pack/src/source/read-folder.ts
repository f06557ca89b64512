import { lstat, readFile, readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { PackFile } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Budget } from './budget.ts';
import { decodeText } from './decode-text.ts';
import type { FormatFinder } from '../load/pack-format.ts';
import { IGNORE_FILE, createIgnoreRules, rulesOfFormat } from './ignore-rules.ts';
import type { IgnoreRules } from './ignore-rules.ts';

interface Walk {
  readonly root: string;
  /** The root without links. */
  readonly home: string;
  readonly shown: string;
  readonly budget: Budget;
  readonly files: Map<string, PackFile>;
}

export interface ReadFolderOptions {
  readonly budget: Budget;
  /** Packs of another format have a file of patterns of their own. */
  readonly formats: FormatFinder;
}

/**
 * Reads all files of a folder that `.sherpackignore` leaves in. Links are followed inside the folder and refused when
 * they leave it.
 *
 * @param shown the folder as people know it
 * @throws PACK_LINK_REFUSED, PACK_LIMIT, PACK_FILE_UNREADABLE
 */
export async function readFolder(root: string, shown: string, { budget, formats }: ReadFolderOptions): Promise<ReadonlyMap<string, PackFile>> {
  const walk: Walk = { root, home: await realpath(root), shown, budget, files: new Map() };
  await readLevel(walk, '', await rulesAtRoot(walk, formats), new Set([walk.home]));
  return walk.files;
}

async function rulesAtRoot(walk: Walk, formats: FormatFinder): Promise<IgnoreRules> {
  const names = new Set(await guarded(walk, '', readdir(walk.root)));
  const found = await formats.find(names);
  if (found === undefined) return createIgnoreRules();
  const { format } = found;
  return rulesOfFormat(format.ignores(names.has(format.ignoreFile) ? await ignoreText(walk, format.ignoreFile) : undefined));
}

async function readLevel(walk: Walk, folder: string, above: IgnoreRules, open: ReadonlySet<string>): Promise<void> {
  const names = await guarded(walk, folder, readdir(join(walk.root, folder)));
  const rules = names.includes(IGNORE_FILE) ? above.below(folder, await ignoreText(walk, folder === '' ? IGNORE_FILE : `${folder}/${IGNORE_FILE}`)) : above;
  for (const name of names.toSorted()) {
    const path = folder === '' ? name : `${folder}/${name}`;
    await readEntry(walk, path, rules, open);
  }
}

async function readEntry(walk: Walk, path: string, rules: IgnoreRules, open: ReadonlySet<string>): Promise<void> {
  const full = join(walk.root, path);
  const link = (await guarded(walk, path, lstat(full))).isSymbolicLink();
  if (link && rules.isIgnored(path, false)) return;
  const target = link ? await linkTarget(walk, path, open) : full;
  const info = await guarded(walk, path, stat(target));
  if (rules.isIgnored(path, info.isDirectory())) return;
  if (info.isDirectory()) {
    await readLevel(walk, path, rules, new Set([...open, await realpath(target)]));
    return;
  }
  if (!info.isFile()) throw errors.LINK_REFUSED(shownPath(walk, path), 'is neither a file nor a folder');
  walk.budget.take(shownPath(walk, path), info.size);
  const content = await guarded(walk, path, readFile(target));
  walk.files.set(path, { path, content });
}

async function linkTarget(walk: Walk, path: string, open: ReadonlySet<string>): Promise<string> {
  const target = await realpath(join(walk.root, path)).catch(() => undefined);
  if (target === undefined) throw errors.LINK_REFUSED(shownPath(walk, path), 'is a link to nothing');
  if (target !== walk.home && !target.startsWith(walk.home + sep)) {
    throw errors.LINK_REFUSED(shownPath(walk, path), 'is a link that leads out of the pack');
  }
  if (open.has(target)) throw errors.LINK_REFUSED(shownPath(walk, path), 'is a link to a folder that it stands in');
  return target;
}

async function ignoreText(walk: Walk, path: string): Promise<string> {
  const bytes = await guarded(walk, path, readFile(join(walk.root, path)));
  return decodeText(bytes, shownPath(walk, path));
}

async function guarded<Result>(walk: Walk, path: string, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw errors.FILE_UNREADABLE(shownPath(walk, path), error);
  }
}

function shownPath(walk: Walk, path: string): string {
  return path === '' ? walk.shown : join(walk.shown, path);
}
