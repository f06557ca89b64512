import type { FetchContext, FetchOptions, FetchedPack, PackSource } from '@sherpack/plugin-api';
import { nearMiss } from '@sherpack/schema/near-miss';
import { chooseVersion, newest } from '../choose-version.ts';
import { download } from '../download.ts';
import { errors } from '../errors.ts';
import { readIndex } from '../repository-index.ts';
import { findRepository } from '../repositories.ts';
import { webAddress } from '../web-address.ts';

/** `NAME` with `--repo URL`, or `REPOSITORY/NAME` of a repository that `helm repo add` knows. */
const source: PackSource = Object.freeze({
  takes: async (reference: string, { repo }: FetchOptions) => repo !== undefined || /^[A-Za-z0-9][\w.-]*\/[\w.-]+$/.test(reference),
  fetch: fetchPack,
});

export default source;

async function fetchPack(reference: string, options: FetchOptions, context: FetchContext): Promise<FetchedPack> {
  const { name, place } = await placeOf(reference, options);
  const own = { ...options, ...place };
  const index = await readIndex(place.url, own, context);
  const entries = index.get(name);
  if (entries === undefined) throw errors.NOT_FOUND(`chart "${name}" in ${place.url}`, [...index.keys()].slice(0, 20), nearMiss(name, index.keys()));
  const version = chooseVersion(entries.map((entry) => entry.version), options);
  const entry = entries.find((each) => each.version === version);
  if (entry === undefined) throw errors.NOT_FOUND(`version of ${name} in ${options.version ?? place.url}`, newest(entries.map((each) => each.version)));
  const url = new URL(entry.url, `${place.url.replace(/\/$/, '')}/`);
  // Credentials are those of the repository's host.
  const sameHost = url.host === new URL(place.url).host;
  return download(url, sameHost ? own : { ...own, username: undefined, password: undefined }, context, entry);
}

async function placeOf(reference: string, { repo }: FetchOptions): Promise<{ readonly name: string; readonly place: Partial<FetchOptions> & { readonly url: string } }> {
  if (repo !== undefined) {
    if (!/^https?:\/\/./i.test(repo)) throw errors.REFERENCE(repo, 'a chart repository has an address that begins with http:// or https://');
    return { name: reference, place: { url: webAddress(repo).href } };
  }
  const [alias = '', name = ''] = reference.split('/');
  return { name, place: await findRepository(alias) };
}
