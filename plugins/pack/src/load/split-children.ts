import type { PackFile, PackFolder } from '@sherpack/plugin-api';
import type { Budget } from '../source/budget.ts';
import { readArchive } from '../source/read-archive.ts';
import { isArchiveName } from '../source/read-source.ts';

/** A pack inside of another one. */
export interface ChildSource extends PackFolder {
  readonly folder: string;
}

const CHILD = /^(charts|packs)\/([^/]+)(\/.*)?$/;

/** Divides the files of a pack into its own and those of the packs in `charts/` and `packs/`, archives unpacked. */
export async function splitChildren(source: PackFolder, budget: Budget): Promise<{
  readonly own: ReadonlyMap<string, PackFile>;
  readonly children: readonly ChildSource[];
}> {
  const own = new Map<string, PackFile>();
  const folders = new Map<string, Map<string, PackFile>>();
  const children: ChildSource[] = [];
  for (const file of source.files.values()) {
    const [, folder = '', name = '', inside] = CHILD.exec(file.path) ?? [];
    if (folder === '' || name.startsWith('.') || name.startsWith('_')) own.set(file.path, file);
    else if (inside !== undefined) addFile(folders, `${folder}/${name}`, inside.slice(1), file);
    else if (isArchiveName(name)) children.push({ folder, ...await unpacked(source, file, budget) });
    else own.set(file.path, file);
  }
  for (const [path, files] of folders) {
    children.push({ folder: path.split('/')[0] ?? '', shown: `${source.shown}/${path}`, files });
  }
  return { own, children: children.toSorted((a, b) => (a.shown < b.shown ? -1 : 1)) };
}

async function unpacked(source: PackFolder, file: PackFile, budget: Budget): Promise<PackFolder> {
  const shown = `${source.shown}/${file.path}`;
  return { shown, files: await readArchive(file.content, shown, budget) };
}

function addFile(folders: Map<string, Map<string, PackFile>>, folder: string, path: string, { content }: PackFile): void {
  const files = folders.get(folder) ?? new Map<string, PackFile>();
  folders.set(folder, files.set(path, { path, content }));
}
