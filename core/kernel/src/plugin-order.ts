import { errors } from './errors.ts';
import type { PluginSource } from './kernel-host.ts';

/**
 * Sorts plugins for set-up: after what they require or want to follow, ties as configured.
 * Depth first over the configured order, so that a plugin moves only as far forward as its dependants need.
 *
 * @throws KERNEL_DUPLICATE_PLUGIN, KERNEL_PLUGIN_MISSING, KERNEL_PLUGIN_CYCLE
 */
export function orderPlugins(sources: readonly PluginSource[]): readonly PluginSource[] {
  const byName = indexByName(sources);
  const sorted = new Set<PluginSource>();

  function visit(source: PluginSource, trail: readonly string[]): void {
    if (sorted.has(source)) return;
    const { name, requires = [], after = [] } = source.manifest;
    if (trail.includes(name)) throw errors.PLUGIN_CYCLE([...trail.slice(trail.indexOf(name)), name]);
    for (const required of requires) {
      const found = byName.get(required);
      if (found === undefined) throw errors.PLUGIN_MISSING(name, required);
      visit(found, [...trail, name]);
    }
    for (const earlier of after) {
      const found = byName.get(earlier);
      if (found !== undefined) visit(found, [...trail, name]);
    }
    sorted.add(source);
  }

  for (const source of sources) visit(source, []);
  return [...sorted];
}

function indexByName(sources: readonly PluginSource[]): ReadonlyMap<string, PluginSource> {
  const byName = new Map<string, PluginSource>();
  for (const source of sources) {
    const { name } = source.manifest;
    const first = byName.get(name);
    if (first !== undefined) throw errors.DUPLICATE_PLUGIN(name, describe(first), describe(source));
    byName.set(name, source);
  }
  return byName;
}

function describe(source: PluginSource): string {
  return source.origin === 'default' ? 'a default plugin' : `one from the configuration (version ${source.manifest.version})`;
}
