import type { FetchContext, FetchOptions, FetchedPack, JsonObject, PackSource } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { chooseVersion, isExact, newest } from '../choose-version.ts';
import { contentCache, digestOf } from '../content-cache.ts';
import { errors } from '../errors.ts';
import { readOciReference, tagOf, versionOf } from '../oci-reference.ts';
import type { OciReference } from '../oci-reference.ts';
import { jsonOf, registryClient } from '../registry-client.ts';
import type { RegistryClient } from '../registry-client.ts';

const MANIFEST = 'application/vnd.oci.image.manifest.v1+json';

/** Archives of charts; the second is what Helm 3.0 to 3.7 wrote. */
const LAYERS = ['application/vnd.cncf.helm.chart.content.v1.tar+gzip', 'application/tar+gzip'];

const source: PackSource = Object.freeze({
  takes: async (reference: string) => reference.startsWith('oci://'),
  fetch: fetchPack,
});

export default source;

async function fetchPack(text: string, options: FetchOptions, context: FetchContext): Promise<FetchedPack> {
  const reference = readOciReference(text);
  const client = await registryClient(reference.host, options, context);
  const wanted = reference.digest ?? tagOf(await versionFor(reference, client, options));
  const shown = `oci://${reference.host}/${reference.path}${reference.digest === undefined ? `:${versionOf(wanted)}` : `@${wanted}`}`;
  const answer = await client.get(`/v2/${reference.path}/manifests/${wanted}`, { accept: MANIFEST });
  if (answer === undefined) throw errors.NOT_FOUND(shown, await versionsOf(reference, client).then(newest));
  if (reference.digest !== undefined) check(shown, reference.digest, digestOf(answer.body));
  const layer = layerOf(jsonOf(answer, new URL(`http://${reference.host}/${reference.path}`)), shown);
  const bytes = await blob(layer, reference, client, shown);
  if (bytes.length > context.limit) throw errors.TOO_LARGE(shown, context.limit);
  return { bytes, shown, version: reference.digest === undefined ? versionOf(wanted) : undefined, digest: layer };
}

/** The tag of the reference, or what `--version` means. Both must not say different things. */
async function versionFor(reference: OciReference, client: RegistryClient, options: FetchOptions): Promise<string> {
  const { tag } = reference;
  const { version } = options;
  if (tag !== undefined && version !== undefined && version !== tag) throw errors.REFERENCE(`${reference.path}:${tag}`, `it says version ${tag}, and --version says ${version}`);
  if (tag !== undefined) return tag;
  if (isExact(version)) return version;
  const versions = await versionsOf(reference, client);
  const found = chooseVersion(versions, options);
  if (found === undefined) throw missing(`oci://${reference.host}/${reference.path}`, version, versions);
  return found;
}

function missing(pack: string, version: string | undefined, versions: readonly string[]): Error {
  if (versions.length === 0) return errors.NOT_FOUND(pack, []);
  return errors.NOT_FOUND(`version of ${pack}${version === undefined ? ' that is no pre-release' : ` in ${version}`}`, newest(versions));
}

/** Every page of the list of tags; a registry without the repository has none. */
async function versionsOf({ host, path }: OciReference, client: RegistryClient): Promise<readonly string[]> {
  const tags: string[] = [];
  let next: string | undefined = `/v2/${path}/tags/list?n=1000`;
  for (let page = 0; next !== undefined && page < 100; page++) {
    const answer = await client.get(next);
    if (answer === undefined) break;
    const { tags: found } = jsonOf(answer, new URL(`http://${host}/${path}`));
    if (Array.isArray(found)) tags.push(...found.map(String));
    next = /<([^>]+)>;\s*rel="?next"?/.exec(String(answer.headers['link'] ?? ''))?.[1];
  }
  return tags.map(versionOf);
}

/** The digest of the layer that holds the archive. @throws REGISTRY_ANSWER */
function layerOf({ layers }: JsonObject, shown: string): string {
  const all = Array.isArray(layers) ? layers.filter(isObject) : [];
  const layer = all.find(({ mediaType }) => LAYERS.includes(String(mediaType)));
  if (typeof layer?.['digest'] !== 'string') throw errors.ANSWER(shown, 'is no chart: it has no layer with an archive');
  return layer['digest'];
}

async function blob(digest: string, { path }: OciReference, client: RegistryClient, shown: string): Promise<Buffer> {
  const cache = contentCache();
  const known = await cache.read(digest);
  if (known !== undefined) return known;
  const answer = await client.blob(`/v2/${path}/blobs/${digest}`);
  if (answer === undefined) throw errors.ANSWER(shown, 'names an archive that the registry does not have');
  check(shown, digest, digestOf(answer.body));
  await cache.write(digest, answer.body);
  return answer.body;
}

function check(what: string, wanted: string, is: string): void {
  if (is !== wanted) throw errors.DIGEST(what, wanted, is);
}
