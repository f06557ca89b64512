import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { FetchOptions, JsonObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { nearMiss } from '@sherpack/schema/near-miss';
import { parseYaml } from '@sherpack/yaml/parse';
import { errors } from './errors.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A repository of Helm's `repositories.yaml`, with what it says of reaching it. */
export type KnownRepository = Partial<FetchOptions> & { readonly url: string };

/** @throws REGISTRY_NOT_FOUND with the near misses, REGISTRY_FILE */
export async function findRepository(alias: string, environment: Environment = process.env): Promise<KnownRepository> {
  const all = await repositories(environment);
  const found = all.find(({ name }) => name === alias);
  const names = all.map(({ name }) => String(name));
  if (typeof found?.['url'] !== 'string') throw errors.NOT_FOUND(`file or folder, and no chart repository, called "${alias}"`, names, nearMiss(alias, names));
  const text = (key: string) => (typeof found[key] === 'string' && found[key] !== '' ? { [key]: found[key] } : {});
  return {
    url: found['url'], ...text('username'), ...text('password'), ...text('caFile'), ...text('certFile'), ...text('keyFile'),
    ...(found['insecure_skip_tls_verify'] === true ? { skipTlsVerify: true } : {}),
  };
}

async function repositories(environment: Environment): Promise<readonly JsonObject[]> {
  const home = environment['HOME'] ?? homedir();
  const helm = environment['HELM_CONFIG_HOME'] ?? join(environment['XDG_CONFIG_HOME'] ?? join(home, '.config'), 'helm');
  const file = environment['HELM_REPOSITORY_CONFIG'] ?? join(helm, 'repositories.yaml');
  try {
    const value = parseYaml(await readFile(file, 'utf8'));
    return isObject(value) && Array.isArray(value['repositories']) ? value['repositories'].filter(isObject) : [];
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return [];
    // The file holds passwords, and a parser's message may show them.
    throw errors.FILE(file, undefined);
  }
}
