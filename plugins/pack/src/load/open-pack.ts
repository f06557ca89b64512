import type { JsonObject, PackFile } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { Budget } from '../source/budget.ts';
import { decodeText } from '../source/decode-text.ts';
import type { PackSource } from '../source/read-source.ts';
import { describePack } from '../manifest/describe-pack.ts';
import type { PackDescription } from '../manifest/describe-pack.ts';
import type { ManifestKeys } from '../manifest/manifest-keys.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import type { TextSource } from '../manifest/text-source.ts';
import { splitChildren } from './split-children.ts';
import { shownFile } from './pack-place.ts';
import type { ChildSource } from './split-children.ts';

/** What reading needs besides the source. */
export interface ReadContext {
  readonly budget: Budget;
  readonly keys: ManifestKeys;
}

/** A pack whose Pack.yaml is read, before it has its place in a tree. */
export interface OpenedPack extends PackDescription {
  readonly shown: string;
  readonly manifest: JsonObject;
  readonly manifestSource: TextSource;
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
export async function openPack(source: PackSource, context: ReadContext, depth = 0): Promise<OpenedPack> {
  if (depth > context.budget.limits.depth) throw errors.SUBPACK_DEPTH(source.shown, context.budget.limits.depth);
  const manifestSource = findManifest(source);
  const manifest = await readManifest(manifestSource, context.keys);
  const { own, children } = await splitChildren(source, context.budget);
  const opened: OpenedChild[] = [];
  for (const child of children) opened.push(await openChild(child, context, depth + 1));
  return { ...describePack(manifest), shown: source.shown, manifest, manifestSource, files: own, children: opened };
}

async function openChild(child: ChildSource, context: ReadContext, depth: number): Promise<OpenedChild> {
  return { ...await openPack(child, context, depth), folder: child.folder };
}

function findManifest(source: PackSource): TextSource {
  const file = source.files.get('Pack.yaml');
  if (file !== undefined) return textOf(source, file);
  if (source.files.has('Chart.yaml')) throw errors.HELM_CHART(source.shown);
  throw errors.NOT_A_PACK(source.shown, MISSPELLED.find((name) => source.files.has(name)));
}

/** A file of the pack as text. @throws PACK_FILE_NOT_TEXT */
export function textOf(source: { readonly shown: string }, file: PackFile): TextSource {
  const shown = shownFile(source, file.path);
  return { file: shown, text: decodeText(file.content, shown) };
}
