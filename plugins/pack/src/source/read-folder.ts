// Not the promises of node:fs: a chart has a hundred files, and each would go through another thread five times.
import { lstatSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
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
  const walk: Walk = { root, home: realpathSync.native(root), shown, budget, files: new Map() };
  readLevel(walk, '', await rulesAtRoot(walk, formats), new Set([walk.home]));
  return walk.files;
}

async function rulesAtRoot(walk: Walk, formats: FormatFinder): Promise<IgnoreRules> {
  const names = new Set(guarded(walk, '', () => readdirSync(walk.root)));
  const found = await formats.find(names);
  if (found === undefined) return createIgnoreRules();
  const { format } = found;
  return rulesOfFormat(format.ignores(names.has(format.ignoreFile) ? ignoreText(walk, format.ignoreFile) : undefined));
}

function readLevel(walk: Walk, folder: string, above: IgnoreRules, open: ReadonlySet<string>): void {
  const names = guarded(walk, folder, () => readdirSync(join(walk.root, folder)));
  const rules = names.includes(IGNORE_FILE) ? above.below(folder, ignoreText(walk, folder === '' ? IGNORE_FILE : `${folder}/${IGNORE_FILE}`)) : above;
  for (const name of names.toSorted()) {
    const path = folder === '' ? name : `${folder}/${name}`;
    readEntry(walk, path, rules, open);
  }
}

function readEntry(walk: Walk, path: string, rules: IgnoreRules, open: ReadonlySet<string>): void {
  const full = join(walk.root, path);
  const own = guarded(walk, path, () => lstatSync(full));
  const link = own.isSymbolicLink();
  if (link && rules.isIgnored(path, false)) return;
  const target = link ? linkTarget(walk, path, open) : full;
  const info = link ? guarded(walk, path, () => statSync(target)) : own;
  if (rules.isIgnored(path, info.isDirectory())) return;
  if (info.isDirectory()) {
    readLevel(walk, path, rules, new Set([...open, realpathSync.native(target)]));
    return;
  }
  if (!info.isFile()) throw errors.LINK_REFUSED(shownPath(walk, path), 'is neither a file nor a folder');
  walk.budget.take(shownPath(walk, path), info.size);
  const content = guarded(walk, path, () => readFileSync(target));
  walk.files.set(path, { path, content });
}

function linkTarget(walk: Walk, path: string, open: ReadonlySet<string>): string {
  const target = realOf(join(walk.root, path));
  if (target === undefined) throw errors.LINK_REFUSED(shownPath(walk, path), 'is a link to nothing');
  if (target !== walk.home && !target.startsWith(walk.home + sep)) {
    throw errors.LINK_REFUSED(shownPath(walk, path), 'is a link that leads out of the pack');
  }
  if (open.has(target)) throw errors.LINK_REFUSED(shownPath(walk, path), 'is a link to a folder that it stands in');
  return target;
}

function realOf(link: string): string | undefined {
  try {
    return realpathSync.native(link);
  } catch {
    return undefined;
  }
}

function ignoreText(walk: Walk, path: string): string {
  const bytes = guarded(walk, path, () => readFileSync(join(walk.root, path)));
  return decodeText(bytes, shownPath(walk, path));
}

function guarded<Result>(walk: Walk, path: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw errors.FILE_UNREADABLE(shownPath(walk, path), error);
  }
}

function shownPath(walk: Walk, path: string): string {
  return path === '' ? walk.shown : join(walk.shown, path);
}
