import type { Pack, Path, SourceLocation, ValueLayer, ValueOrigin } from '@sherpack/plugin-api';
import { LAYER_RANKS, sortLayers, valueAt } from '@sherpack/plugin-api';
import { locateBare } from '../manifest/text-source.ts';
import { sourceOfLayer } from './scoped-layer.ts';

/** Answers where a value was written. Costs nothing until it is asked: then the source is parsed a second time. */
export function originOf(layers: readonly ValueLayer[]): Pack['origin'] {
  return async (path) => {
    const layer = sortLayers(layers).findLast(({ values }) => valueAt(values, path) !== undefined);
    return layer === undefined ? undefined : describe(layer, path);
  };
}

async function describe(layer: ValueLayer, path: Path): Promise<ValueOrigin> {
  const { layer: written, prefix } = sourceOfLayer(layer);
  return { layer: written.name, rank: layer.rank, location: await locationIn(written, [...prefix, ...path]) };
}

/** Never with an excerpt, for values may be secret. */
async function locationIn({ name, rank, source }: ValueLayer, path: Path): Promise<SourceLocation> {
  if (source === undefined) return { input: name };
  return locateBare(source, rank === LAYER_RANKS.schema ? schemaPath(path) : path);
}

/** Where the schema of a value stands. */
function schemaPath(path: Path): Path {
  return path.flatMap((step) => (typeof step === 'number' ? ['items'] : ['properties', step]));
}
