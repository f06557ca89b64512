import type { JsonObject, Path, ValueLayer } from '@sherpack/plugin-api';
import { LAYER_RANKS } from '@sherpack/plugin-api';

/** Above all other layers: what the parent says under `global` wins over what it says under the subpack's name. */
const GLOBAL_RANK = 1000;

interface Written {
  readonly layer: ValueLayer;
  readonly prefix: Path;
}

/** Layers that were cut out of a parent's, with the place they come from. */
const written = new WeakMap<ValueLayer, Written>();

/** The layer as it was read, and the path in it at which this one begins. */
export function sourceOfLayer(layer: ValueLayer): Written {
  return written.get(layer) ?? { layer, prefix: [] };
}

/** Whether the layer was handed down by a parent. */
export function isHandedDown(layer: ValueLayer): boolean {
  return written.has(layer);
}

/** What a parent's layer says under the subpack's name. It outranks the subpack's own values. */
export function scopeTo(layer: ValueLayer, alias: string, values: JsonObject): ValueLayer {
  const secretPaths = (layer.secretPaths ?? []).filter(([first]) => first === alias).map((path) => path.slice(1));
  return handDown(layer, [alias], { rank: Math.max(layer.rank, LAYER_RANKS.parent), values, secretPaths });
}

/** What a parent's layer says for all packs. */
export function globalOf(layer: ValueLayer, values: JsonObject): ValueLayer {
  const secretPaths = (layer.secretPaths ?? []).filter(([first]) => first === 'global');
  const rank = layer.rank >= GLOBAL_RANK ? layer.rank : layer.rank + GLOBAL_RANK;
  return handDown(layer, [], { rank, values: { global: values }, secretPaths });
}

function handDown(layer: ValueLayer, below: Path, part: Pick<ValueLayer, 'rank' | 'values' | 'secretPaths'>): ValueLayer {
  const source = sourceOfLayer(layer);
  const handed: ValueLayer = { name: source.layer.name, ...part };
  written.set(handed, { layer: source.layer, prefix: [...source.prefix, ...below] });
  return handed;
}
