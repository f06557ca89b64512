import type { JsonObject, PackDescription, PackFile, PackFolder, PackFormat } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Budget } from '../source/budget.ts';
import { describePack } from '../manifest/describe-pack.ts';
import type { ManifestKeys } from '../manifest/manifest-keys.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import { locate } from '../manifest/text-source.ts';
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
  /** The format of another tool, or the one whose rules are followed; then {@link layers} are its values. */
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
  const found = await formats.find(own.files);
  if (found !== undefined) return openForeign(found.format, own, found.file, keys);
  const manifestSource = findManifest(source);
  const manifest = await readManifest(manifestSource, keys);
  const described = describePack(manifest);
  const format = await followedFormat(manifest, manifestSource, formats);
  return format === undefined ? { ...described, manifest, manifestSource } : { ...await format.adopt(described, manifest, own), format, manifest, manifestSource };
}

/** The format whose rules a pack of our own follows: `engine: { compatible: helm }`. */
async function followedFormat({ engine }: JsonObject, source: TextSource, formats: FormatFinder): Promise<PackFormat | undefined> {
  const name = isObject(engine) ? engine['compatible'] : undefined;
  if (typeof name !== 'string') return undefined;
  const format = await formats.named(name);
  if (format === undefined) throw errors.COMPATIBLE_UNKNOWN(name, await formats.names(), await locate(source, ['engine', 'compatible'], 'value'));
  return format;
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
