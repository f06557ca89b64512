import type { JsonObject, PluginCatalog } from '@sherpack/plugin-api';

/** Keys of Pack.yaml of official plugins, for packs that are read where such a plugin is not installed. */
const OFFICIAL_KEYS: ReadonlyMap<string, string> = new Map([
  ['crdPolicy', 'crd'], ['crds', 'crd'], ['storage', 'storage'], ['drift', 'drift'], ['resolution', 'dependency'],
  ['environments', 'environments'], ['secrets', 'secrets'], ['rollback', 'rollback'], ['waves', 'deploy'], ['readiness', 'deploy'], ['tests', 'test'], ['chart', 'helm'],
]);

/** The keys that may stand at the top of Pack.yaml besides the pack's own. */
export interface ManifestKeys {
  /** JSON Schema of each key, by name; for keys without effect a schema that takes all. */
  readonly schemas: Readonly<Record<string, JsonObject | true>>;
  /** Key → plugin that would read it, but is not there. */
  readonly inactive: ReadonlyMap<string, string>;
}

/** Collects what plugins contribute, without loading their code. */
export function manifestKeys(catalog: PluginCatalog): ManifestKeys {
  const schemas: Record<string, JsonObject | true> = {};
  const inactive = new Map(OFFICIAL_KEYS);
  const plugins = catalog.list();
  for (const { manifest, disabled } of plugins.toSorted((a, b) => Number(b.disabled) - Number(a.disabled))) {
    for (const [key, schema] of Object.entries(manifest.packKeys ?? {})) {
      schemas[key] = disabled || typeof schema !== 'object' ? true : schema;
      if (disabled) inactive.set(key, manifest.name);
      else inactive.delete(key);
    }
  }
  for (const key of inactive.keys()) schemas[key] ??= true;
  return { schemas, inactive };
}

/** The inactive keys that a Pack.yaml uses. */
export function inactiveKeys(manifest: JsonObject, keys: ManifestKeys): readonly (readonly [key: string, plugin: string])[] {
  return [...keys.inactive].filter(([key]) => Object.hasOwn(manifest, key)).toSorted(([a], [b]) => (a < b ? -1 : 1));
}
