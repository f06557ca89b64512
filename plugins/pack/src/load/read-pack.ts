import type { Pack, PackFolder } from '@sherpack/plugin-api';
import { createBudget } from '../source/budget.ts';
import type { Limits } from '../source/limits.ts';
import { fetchSource } from '../source/fetch-source.ts';
import type { Fetcher } from '../source/fetch-source.ts';
import { readArchive } from '../source/read-archive.ts';
import { readSource } from '../source/read-source.ts';
import type { ManifestKeys } from '../manifest/manifest-keys.ts';
import { assemblePack } from './assemble-pack.ts';
import { openPack } from './open-pack.ts';
import type { FormatFinder } from './pack-format.ts';

export interface ReadPackOptions {
  readonly limits: Limits;
  readonly keys: ManifestKeys;
  readonly formats: FormatFinder;
  /** Where packs come from that are no files. */
  readonly fetcher?: Fetcher | undefined;
}

/** Reads a pack from a folder, an archive or what a source fetches, with all packs inside. */
export async function readPack(reference: string, options: ReadPackOptions): Promise<Pack> {
  const budget = createBudget(options.limits);
  const fetched = options.fetcher === undefined ? undefined : await fetchSource(reference, options.fetcher);
  if (fetched === undefined) return packFrom(await readSource(reference, budget, options.formats), reference, options, budget);
  const { bytes, shown } = fetched;
  return packFrom({ shown, files: await readArchive(bytes, shown, budget) }, reference, options, budget);
}

/** The same from files in memory. */
export async function packFrom(source: PackFolder, reference: string, options: ReadPackOptions, budget = createBudget(options.limits)): Promise<Pack> {
  const opened = await openPack(source, { budget, keys: options.keys, formats: options.formats });
  const { name } = opened.metadata;
  return assemblePack(opened, { reference, path: name, alias: name });
}
