import { existsSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isAbsolute, join, resolve } from 'node:path';
import { pluginCandidates } from './plugin-candidates.ts';
import { errors } from '../errors.ts';

/** Where a plugin of the configuration lies: a folder with a package.json, or one module without a manifest. */
export interface PluginPlace {
  readonly kind: 'package' | 'module';
  readonly path: string;
}

/**
 * @param reference npm name, short name, or path from the configuration's folder
 * @param folder of the configuration file
 * @throws CLI_PLUGIN_NOT_FOUND
 */
export function locatePlugin(reference: string, folder: string, configFile: string): PluginPlace {
  const path = isPath(reference) ? resolve(folder, reference) : installed(reference, folder);
  if (path === undefined || !existsSync(path)) {
    const tried = isPath(reference) ? [resolve(folder, reference)] : pluginCandidates(reference);
    throw errors.PLUGIN_NOT_FOUND(reference, configFile, tried, isPath(reference));
  }
  return { kind: statSync(path).isDirectory() ? 'package' : 'module', path };
}

export function isPath(reference: string): boolean {
  return reference.startsWith('.') || isAbsolute(reference);
}

/** The first candidate that is installed where the configuration can reach it, or else beside Sherpack itself. */
function installed(reference: string, folder: string): string | undefined {
  const starts = [join(folder, 'sherpack.config.js'), import.meta.url];
  for (const candidate of pluginCandidates(reference)) {
    const folders = starts.flatMap((start) => createRequire(start).resolve.paths(candidate) ?? []);
    const found = folders.map((modules) => join(modules, candidate)).find((path) => existsSync(join(path, 'package.json')));
    if (found !== undefined) return found;
  }
  return undefined;
}
