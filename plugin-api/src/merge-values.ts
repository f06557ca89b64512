import type { JsonObject, Path } from './json.ts';
import { isObject } from './json.ts';
import type { ValueLayer } from './values.ts';

export interface MergeOptions {
  /** Keep a `null` instead of deleting with it: for layers that will be laid over others later. */
  readonly keepNulls?: boolean;
}

/**
 * Lays one set of values over another: objects merge, lists and scalars replace, and a `null` deletes what stands
 * below, at any depth. Neither argument is changed.
 */
export function mergeValues(below: JsonObject, above: JsonObject, options: MergeOptions = {}): JsonObject {
  const merged: Record<string, unknown> = Object.assign(Object.create(null), below);
  for (const [key, value] of Object.entries(above)) {
    const kept = mergeMember(merged[key], value, options);
    if (kept === undefined) delete merged[key];
    else merged[key] = kept;
  }
  return { ...merged };
}

function mergeMember(below: unknown, above: unknown, options: MergeOptions): unknown {
  if (above === null) return options.keepNulls === true ? null : undefined;
  if (isObject(above)) return mergeValues(isObject(below) ? below : {}, above, options);
  return above === undefined ? below : above;
}

/** Orders layers as they take effect: by rank, then as given. */
export function sortLayers(layers: readonly ValueLayer[]): readonly ValueLayer[] {
  return layers.toSorted((a, b) => a.rank - b.rank);
}

/** Merges layers, the lowest first. A `null` in the lowest layer is a value like any other. */
export function mergeLayers(layers: readonly ValueLayer[], options: MergeOptions = {}): JsonObject {
  const [lowest, ...above] = sortLayers(layers);
  return above.reduce<JsonObject>((merged, layer) => mergeValues(merged, layer.values, options), lowest?.values ?? {});
}

/** Every path that some layer marks as secret. A path stays marked when a layer above replaces the value: better hidden than shown. */
export function mergedSecretPaths(layers: readonly ValueLayer[]): readonly Path[] {
  const unique = new Map<string, Path>();
  for (const layer of layers) for (const path of layer.secretPaths ?? []) unique.set(JSON.stringify(path), path);
  return [...unique.values()];
}
