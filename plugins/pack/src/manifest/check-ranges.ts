import type { JsonObject, Path, SherpackError } from '@sherpack/plugin-api';
import { formatPath, isObject, valueAt } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { locate } from './text-source.ts';
import type { TextSource } from './text-source.ts';
import { versionRange } from './version-range.ts';

/** What a JSON Schema cannot say: ranges of versions, and names of dependencies that must differ. */
export async function checkRanges(manifest: JsonObject, source: TextSource): Promise<readonly SherpackError[]> {
  const dependencies = (manifest['dependencies'] ?? []) as readonly JsonObject[];
  // The tool whose rules are followed has a grammar of its own.
  if (isObject(manifest['engine']) && manifest['engine']['compatible'] !== undefined) return duplicates(dependencies, source);
  const ranges: Path[] = [['metadata', 'kubeVersion'], ...dependencies.map((_, index) => ['dependencies', index, 'version'])];
  const found: SherpackError[] = [];
  for (const path of ranges) {
    const range = valueAt(manifest, path);
    if (typeof range !== 'string' || versionRange(range) !== undefined) continue;
    const message = `${formatPath(path)} is no range of versions`;
    found.push(errors.MANIFEST_INVALID(message, await locate(source, path, 'value'), 'Ranges look like ">=1.28.0 <2.0.0", "^1.2.0" or "~1.4".'));
  }
  return [...found, ...await duplicates(dependencies, source)];
}

async function duplicates(dependencies: readonly JsonObject[], source: TextSource): Promise<readonly SherpackError[]> {
  const seen = new Set<unknown>();
  const found: SherpackError[] = [];
  for (const [index, { name, alias }] of dependencies.entries()) {
    const key = alias ?? name;
    if (seen.has(key)) {
      const location = await locate(source, ['dependencies', index, alias === undefined ? 'name' : 'alias'], 'value');
      found.push(errors.MANIFEST_INVALID(`two dependencies are called "${String(key)}"`, location, 'Give one of them an "alias".'));
    }
    seen.add(key);
  }
  return found;
}
