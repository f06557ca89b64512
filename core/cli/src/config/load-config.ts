import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { JsonObject } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';
import type { World } from '../world.ts';
import { dashed, flagName } from '../arguments/flag-name.ts';
import type { ConfigLayer, EffectiveConfig } from './effective-config.ts';
import { createEffectiveConfig, fileLayer } from './effective-config.ts';
import { readEnvironment } from './environment.ts';
import { findConfig, userConfigFile } from './find-config.ts';

/** The flags that set a key of the configuration. */
const FLAG_KEYS = ['namespace', 'context', 'kubeconfig', 'cluster', 'output'] as const;

/** The layers that come from files, read before the command line is understood, for they may bring commands. */
export interface FileLayers {
  readonly layers: readonly ConfigLayer[];
  /** Folders of packs in which a configuration was passed over. */
  readonly ignored: readonly string[];
}

/**
 * @param named value of `--config`, if it was given
 * @throws CLI_CONFIG_NOT_FOUND, CLI_CONFIG_UNREADABLE
 */
export async function loadFileLayers(world: World, named: string | undefined): Promise<FileLayers> {
  const { file, folder, ignored } = locate(world, named);
  const userFile = userConfigFile(world.env);
  if (file === undefined && folder === undefined && userFile === undefined) return { layers: [], ignored };
  const { readConfigFile, readConfigIn } = await import('./read-config.ts');
  const project = file === undefined ? folder && (await readConfigIn(folder)) : await readConfigFile(file);
  const user = userFile && (await readConfigFile(userFile));
  return { layers: [...(project ? [fileLayer('project', project)] : []), ...(user ? [fileLayer('user', user)] : [])], ignored };
}

interface Location {
  readonly file?: string;
  readonly folder?: string | undefined;
  readonly ignored: readonly string[];
}

function locate({ env, folder }: World, named: string | undefined): Location {
  const chosen = named ?? (env['SHERPACK_CONFIG'] === '' ? undefined : env['SHERPACK_CONFIG']);
  if (chosen === undefined) return findConfig(folder, env);
  const file = resolve(folder, chosen);
  if (!existsSync(file)) throw errors.CONFIG_NOT_FOUND(file, named === undefined ? 'SHERPACK_CONFIG' : '--config');
  return { file, ignored: [] };
}

/**
 * Lays flags, environment and files together: flags > environment > project > user > defaults.
 *
 * @throws CLI_ENVIRONMENT_INVALID
 */
export function layConfig(world: World, flags: JsonObject, files: FileLayers): EffectiveConfig {
  const environment = readEnvironment(world.env);
  const given = FLAG_KEYS.filter((key) => flags[key] !== undefined);
  return createEffectiveConfig([
    { source: 'flag', values: Object.fromEntries(given.map((key) => [key, flags[key]])), where: (key) => dashed(flagName(key)) },
    { source: 'environment', values: environment.values, where: (key) => environment.variables[key] ?? '' },
    ...files.layers,
  ]);
}
