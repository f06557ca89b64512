import type { Pack } from '@sherpack/plugin-api';
import { createBudget } from '../source/budget.ts';
import type { Limits } from '../source/limits.ts';
import { readSource } from '../source/read-source.ts';
import type { PackSource } from '../source/read-source.ts';
import type { ManifestKeys } from '../manifest/manifest-keys.ts';
import { assemblePack } from './assemble-pack.ts';
import { openPack } from './open-pack.ts';

export interface ReadPackOptions {
  readonly limits: Limits;
  readonly keys: ManifestKeys;
}

/** Reads a pack from a folder or an archive, with all packs inside. */
export async function readPack(reference: string, options: ReadPackOptions): Promise<Pack> {
  const budget = createBudget(options.limits);
  return packFrom(await readSource(reference, budget), reference, options, budget);
}

/** The same from files in memory. */
export async function packFrom(source: PackSource, reference: string, options: ReadPackOptions, budget = createBudget(options.limits)): Promise<Pack> {
  const opened = await openPack(source, { budget, keys: options.keys });
  const { name } = opened.metadata;
  return assemblePack(opened, { reference, path: name, alias: name });
}
