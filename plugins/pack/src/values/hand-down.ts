import type { Pack, ValueLayer } from '@sherpack/plugin-api';
import { isObject, sortLayers } from '@sherpack/plugin-api';
import { isExactNumber } from '@sherpack/yaml/exact-number';
import { errors } from '../errors.ts';
import { globalOf, isHandedDown, scopeTo } from './scoped-layer.ts';
import { originOf } from './origin.ts';

/**
 * The layers of a subpack: its own, above them what the parent says under its name, above all what the parent says
 * under `global`. Handing down anew replaces what was handed down before.
 *
 * @throws PACK_SUBPACK_VALUES when the parent says something else than an object
 */
export async function handedDown(subpack: Pack, parent: Pack): Promise<readonly ValueLayer[]> {
  const own = subpack.layers.filter((layer) => !isHandedDown(layer));
  const scoped: ValueLayer[] = [];
  const globals: ValueLayer[] = [];
  for (const layer of sortLayers(parent.layers)) {
    const below = layer.values[subpack.alias];
    // A null takes back what the layers below say; the subpack's own values stay.
    if (below === null) scoped.length = 0;
    else if (isObject(below)) scoped.push(scopeTo(layer, subpack.alias, below));
    else if (below !== undefined) await refuse(subpack, layer, below);
    const { global } = layer.values;
    if (global === null) globals.length = 0;
    else if (isObject(global)) globals.push(globalOf(layer, global));
  }
  return [...own, ...scoped, ...globals];
}

async function refuse(subpack: Pack, layer: ValueLayer, value: unknown): Promise<never> {
  const origin = await originOf([layer])([subpack.alias]);
  throw errors.SUBPACK_VALUES(subpack.alias, kindOf(value), origin?.location);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'bigint' || isExactNumber(value) ? 'a number' : `a ${typeof value}`;
}
