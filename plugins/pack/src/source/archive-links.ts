import type { PackFile } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Budget } from './budget.ts';
import { entryPath, linkTarget } from './entry-path.ts';

const MAX_STEPS = 40;

type Links = ReadonlyMap<string, { readonly target: string; readonly hard: boolean }>;

/** Puts the content that links lead to in their place. @throws PACK_ARCHIVE_ENTRY */
export function resolveLinks(links: Links, files: Map<string, PackFile>, shown: string, budget: Budget): void {
  for (const path of links.keys()) {
    const { content } = follow(path, links, files, shown);
    budget.take(`${shown}/${path}`, content.length);
    files.set(path, { path, content });
  }
}

function follow(start: string, links: Links, files: ReadonlyMap<string, PackFile>, shown: string): PackFile {
  let path = start;
  for (let steps = 0; steps < MAX_STEPS; steps++) {
    const link = links.get(path);
    if (link === undefined) {
      const file = files.get(path);
      if (file === undefined) throw errors.ARCHIVE_ENTRY(shown, start, 'it is a link to a file that is not in the archive');
      return file;
    }
    const next = link.hard ? hardTarget(link.target) : linkTarget(path, link.target);
    if (next === undefined) throw errors.ARCHIVE_ENTRY(shown, start, 'it is a link that leads out of the archive');
    path = next;
  }
  throw errors.ARCHIVE_ENTRY(shown, start, 'it is a link that leads to itself');
}

/** A hard link names its target from the archive's root. */
function hardTarget(target: string): string | undefined {
  const found = entryPath(target);
  return 'path' in found ? found.path : undefined;
}
