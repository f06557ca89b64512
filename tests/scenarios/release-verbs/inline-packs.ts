import { definePlugin } from '@sherpack/plugin-api';
import type { JsonObject, KubernetesObject, Manifest, Pack, Path, Plugin, ValueLayer } from '@sherpack/plugin-api';
import { LAYER_RANKS, mergeLayers, mergedSecretPaths } from '@sherpack/plugin-api';
import { stringifyYaml } from '@sherpack/yaml/stringify';

/** A pack that is a function instead of a folder. */
export interface InlinePack {
  readonly version?: string;
  readonly values?: JsonObject;
  readonly layers?: readonly ValueLayer[];
  readonly notes?: string;
  /** Further keys of Pack.yaml. */
  readonly manifest?: JsonObject;
  readonly crds?: readonly KubernetesObject[];
  /** Marked fields of rendered objects, by the name of the object. */
  readonly secretPaths?: ReadonlyMap<string, readonly Path[]>;
  objects(values: JsonObject): readonly KubernetesObject[];
}

/** Stands in for the plugin that reads packs: the reference is a key of the map. */
export function inlinePacks(packs: ReadonlyMap<string, InlinePack>): Plugin {
  return definePlugin({
    name: 'inline-packs',
    apiVersion: '^1',
    setup({ hooks }) {
      hooks.load.tap(async (pack, { operation }) => readPack(pack, packs.get(pack.reference), [...operation.values, ...flagLayer(operation.flags)]));
      hooks.resolve.tap(async (pack) => ({ ...pack, values: mergeLayers(pack.layers), secretPaths: mergedSecretPaths(pack.layers) }));
      hooks.render.tap(async (manifests, { pack }) => {
        const source = pack === undefined ? undefined : packs.get(pack.reference);
        if (pack === undefined || source === undefined) return manifests;
        return { objects: source.objects(pack.values).map((object, index) => manifestOf(object, index, source)), crds: (source.crds ?? []).map((object, index) => manifestOf(object, index, source)), notes: source.notes ?? '' };
      });
    },
  });
}

function readPack(pack: Pack, source: InlinePack | undefined, given: readonly ValueLayer[]): Pack {
  if (source === undefined) return pack;
  const defaults: ValueLayer = { name: 'values.yaml', rank: LAYER_RANKS.pack, values: source.values ?? {} };
  return {
    ...pack,
    format: 'sherpack',
    manifest: source.manifest ?? {},
    metadata: { name: 'web', version: source.version ?? '1.0.0', appVersion: '7.1' },
    digest: () => 'sha256:00',
    layers: [defaults, ...source.layers ?? [], ...given],
  };
}

function flagLayer(flags: JsonObject): readonly ValueLayer[] {
  const values = flags['set'] as JsonObject | undefined;
  return values === undefined ? [] : [{ name: '--set', rank: LAYER_RANKS.flag, values }];
}

function manifestOf(object: KubernetesObject, index: number, { secretPaths }: InlinePack): Manifest {
  const template = `web/templates/${object.kind.toLowerCase()}-${index}.yaml`;
  return { object, source: { template, document: 0, line: 1 }, text: stringifyYaml(object), secretPaths: secretPaths?.get(object.metadata.name ?? '') ?? [] };
}
