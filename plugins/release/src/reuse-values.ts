import type { JsonObject, Operation, Pack, Revision, ValueLayer } from '@sherpack/plugin-api';
import { LAYER_RANKS, mergeLayers, mergeValues } from '@sherpack/plugin-api';

/** Above the pack's own values, below everything that the user names now. */
const REUSED_RANK = LAYER_RANKS.environment - 50;
/** Above the new pack's defaults only: stands in for the defaults of the old one. */
const OLD_DEFAULTS_RANK = LAYER_RANKS.pack + 50;

/**
 * Adds the values of the revision before as layers, by Helm's rules: `--reset-values` takes none of them;
 * `--reset-then-reuse-values` takes what the user had given; `--reuse-values` takes all that was in force; without a
 * flag what the user had given counts only as long as nothing new is given.
 */
export function reuseValues(pack: Pack, operation: Operation, previous: Revision): Pack {
  const { flags } = operation;
  if (flags.resetValues === true) return pack;
  const layers = flags.reuseValues === true ? [oldDefaults(previous), reused(previous)] : [reused(previous)];
  const wanted = flags.reuseValues === true || flags.resetThenReuseValues === true || !givesValues(pack);
  return wanted ? { ...pack, layers: [...layers, ...pack.layers] } : pack;
}

function givesValues(pack: Pack): boolean {
  return pack.layers.some(({ rank, values }) => rank >= LAYER_RANKS.environment && Object.keys(values).length > 0);
}

function reused(previous: Revision): ValueLayer {
  return layerOf(previous, REUSED_RANK, `values given for revision ${previous.revision}`, previous.userValues);
}

/** A key that the user had deleted must not come back with the new defaults, so his nulls are laid over. */
function oldDefaults(previous: Revision): ValueLayer {
  const values = mergeValues(previous.values, previous.userValues, { keepNulls: true });
  return layerOf(previous, OLD_DEFAULTS_RANK, `values of revision ${previous.revision}`, values);
}

function layerOf(previous: Revision, rank: number, name: string, values: JsonObject): ValueLayer {
  return { name, rank, values, secretPaths: previous.secretPaths ?? [] };
}

/** What the user gave on top of the pack, reused values included. Nulls stay, for the next upgrade lays them over again. */
export function userValuesOf(pack: Pack): JsonObject {
  return mergeLayers(pack.layers.filter(({ rank }) => rank >= REUSED_RANK), { keepNulls: true });
}
