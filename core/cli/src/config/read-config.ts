import { readFile } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import type { Json, JsonObject } from '@sherpack/plugin-api';
import { isObject, isSherpackError } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import { importModule } from '../plugins/import-module.ts';
import { SEARCH_PLACES } from './find-config.ts';

/** A configuration file as it was read. */
export interface ConfigFile {
  readonly file: string;
  /** Its text if positions can be found in it, that is for YAML and JSON. */
  readonly text: string | undefined;
  /** Where the configuration stands inside of the document: `['sherpack']` in package.json. */
  readonly at: readonly string[];
  readonly values: JsonObject;
}

const DATA = ['.yaml', '.yml', '.json', ''];

/** @throws CLI_CONFIG_UNREADABLE */
export async function readConfigIn(folder: string): Promise<ConfigFile | undefined> {
  const explorer = await createExplorer();
  return toConfigFile(await guard(folder, () => explorer.search(folder)));
}

/** @throws CLI_CONFIG_UNREADABLE */
export async function readConfigFile(file: string): Promise<ConfigFile | undefined> {
  const explorer = await createExplorer();
  return toConfigFile(await guard(file, () => explorer.load(file)));
}

async function createExplorer() {
  const { cosmiconfig } = await import('cosmiconfig');
  return cosmiconfig('sherpack', {
    searchPlaces: [...SEARCH_PLACES],
    searchStrategy: 'none',
    cache: false,
    loaders: {
      '.ts': loadModule, '.js': loadModule, '.mjs': loadModule,
      '.yaml': loadData, '.yml': loadData, '.json': loadData, noExt: loadData,
    },
  });
}

async function loadData(file: string, text: string): Promise<Json> {
  if (extname(file) === '.json') return (await import('@sherpack/yaml/json')).parseJson(text, { file }) as Json;
  const { parseYaml } = await import('@sherpack/yaml/parse');
  return parseYaml(text, { file }) as Json;
}

async function loadModule(file: string): Promise<unknown> {
  const module = (await importModule(file)) as { readonly default?: unknown };
  return module.default;
}

async function guard<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (isSherpackError(error)) throw error;
    const { line, column, reason, message, file: where = file } = error as Partial<Record<'line' | 'column', number>> & { reason?: string; file?: string } & Error;
    throw errors.CONFIG_UNREADABLE({ file: where, line, column }, reason ?? message, error);
  }
}

async function toConfigFile(found: { config?: unknown; filepath: string; isEmpty?: boolean } | null): Promise<ConfigFile | undefined> {
  if (found === null || found.isEmpty === true || found.config === undefined || found.config === null) return undefined;
  const { filepath: file, config } = found;
  if (!isObject(config) && !isModuleObject(config)) {
    throw errors.CONFIG_UNREADABLE({ file }, 'it must be an object with keys such as "plugins" or "namespace".');
  }
  const text = DATA.includes(extname(file)) ? await readFile(file, 'utf8') : undefined;
  return { file, text, at: basename(file) === 'package.json' ? ['sherpack'] : [], values: { ...(config as JsonObject) } };
}

/** jiti runs modules in its own way; their objects may come with another prototype. */
function isModuleObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
