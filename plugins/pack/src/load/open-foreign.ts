import type { PackDescription, PackFile, PackFolder, PackFormat } from '@sherpack/plugin-api';
import { readBlocks } from '../manifest/read-manifest.ts';
import type { ManifestKeys } from '../manifest/manifest-keys.ts';
import type { TextSource } from '../manifest/text-source.ts';
import { textOf } from './text-of.ts';
import type { OpenedPack } from './open-pack.ts';

/** What stands in the manifest of another format, and the blocks of a Pack.yaml beside it. */
export type ForeignParts = Omit<OpenedPack, 'shown' | 'files' | 'children'>;

/**
 * Reads a pack that another tool made. Its own manifest says what it is; a Pack.yaml beside it may add the blocks of
 * plugins and the choice of an engine, and nothing else.
 *
 * @param manifestName name of the format's manifest file
 */
export async function openForeign(format: PackFormat, folder: PackFolder, manifestName: string, keys: ManifestKeys): Promise<ForeignParts> {
  const described = await format.describe(folder);
  const manifestSource = textOf(folder, folder.files.get(manifestName) as PackFile);
  const file = folder.files.get('Pack.yaml');
  if (file === undefined) return { ...described, format, manifest: {}, manifestSource };
  return withBlocks(described, format, manifestSource, textOf(folder, file), keys);
}

async function withBlocks(described: PackDescription, format: PackFormat, manifestSource: TextSource, blocks: TextSource, keys: ManifestKeys): Promise<ForeignParts> {
  const { manifest, engine } = await readBlocks(blocks, keys);
  return { ...described, engine: engine ?? described.engine, format, manifest, manifestSource, blocksSource: blocks };
}
