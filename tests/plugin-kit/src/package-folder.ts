import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { JsonObject, PluginManifest } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { parseManifest } from '@sherpack/kernel/plugin-manifest';

/** A plugin's package on disk. */
export interface PackageFolder {
  readonly name: string;
  readonly manifest: PluginManifest;
  readonly readme: string;
  /** The text of src/errors.ts, if there is one. */
  readonly errors: string;
  importModule(path: string): Promise<Record<string, unknown>>;
}

/** Reads package.json with the JSON Schemas that it names, README.md and src/errors.ts. */
export async function readPackageFolder(folder: string): Promise<PackageFolder> {
  const packageJson = JSON.parse(await readFile(resolve(folder, 'package.json'), 'utf8')) as JsonObject;
  const own = await inlineSchemas(packageJson['sherpack'], folder);
  return {
    name: String(packageJson['name']),
    manifest: parseManifest({ ...packageJson, sherpack: own }, resolve(folder, 'package.json')),
    readme: await readFile(resolve(folder, 'README.md'), 'utf8').catch(() => ''),
    errors: await readFile(resolve(folder, 'src/errors.ts'), 'utf8').catch(() => ''),
    importModule: (path) => importModule(resolve(folder, path)),
  };
}

/** Test frameworks transform what they import themselves; what the kit imports may reach a Node that reads no TypeScript. */
async function importModule(file: string): Promise<Record<string, unknown>> {
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'ERR_UNKNOWN_FILE_EXTENSION') throw error;
    const { createJiti } = await import('jiti');
    return createJiti(file, { interopDefault: false }).import(file);
  }
}

async function inlineSchemas(own: unknown, folder: string): Promise<unknown> {
  if (!isObject(own)) return own;
  const keys = Object.entries(isObject(own['packKeys']) ? own['packKeys'] : {});
  const packKeys = await Promise.all(keys.map(async ([key, schema]) => [key, await schemaAt(schema, folder)]));
  return {
    ...own,
    ...(own['configSchema'] === undefined ? {} : { configSchema: await schemaAt(own['configSchema'], folder) }),
    ...(keys.length === 0 ? {} : { packKeys: Object.fromEntries(packKeys) as JsonObject }),
  };
}

async function schemaAt(schema: unknown, folder: string): Promise<unknown> {
  return typeof schema === 'string' ? JSON.parse(await readFile(resolve(folder, schema), 'utf8')) : schema;
}
