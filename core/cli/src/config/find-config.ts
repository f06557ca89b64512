import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { World } from '../world.ts';

/** In order of preference; package.json last, for a plugin's own package.json has the same key with another meaning. */
export const SEARCH_PLACES = [
  'sherpack.config.ts', 'sherpack.config.js', 'sherpack.config.mjs', 'sherpack.config.yaml', 'sherpack.config.yml',
  'sherpack.config.json', '.sherpackrc', 'package.json',
] as const;

const PACK_FILES: readonly string[] = ['Pack.yaml', 'Chart.yaml'];

export interface FoundConfig {
  /** The folder whose configuration counts. */
  readonly folder: string | undefined;
  /** Folders whose configuration does not count, for they belong to a pack: packs come from strangers. */
  readonly ignored: readonly string[];
}

interface VisitedFolder {
  readonly path: string;
  readonly configured: boolean;
  readonly isPack: boolean;
}

/**
 * Looks from `folder` upwards to the root of the git repository, the home folder, or below the first folder that
 * everyone may write to. Reads names only; nothing is parsed or run.
 */
export function findConfig(folder: string, env: World['env']): FoundConfig {
  const visited = visitUpwards(folder, env);
  const topmostPack = visited.findLastIndex(({ isPack }) => isPack);
  const trusted = visited.slice(topmostPack + 1).find(({ configured }) => configured);
  const ignored = visited.slice(0, topmostPack + 1).filter(({ configured }) => configured);
  return { folder: trusted?.path, ignored: ignored.map(({ path }) => path) };
}

/** The user's own configuration, if there is one. */
export function userConfigFile(env: World['env']): string | undefined {
  const base = env['XDG_CONFIG_HOME'] ?? (env['HOME'] === undefined ? undefined : join(env['HOME'], '.config'));
  if (base === undefined || base === '') return undefined;
  return ['config.yaml', 'config.yml', 'config.json'].map((name) => join(base, 'sherpack', name)).find((file) => existsSync(file));
}

function visitUpwards(start: string, env: World['env']): readonly VisitedFolder[] {
  const visited: VisitedFolder[] = [];
  for (let path = start; ; path = dirname(path)) {
    const names = namesIn(path);
    visited.push({ path, configured: isConfigured(path, names), isPack: PACK_FILES.some((name) => names.includes(name)) });
    const isLast = names.includes('.git') || path === env['HOME'] || path === dirname(path);
    if (isLast || isWritableByAll(dirname(path))) return visited;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isWritableByAll(folder: string): boolean {
  try {
    return process.platform !== 'win32' && (statSync(folder).mode & 0o002) !== 0;
  } catch {
    return false;
  }
}

function isConfigured(folder: string, names: readonly string[]): boolean {
  return SEARCH_PLACES.some((name) => names.includes(name) && (name !== 'package.json' || mentionsSherpack(folder)));
}

/** A cheap look, so that the many folders with a package.json do not make every command read configuration. */
function mentionsSherpack(folder: string): boolean {
  try {
    const own: unknown = (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { sherpack?: unknown }).sherpack;
    return own !== undefined && !isPluginManifest(own);
  } catch {
    return false;
  }
}

/** The key `sherpack` of a plugin's package.json is its manifest, no configuration. */
function isPluginManifest(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'plugin' in value && 'apiVersion' in value;
}
