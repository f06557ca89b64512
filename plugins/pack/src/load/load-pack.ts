import type { Extensions, JsonObject, LifecycleHooks, Pack, PackFormat, PackSource, PluginCatalog, StageContext, Terminal, ValueLayer } from '@sherpack/plugin-api';
import type { PackConfig } from '../config.ts';
import { manifestKeys } from '../manifest/manifest-keys.ts';
import { fetchOptions } from '../source/fetch-source.ts';
import { limitsOf } from '../source/limits.ts';
import { flagLayers } from '../values/flag-layers.ts';
import { fileLayers, readValuesFile } from '../values/file-layers.ts';
import { formatFinder, formatOf } from './pack-format.ts';
import { readPack } from './read-pack.ts';

export interface LoadOptions {
  readonly config: PackConfig | undefined;
  readonly catalog: () => Promise<PluginCatalog>;
  readonly terminal: () => Promise<Terminal>;
  readonly formats: Extensions<PackFormat>;
  readonly sources: Extensions<PackSource>;
}

type LoadTap = LifecycleHooks['load'];

/** The tap that reads the pack, unless an earlier tap has: then `format` is set. */
export function loadPack({ config, catalog, formats, sources }: LoadOptions): LoadTap {
  return async (pack, { operation, signal, log }) => {
    if (pack.format !== '') return pack;
    const keys = manifestKeys(await catalog());
    const limits = limitsOf(config);
    const fetcher = { sources, options: fetchOptions(operation.flags), context: { signal, log, limit: limits.totalSize } };
    return readPack(pack.reference, { limits, keys, formats: formatFinder(formats), fetcher });
  };
}

/** The tap that lays the user's values over those of the pack, whoever has read it. */
export function addUserValues({ terminal }: LoadOptions): LoadTap {
  return async (pack, { operation }) => {
    const given = await userLayers(operation.flags, terminal, formatOf(pack));
    const layers = [...pack.layers, ...operation.values, ...given];
    return layers.length === pack.layers.length ? pack : Object.freeze({ ...pack, layers } satisfies Pack);
  };
}

async function userLayers(flags: StageContext['operation']['flags'] & JsonObject, terminal: LoadOptions['terminal'], format: PackFormat | undefined): Promise<readonly ValueLayer[]> {
  let input: Promise<string> | undefined;
  const readInput = () => (input ??= terminal().then((screen) => screen.readInput()));
  const files = await fileLayers(flags, readInput, format);
  const sets = await flagLayers(flags, files, { readText: (file, flag) => readValuesFile(file, flag, readInput), integers: format === undefined ? 'number' : 'bigint' });
  return [...files, ...sets];
}
