import type { JsonObject, PackDescription, PackFile, PackFolder, PackFormat } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Budget } from '../source/budget.ts';
import { describePack } from '../manifest/describe-pack.ts';
import type { ManifestKeys } from '../manifest/manifest-keys.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import type { TextSource } from '../manifest/text-source.ts';
import { openForeign } from './open-foreign.ts';
import type { FormatFinder } from './pack-format.ts';
import { splitChildren } from './split-children.ts';
import type { ChildSource } from './split-children.ts';
import { textOf } from './text-of.ts';

/** What reading needs besides the source. */
export interface ReadContext {
  readonly budget: Budget;
  readonly keys: ManifestKeys;
  readonly formats: FormatFinder;
}

/** A pack whose Pack.yaml is read, before it has its place in a tree. */
export interface OpenedPack extends Omit<PackDescription, 'layers'> {
  readonly shown: string;
  readonly manifest: JsonObject;
  readonly manifestSource: TextSource;
  /** The format of another tool; then {@link layers} are its values. */
  readonly format?: PackFormat | undefined;
  readonly layers?: PackDescription['layers'];
  /** A Pack.yaml beside the manifest of another format. */
  readonly blocksSource?: TextSource;
  /** Without the files of packs inside. */
  readonly files: ReadonlyMap<string, PackFile>;
  readonly children: readonly OpenedChild[];
}

export interface OpenedChild extends OpenedPack {
  /** `charts` or `packs`. */
  readonly folder: string;
}

const MISSPELLED = ['pack.yaml', 'Pack.yml', 'pack.yml', 'PACK.yaml'];

/**
 * Reads Pack.yaml of a pack and of all packs inside.
 *
 * @throws PACK_NOT_A_PACK, PACK_HELM_CHART, PACK_SUBPACK_DEPTH and what reading throws
 */
export async function openPack(source: PackFolder, context: ReadContext, depth = 0): Promise<OpenedPack> {
  if (depth > context.budget.limits.depth) throw errors.SUBPACK_DEPTH(source.shown, context.budget.limits.depth);
  const { own, children } = await splitChildren(source, context.budget);
  const parts = await openOne({ shown: source.shown, files: own }, source, context);
  const opened: OpenedChild[] = [];
  for (const child of children) opened.push(await openChild(child, context, depth + 1));
  return { ...parts, shown: source.shown, files: own, children: opened };
}

async function openOne(own: PackFolder, source: PackFolder, { formats, keys }: ReadContext): Promise<Omit<OpenedPack, 'shown' | 'files' | 'children'>> {
  const found = await formats(own.files);
  if (found !== undefined) return openForeign(found.format, own, found.file, keys);
  const manifestSource = findManifest(source);
  const manifest = await readManifest(manifestSource, keys);
  return { ...describePack(manifest), manifest, manifestSource };
}

async function openChild(child: ChildSource, context: ReadContext, depth: number): Promise<OpenedChild> {
  return { ...await openPack(child, context, depth), folder: child.folder };
}

function findManifest(source: PackFolder): TextSource {
  const file = source.files.get('Pack.yaml');
  if (file !== undefined) return textOf(source, file);
  if (source.files.has('Chart.yaml')) throw errors.HELM_CHART(source.shown);
  throw errors.NOT_A_PACK(source.shown, MISSPELLED.find((name) => source.files.has(name)));
}
