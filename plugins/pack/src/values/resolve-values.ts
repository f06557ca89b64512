import type { JsonObject, Pack, PackFormat } from '@sherpack/plugin-api';
import { mergeLayers, mergedSecretPaths } from '@sherpack/plugin-api';
import { setOwn } from '@sherpack/yaml/equal';
import { formatOf } from '../load/pack-format.ts';
import { withChartValues } from './chart-values.ts';
import { isEnabled } from './conditions.ts';
import { handedDown } from './hand-down.ts';
import { importedLayers, withoutImports } from './import-values.ts';
import { originOf } from './origin.ts';

/**
 * Merges the layers of a pack and of everything below it, hands values down, and takes out the subpacks that are
 * disabled. Runs before and after other plugins look for dependencies, so doing it twice changes nothing.
 */
export async function resolveValues(pack: Pack): Promise<Pack> {
  const tree = await withValues(pack, undefined);
  return withoutDisabled(tree, tree.values['tags']);
}

/**
 * Subpacks first, for a pack sees their values under their names. Charts that are rendered together get their values
 * together.
 */
async function withValues(pack: Pack, above: PackFormat | undefined): Promise<Pack> {
  const format = formatOf(pack);
  const subpacks: Pack[] = [];
  const own = { ...pack, layers: withoutImports(pack.layers) };
  const layers = [...await importedLayers(own), ...own.layers];
  const whole = { ...own, layers };
  for (const subpack of pack.subpacks) {
    subpacks.push(await withValues({ ...subpack, layers: await handedDown(subpack, whole) }, format));
  }
  const resolved = Object.freeze({
    ...whole,
    subpacks,
    values: format === undefined ? withSubpackValues(mergeLayers(layers), subpacks) : {},
    secretPaths: [...mergedSecretPaths(layers), ...subpacks.flatMap(({ alias, secretPaths }) => secretPaths.map((path) => [alias, ...path]))],
    origin: originOfTree(whole, subpacks),
  } satisfies Pack);
  return format === undefined || format === above ? resolved : withChartValues(resolved);
}

function withSubpackValues(values: JsonObject, subpacks: readonly Pack[]): JsonObject {
  const merged: Record<string, unknown> = { ...values };
  for (const subpack of subpacks) setOwn(merged, subpack.alias, subpack.values);
  return merged;
}

/** A value under a subpack's name may come from the subpack's own defaults. */
function originOfTree(pack: Pack, subpacks: readonly Pack[]): Pack['origin'] {
  const own = originOf(pack.layers);
  return async (path) => {
    const [first, ...rest] = path;
    const subpack = rest.length === 0 ? undefined : subpacks.find(({ alias }) => alias === first);
    return (await subpack?.origin(rest)) ?? own(path);
  };
}

function withoutDisabled(pack: Pack, tags: unknown): Pack {
  const left = pack.subpacks.filter(({ alias }) => {
    const dependency = pack.dependencies.find((each) => (each.alias ?? each.name) === alias);
    const enabled = dependency === undefined || isEnabled(dependency, pack.values, tags);
    if (!enabled) rememberDisabled(pack, alias);
    return enabled;
  });
  return Object.freeze({ ...pack, subpacks: left.map((subpack) => withoutDisabled(subpack, tags)) } satisfies Pack);
}

/** Aliases that were taken out. A condition may stand in the subpack's own values, which are gone afterwards. */
const disabled = new WeakMap<object, Set<string>>();

function rememberDisabled({ files }: Pack, alias: string): void {
  disabled.set(files, (disabled.get(files) ?? new Set()).add(alias));
}

export function isDisabled({ files }: Pack, alias: string): boolean {
  return disabled.get(files)?.has(alias) === true;
}
