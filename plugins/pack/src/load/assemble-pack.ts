import type { Pack, ValueLayer } from '@sherpack/plugin-api';
import { LAYER_RANKS } from '@sherpack/plugin-api';
import { documentLayers } from '../values/file-layers.ts';
import { defaultsLayer } from '../values/defaults-layer.ts';
import { originOf } from '../values/origin.ts';
import { locate } from '../manifest/text-source.ts';
import { digestOf } from './digest.ts';
import { mountChildren } from './mount-children.ts';
import type { OpenedPack } from './open-pack.ts';
import { textOf } from './open-pack.ts';
import { rememberInside, rememberPlace } from './pack-place.ts';

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
  const { kind, metadata, manifest, engine, files, dependencies } = opened;
  rememberInside(files, opened.children.map((child) => ({ name: child.metadata.name, version: child.metadata.version, shown: child.shown })));
  const layers = await ownLayers(opened);
  return rememberPlace(Object.freeze({
    ...place, format: 'sherpack', kind, metadata, manifest, engine, files, dependencies, subpacks, layers,
    values: {},
    secretPaths: [],
    digest: digestOf(files, subpacks),
    origin: originOf(layers),
    locate: (path) => locate(opened.manifestSource, path),
  } satisfies Pack), opened.shown);
}

async function ownLayers(opened: OpenedPack): Promise<readonly ValueLayer[]> {
  const defaults = await defaultsLayer(opened);
  const file = opened.files.get('values.yaml');
  if (file === undefined) return defaults;
  const { file: shown, text } = textOf(opened, file);
  return [...defaults, ...documentLayers(text, shown, 'values.yaml', LAYER_RANKS.pack)];
}
