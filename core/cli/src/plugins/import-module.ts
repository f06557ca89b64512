import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const TYPESCRIPT = ['.ts', '.mts', '.cts'];
const PLUGIN_API = '@sherpack/plugin-api';

/**
 * Imports a module that the configuration names. TypeScript goes through jiti, which is loaded only then; so does
 * JavaScript that wants the plugin API from a folder where it is not installed.
 */
export async function importModule(file: string): Promise<unknown> {
  if (TYPESCRIPT.includes(extname(file))) return importWithJiti(file);
  try {
    return await import(pathToFileURL(file).href);
  } catch (error) {
    if (!lacksPluginApi(error)) throw error;
    return importWithJiti(file);
  }
}

async function importWithJiti(file: string): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const ownCopy = fileURLToPath(new URL('./plugin-api.js', import.meta.url));
  const alias = existsSync(ownCopy) && !hasPluginApi(file) ? { [PLUGIN_API]: ownCopy } : {};
  return createJiti(file, { alias, fsCache: cacheFolder(), interopDefault: false }).import(file);
}

function hasPluginApi(file: string): boolean {
  const folders = createRequire(file).resolve.paths(PLUGIN_API) ?? [];
  return folders.some((folder) => existsSync(join(folder, PLUGIN_API, 'package.json')));
}

/** The user's own folder: what lies in a shared temporary folder may have been put there by somebody else. */
function cacheFolder(): string | false {
  const { XDG_CACHE_HOME: cache, HOME: home } = process.env;
  if (cache !== undefined && cache !== '') return join(cache, 'sherpack', 'jiti');
  return home === undefined || home === '' ? false : join(home, '.cache', 'sherpack', 'jiti');
}

function lacksPluginApi(error: unknown): boolean {
  const { code, message } = error as { code?: string; message?: string };
  return code === 'ERR_MODULE_NOT_FOUND' && message?.includes(PLUGIN_API) === true;
}
