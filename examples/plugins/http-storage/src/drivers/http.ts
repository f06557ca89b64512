import type {
  StorageContext, StorageDriver, StorageDriverFactory, StorageEntry, StorageKey, StorageMetadata, StorageQuery,
} from '@sherpack/plugin-api';
import { checkStorageMetadata, storageConflict, storageValueTooLarge } from '@sherpack/plugin-api';
import { errors } from '../errors.ts';

const MAX_VALUE_BYTES = 8 * 1024 * 1024;

/** Values are resources, versions are entity tags, and compare-and-swap is `If-Match` (RFC 9110, section 13.1). */
const factory: StorageDriverFactory = {
  async open({ options }: StorageContext): Promise<StorageDriver> {
    if (typeof options['url'] !== 'string') throw errors.NO_URL();
    return createDriver(options['url'].replace(/\/$/, ''));
  },
};

export default factory;

/** Exported for the conformance suite. */
export function createDriver(url: string): StorageDriver {
  return {
    name: 'http',
    maxValueBytes: MAX_VALUE_BYTES,
    async get(key) {
      const response = await send(url, pathOf(key), { method: 'GET' }, [404]);
      if (response.status === 404) return undefined;
      const data = new Uint8Array(await response.arrayBuffer());
      return { key, data, metadata: metadataOf(response.headers.get('x-metadata')), version: tagOf(response) };
    },
    list: (query) => list(url, query),
    async put(key, data, metadata, { expect }) {
      checkStorageMetadata(metadata);
      if (data.length > MAX_VALUE_BYTES) throw storageValueTooLarge(key.name, data.length, MAX_VALUE_BYTES);
      const condition: Record<string, string> = expect === 'absent' ? { 'if-none-match': '*' } : { 'if-match': `"${expect.version}"` };
      const headers = { ...condition, 'x-metadata': encodeURIComponent(JSON.stringify(metadata)) };
      const response = await send(url, pathOf(key), { method: 'PUT', body: data.slice(), headers }, [412]);
      if (response.status === 412) throw storageConflict(key.name);
      return tagOf(response);
    },
    async delete(key, condition) {
      const headers: Record<string, string> = condition === undefined ? {} : { 'if-match': `"${condition.version}"` };
      const response = await send(url, pathOf(key), { method: 'DELETE', headers }, [404, 412]);
      if (response.status === 412) throw storageConflict(key.name);
      return response.status !== 404;
    },
    close: async () => undefined,
  };
}

async function list(url: string, query: StorageQuery): Promise<readonly StorageEntry[]> {
  const wanted = new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => pair[1] !== undefined));
  const response = await send(url, `/entries?${wanted}`, { method: 'GET' }, []);
  return (await response.json()) as StorageEntry[];
}

async function send(url: string, path: string, request: RequestInit, expected: readonly number[]): Promise<Response> {
  const response = await fetch(`${url}${path}`, request).catch((cause: unknown) => {
    throw errors.UNREACHABLE(url, cause);
  });
  if (response.ok || expected.includes(response.status)) return response;
  throw errors.REFUSED(`${request.method} ${path}`, response.status);
}

/** In the query and not in the path: clients normalise `..` away, even when it is escaped. */
function pathOf({ release, name }: StorageKey): string {
  return `/entry?${new URLSearchParams({ namespace: release.namespace, release: release.name, name })}`;
}

function tagOf(response: Response): string {
  return (response.headers.get('etag') ?? '').replaceAll('"', '');
}

function metadataOf(header: string | null): StorageMetadata {
  return header === null ? {} : (JSON.parse(decodeURIComponent(header)) as StorageMetadata);
}
