import type { DependencyDeclaration, EngineChoice, JsonObject, PackDescription, PackMetadata } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';

export const DEFAULT_ENGINE = 'handlebars';

/** The parts of a checked Pack.yaml in the form that stages pass on. */
export function describePack(manifest: JsonObject): Omit<PackDescription, 'layers'> {
  return {
    kind: manifest['kind'] === 'library' ? 'library' : 'application',
    metadata: manifest['metadata'] as PackMetadata,
    engine: engineOf(manifest['engine']),
    dependencies: ((manifest['dependencies'] ?? []) as readonly JsonObject[]).map(dependencyOf),
  };
}

export function engineOf(engine: unknown): EngineChoice {
  if (!isObject(engine)) return { name: typeof engine === 'string' ? engine : DEFAULT_ENGINE, strict: true, options: {} };
  const { name, strict, compatible: _rules, ...options } = engine;
  return { name: typeof name === 'string' ? name : DEFAULT_ENGINE, strict: strict !== false, options };
}

function dependencyOf(entry: JsonObject): DependencyDeclaration {
  const { name, version, repository, alias, condition, tags, enabled, ...extra } = entry as JsonObject & DependencyDeclaration;
  return { name, version, repository, alias, condition, tags, enabled, extra };
}
