import type { DependencyDeclaration, JsonObject } from '@sherpack/plugin-api';
import { isObject, valueAt } from '@sherpack/plugin-api';

/**
 * Whether a dependency takes part, by Helm's rules: the first path of its condition that leads to true or false
 * decides. Without one any true tag enables, otherwise any false one disables. `enabled: false` always disables.
 *
 * @param values of the pack that declares it, those of its subpacks included
 * @param tags the `tags` of the root pack's values
 */
export function isEnabled(dependency: DependencyDeclaration, values: JsonObject, tags: unknown): boolean {
  if (dependency.enabled === false) return false;
  for (const path of (dependency.condition ?? '').split(',')) {
    const found = path.trim() === '' ? undefined : valueAt(values, path.trim().split('.'));
    if (typeof found === 'boolean') return found;
  }
  return byTags(dependency.tags ?? [], tags);
}

function byTags(names: readonly string[], tags: unknown): boolean {
  if (!isObject(tags)) return true;
  const known = names.map((name) => (Object.hasOwn(tags, name) ? tags[name] : undefined));
  return known.includes(true) || !known.includes(false);
}
