import type { FetchContext, FetchOptions, FetchedPack } from '@sherpack/plugin-api';
import { contentCache, digestOf } from './content-cache.ts';
import { basicHeader } from './credentials.ts';
import { errors } from './errors.ts';
import { httpClient, shownUrl } from './http-client.ts';

export interface Wanted {
  readonly version?: string | undefined;
  /** `sha256:…` that a list of the repository gives. */
  readonly digest?: string | undefined;
}

/**
 * Fetches one archive, from the cache when its digest is known.
 *
 * @throws REGISTRY_NOT_FOUND, REGISTRY_DIGEST and what the client throws
 */
export async function download(url: URL, options: FetchOptions, context: FetchContext, { version, digest }: Wanted = {}): Promise<FetchedPack> {
  const shown = shownUrl(url);
  const cache = contentCache();
  const known = digest === undefined ? undefined : await cache.read(digest);
  const bytes = known ?? await read(url, options, context, context.limit);
  if (bytes.length > context.limit) throw errors.TOO_LARGE(shown, context.limit);
  const is = digestOf(bytes);
  if (digest !== undefined && is !== digest) throw errors.DIGEST(shown, digest, is);
  if (known === undefined) await cache.write(is, bytes);
  return { bytes, shown, version, digest: is };
}

/**
 * @param limit bytes that there may be
 * @param what it is, for the message when it is not there
 * @throws REGISTRY_NOT_FOUND, REGISTRY_FORBIDDEN, REGISTRY_ANSWER, REGISTRY_TOO_LARGE
 */
export async function read(url: URL, options: FetchOptions, context: FetchContext, limit: number, what = `file at ${shownUrl(url)}`): Promise<Buffer> {
  const get = await httpClient(options, context);
  const { bare, authorization } = userOf(url, options);
  const { status, body } = await get(bare, authorization === undefined ? {} : { authorization }, limit);
  if (status === 404) throw errors.NOT_FOUND(what, []);
  if (status === 401 || status === 403) throw errors.FORBIDDEN(url.host, status, authorization !== undefined);
  if (status !== 200) throw errors.ANSWER(shownUrl(url), `answers with ${status}`);
  return body;
}

/** Flags go before what stands in the address. */
function userOf(url: URL, { username, password }: FetchOptions): { readonly bare: URL; readonly authorization: string | undefined } {
  const bare = new URL(url);
  const given = { username: username ?? decodeURIComponent(url.username), password: password ?? decodeURIComponent(url.password) };
  bare.username = '';
  bare.password = '';
  return { bare, authorization: given.username === '' ? undefined : basicHeader(given) };
}
