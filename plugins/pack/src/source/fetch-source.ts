import { existsSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import type { Extensions, FetchContext, FetchOptions, FetchedPack, JsonObject, PackSource } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';

/** What looks for a pack elsewhere than among files and folders. */
export interface Fetcher {
  readonly sources: Extensions<PackSource>;
  readonly options: FetchOptions;
  readonly context: FetchContext;
}

/**
 * Fetches the pack that a reference names, if it is not one of this machine: there must be no file of that name, or
 * `--repo` says where it is.
 *
 * @returns undefined when no source takes it
 * @throws PACK_SOURCE_FAILED and what sources throw
 */
export async function fetchSource(reference: string, { sources, options, context }: Fetcher): Promise<FetchedPack | undefined> {
  if (options.repo === undefined && isThere(reference)) return undefined;
  for (const key of sources.keys()) {
    const source = await sources.get(key);
    if (await told(key, context, async () => source.takes(reference, options))) return told(key, context, async () => source.fetch(reference, options, context));
  }
  return undefined;
}

/** What a source throws without a code is its own fault and named after it. */
async function told<Value>(key: string, { signal }: FetchContext, ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    if (isSherpackError(error) || signal.aborted) throw error;
    throw errors.SOURCE_FAILED(key, error);
  }
}

function isThere(reference: string): boolean {
  return existsSync(isAbsolute(reference) ? reference : join(process.cwd(), reference));
}

/** What the flags say of fetching. */
export function fetchOptions(flags: JsonObject): FetchOptions {
  const text = (key: string) => (typeof flags[key] === 'string' && flags[key] !== '' ? flags[key] : undefined);
  return {
    version: text('version'), repo: text('repo'), username: text('username'), password: text('password'),
    caFile: text('caFile'), certFile: text('certFile'), keyFile: text('keyFile'),
    devel: flags['devel'] === true, plainHttp: flags['plainHttp'] === true, skipTlsVerify: flags['insecureSkipTlsVerify'] === true,
  };
}
