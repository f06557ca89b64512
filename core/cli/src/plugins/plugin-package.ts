import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { JsonObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';

/** A plugin's package.json with the JSON Schemas that its manifest names already in place. Executes nothing. */
export async function readPluginPackage(folder: string): Promise<JsonObject> {
  const packageJson = await readJson(join(folder, 'package.json'));
  const manifest = packageJson['sherpack'];
  if (!isObject(manifest)) return packageJson;
  const packKeys = isObject(manifest['packKeys']) ? await inlineAll(folder, manifest['packKeys']) : undefined;
  const configSchema = await inline(folder, manifest['configSchema']);
  return {
    ...packageJson,
    sherpack: { ...manifest, ...(packKeys === undefined ? {} : { packKeys }), ...(configSchema === undefined ? {} : { configSchema }) },
  };
}

async function inlineAll(folder: string, schemas: JsonObject): Promise<JsonObject> {
  const inlined = Object.entries(schemas).map(async ([key, schema]) => [key, await inline(folder, schema)] as const);
  return Object.fromEntries(await Promise.all(inlined));
}

async function inline(folder: string, schema: unknown): Promise<unknown> {
  return typeof schema === 'string' ? readJson(join(folder, schema)) : schema;
}

async function readJson(file: string): Promise<JsonObject> {
  const text = await readFile(file, 'utf8');
  try {
    return JSON.parse(text) as JsonObject;
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

/**
 * The file of a module that the manifest names. A built package lists its sources in `exports` under
 * "sherpack-source", with the file to run beside it; that one is taken if it is there.
 */
export function moduleFile(folder: string, packageJson: JsonObject, module: string): string {
  const built = exportOf(packageJson, module)?.[1]['default'];
  const file = typeof built === 'string' ? join(folder, built) : undefined;
  return file !== undefined && existsSync(file) ? file : join(folder, module);
}

/** The subpath under which the package exports a source file, with its conditions. */
export function exportOf(packageJson: JsonObject, module: string): readonly [string, JsonObject] | undefined {
  if (!isObject(packageJson['exports'])) return undefined;
  const wanted = plain(module);
  const found = Object.entries(packageJson['exports']).find(([, target]) => {
    const source = isObject(target) ? target['sherpack-source'] : undefined;
    return typeof source === 'string' && plain(source) === wanted;
  });
  return found as [string, JsonObject] | undefined;
}

function plain(path: string): string {
  return path.replace(/^\.\//, '');
}
