import type { Pack, Path, ValueLayer } from '@sherpack/plugin-api';
import { LAYER_RANKS } from '@sherpack/plugin-api';
import { documentLayers } from '../values/file-layers.ts';
import { defaultsLayer } from '../values/defaults-layer.ts';
import { originOf } from '../values/origin.ts';
import { locate } from '../manifest/text-source.ts';
import type { TextSource } from '../manifest/text-source.ts';
import { lazyDigest } from './digest.ts';
import { mountChildren } from './mount-children.ts';
import type { OpenedPack } from './open-pack.ts';
import { rememberFormat } from './pack-format.ts';
import { rememberInside, rememberPlace } from './pack-place.ts';
import { textOf } from './text-of.ts';

/** Where a pack stands in its tree. */
export interface Place {
  readonly reference: string;
  readonly path: string;
  readonly alias: string;
}

/** Makes the value that stages pass on from an opened pack and the packs inside. */
export async function assemblePack(opened: OpenedPack, place: Place): Promise<Pack> {
  const subpacks: Pack[] = [];
  for (const { alias, child } of await mountChildren(opened)) {
    subpacks.push(await assemblePack(child, { reference: place.reference, path: `${place.path}/${child.folder}/${alias}`, alias }));
  }
  const { kind, metadata, manifest, engine, files, dependencies, format, chart } = opened;
  rememberFormat(opened, format);
  rememberInside(files, opened.children.map((child) => ({ name: child.metadata.name, version: child.metadata.version, shown: child.shown })));
  const layers = opened.layers ?? await ownLayers(opened);
  return rememberPlace(Object.freeze({
    ...place, format: format?.name ?? 'sherpack', kind, metadata, manifest, engine, files, dependencies, subpacks, layers, chart,
    values: {},
    secretPaths: [],
    digest: lazyDigest(files, subpacks),
    origin: originOf(layers),
    locate: (path) => locate(manifestOf(opened, path), path),
  } satisfies Pack), opened.shown);
}

/** Blocks of plugins stand in the Pack.yaml beside the manifest of another tool. */
function manifestOf({ manifest, manifestSource, blocksSource }: OpenedPack, [key]: Path): TextSource {
  return blocksSource !== undefined && Object.hasOwn(manifest, String(key)) ? blocksSource : manifestSource;
}

async function ownLayers(opened: OpenedPack): Promise<readonly ValueLayer[]> {
  const defaults = await defaultsLayer(opened);
  const file = opened.files.get('values.yaml');
  if (file === undefined) return defaults;
  const { file: shown, text } = textOf(opened, file);
  return [...defaults, ...documentLayers(text, shown, 'values.yaml', LAYER_RANKS.pack)];
}
