import { API_VERSION, LIFECYCLE_STAGES, MANIFEST_KEYS, isObject, type JsonObject, type PluginManifest } from '@sherpack/plugin-api';
import satisfies from 'semver/functions/satisfies.js';
import validRange from 'semver/ranges/valid.js';
import { nearMisses } from '@sherpack/schema/near-miss';
import { errors } from './errors.ts';

const NAME = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/**
 * Reads the key `sherpack` of a package.json. Executes nothing.
 *
 * @param packageJson the parsed package.json, with the JSON Schemas that it names already in place
 * @param where for messages: the file or the package's name
 */
export function parseManifest(packageJson: JsonObject, where: string): PluginManifest {
  const own = packageJson['sherpack'];
  if (!isObject(own)) throw errors.MANIFEST_INVALID(where, 'the key "sherpack" is missing');
  const name = typeof own['name'] === 'string' ? own['name'] : nameOfPackage(packageJson['name']);
  if (name === undefined || !NAME.test(name)) throw errors.MANIFEST_INVALID(where, `"${String(name)}" is no kebab-case name`);
  if (typeof own['plugin'] !== 'string') throw errors.MANIFEST_INVALID(where, '"plugin" names no module');
  const manifest = { ...own, name, version: String(packageJson['version'] ?? '0.0.0') } as unknown as PluginManifest;
  checkManifest(manifest, where);
  return Object.freeze(manifest);
}

/** `@sherpack/plugin-drift`, `@me/sherpack-plugin-drift`, `@sherpack/engine-plain` → the last part. */
function nameOfPackage(packageName: unknown): string | undefined {
  if (typeof packageName !== 'string') return undefined;
  return /(?:^|\/|-)(?:plugin|engine)-([a-z0-9-]+)$/.exec(packageName)?.[1];
}

function checkManifest(manifest: PluginManifest, where: string): void {
  checkApiVersion(manifest.name, manifest.apiVersion, where);
  const unknown = (manifest.hooks ?? []).find((stage) => !LIFECYCLE_STAGES.includes(stage));
  if (unknown !== undefined) throw errors.MANIFEST_INVALID(where, `"${unknown}" is no hook`, nearMisses(unknown, LIFECYCLE_STAGES, 2));
  const strange = Object.keys(manifest).find((key) => !MANIFEST_KEYS.includes(key));
  if (strange !== undefined) throw errors.MANIFEST_INVALID(where, `it has no key "${strange}"`, nearMisses(strange, MANIFEST_KEYS, 2));
  for (const list of ['requires', 'after', 'services', 'operations'] as const) {
    if (manifest[list] !== undefined && !Array.isArray(manifest[list])) throw errors.MANIFEST_INVALID(where, `"${list}" is no list`);
  }
}

/** @throws KERNEL_MANIFEST_INVALID if the range is none, KERNEL_API_VERSION if this API is outside of it */
export function checkApiVersion(plugin: string, range: unknown, where: string): void {
  if (range === `^${API_VERSION.split('.', 1)[0]}`) return; // As nearly all say; semver takes milliseconds for its first range.
  const isRange = typeof range === 'string' && validRange(range) !== null;
  if (!isRange) throw errors.MANIFEST_INVALID(where, `"apiVersion" is no semver range: ${JSON.stringify(range)}`);
  if (!satisfies(API_VERSION, range)) throw errors.API_VERSION(plugin, range, API_VERSION);
}
