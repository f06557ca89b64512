import type { JsonObject, Pack, ValueLayer } from '@sherpack/plugin-api';
import { LAYER_RANKS, isObject, mergeLayers } from '@sherpack/plugin-api';
import { cloneJson, setOwn } from '@sherpack/yaml/equal';
import { formatOf } from '../load/pack-format.ts';
import { coalesceValues } from './coalesce.ts';
import type { ChartValues } from './coalesce.ts';
import { importsOf, isImported } from './import-values.ts';
import { isHandedDown } from './scoped-layer.ts';

const KEEP = { keepNulls: true };

/** A chart and those below it with the values that Helm would give them. Packs of our own below keep theirs. */
export function withChartValues(top: Pack): Pack {
  const isGiven = (layer: ValueLayer) => isHandedDown(layer) || layer.rank >= LAYER_RANKS.environment;
  const given = mergeLayers(top.layers.filter(isGiven), KEEP);
  return withValues(top, coalesceValues(describe(top, (layer) => !isGiven(layer), new Set()), given));
}

/** @param seen values of charts so far: one that takes part under two names has them twice, for templates may change them */
function describe(pack: Pack, isOwn: (layer: ValueLayer) => boolean, seen: Set<JsonObject>): ChartValues {
  const charts = pack.subpacks.filter((subpack) => formatOf(subpack) !== undefined);
  const present = new Set(pack.subpacks.map(({ alias }) => alias));
  const declared = pack.dependencies.filter((dependency) => present.has(dependency.alias ?? dependency.name));
  const values = mergeLayers(pack.layers.filter((layer) => isOwn(layer) && !isImported(layer)), KEEP);
  const isRepeated = seen.has(values);
  seen.add(values);
  return {
    name: pack.alias,
    values: isRepeated ? cloneJson(values) : values,
    children: charts.map((chart) => describe(chart, (layer) => !isHandedDown(layer), seen)),
    imports: declared.flatMap(importsOf),
    declares: declared.length > 0,
  };
}

function withValues(pack: Pack, values: JsonObject): Pack {
  const merged: Record<string, unknown> = { ...values };
  const subpacks = pack.subpacks.map((subpack) => {
    const below = merged[subpack.alias];
    const resolved = formatOf(subpack) === undefined ? subpack : withValues(subpack, isObject(below) ? below : {});
    // The same object: what a template sets through one, others see through the other.
    setOwn(merged, subpack.alias, resolved.values);
    return resolved;
  });
  return Object.freeze({ ...pack, subpacks, values: merged } satisfies Pack);
}
