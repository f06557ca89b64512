import type { DependencyDeclaration, JsonObject, Pack, ValueLayer } from '@sherpack/plugin-api';
import { LAYER_RANKS, isObject, mergeLayers, mergeValues, valueAt } from '@sherpack/plugin-api';
import { handedDown } from './hand-down.ts';
import { sourceOfLayer } from './scoped-layer.ts';

/** Below what the pack says itself. */
const IMPORT_RANK = LAYER_RANKS.pack - 1;

const imported = new WeakSet<ValueLayer>();

/** The layers of a pack without what was imported before: importing anew replaces it. */
export function withoutImports(layers: readonly ValueLayer[]): readonly ValueLayer[] {
  return layers.filter((layer) => !imported.has(layer));
}

/**
 * What dependencies with `import-values` give to the pack above: parts of their defaults, as the pack's own values file
 * changes them. What the user gives is not imported, as in Helm.
 */
export async function importedLayers(pack: Pack): Promise<readonly ValueLayer[]> {
  const layers: ValueLayer[] = [];
  for (const dependency of pack.dependencies) {
    const imports = dependency.extra['import-values'];
    const subpack = pack.subpacks.find(({ alias }) => alias === (dependency.alias ?? dependency.name));
    if (subpack === undefined || !Array.isArray(imports)) continue;
    const values = imports.reduce<JsonObject>(await importer(subpack, pack), {});
    if (Object.keys(values).length > 0) layers.push(layerOf(dependency, values));
  }
  return layers;
}

function layerOf({ name }: DependencyDeclaration, values: JsonObject): ValueLayer {
  const layer: ValueLayer = { name: `import-values of ${name}`, rank: IMPORT_RANK, values };
  imported.add(layer);
  return layer;
}

async function importer(subpack: Pack, pack: Pack): Promise<(found: JsonObject, entry: unknown) => JsonObject> {
  const defaults = (await handedDown(subpack, pack)).filter((layer) => sourceOfLayer(layer).layer.rank < LAYER_RANKS.environment);
  const values = mergeLayers(defaults);
  return (found, entry) => {
    const { child, parent } = isObject(entry) ? entry : { child: `exports.${String(entry)}`, parent: '.' };
    const part = valueAt(values, stepsOf(child));
    return isObject(part) ? mergeValues(found, placed(part, stepsOf(parent))) : found;
  };
}

/** Whether the layer holds imports. */
export function isImported(layer: ValueLayer): boolean {
  return imported.has(layer);
}

/** What the entries of `import-values` name: the steps from the pack above, and where it goes there. */
export function importsOf({ name, alias, extra }: DependencyDeclaration): readonly { readonly child: readonly string[]; readonly parent: readonly string[] }[] {
  const imports = extra['import-values'];
  return (Array.isArray(imports) ? imports : []).map((entry: unknown) => {
    const { child, parent } = isObject(entry) ? entry : { child: `exports.${String(entry)}`, parent: '.' };
    return { child: [alias ?? name, ...stepsOf(child)], parent: stepsOf(parent) };
  });
}

/** `.` is the root. */
function stepsOf(path: unknown): readonly string[] {
  return typeof path === 'string' && path !== '.' ? path.split('.').filter((step) => step !== '') : [];
}

function placed(values: JsonObject, path: readonly string[]): JsonObject {
  return path.reduceRight<JsonObject>((inner, step) => ({ [step]: inner }), values);
}
