import type { JsonObject, ReadOptions } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { objectIn } from './answer-object.ts';
import type { Connection } from './connection.ts';

/** OpenAPI v3 documents by group version, each asked for once until the next new index. */
export interface OpenApiCache {
  get(apiVersion: string, options?: ReadOptions): Promise<JsonObject | undefined>;
  forget(): void;
}

export function createOpenApi(connection: Connection): OpenApiCache {
  let paths: JsonObject | undefined;
  const documents = new Map<string, JsonObject>();

  async function fetchDocument(path: string, what: string, options: ReadOptions): Promise<JsonObject> {
    const call = { method: 'GET', path, action: `read the schemas of ${what}`, repeatable: true, signal: options.signal } as const;
    return objectIn(await connection.send(call), call, connection.server);
  }

  async function index(options: ReadOptions): Promise<JsonObject> {
    const document = await fetchDocument('/openapi/v3', 'the server', options);
    return isObject(document['paths']) ? document['paths'] : {};
  }

  /** The address carries a digest of the content, so the server may let it be cached for ever. */
  async function addressOf(apiVersion: string, options: ReadOptions): Promise<string | undefined> {
    paths ??= await index(options);
    const entry = paths[apiVersion.includes('/') ? `apis/${apiVersion}` : `api/${apiVersion}`];
    const address = isObject(entry) ? entry['serverRelativeURL'] : undefined;
    return typeof address === 'string' ? address : undefined;
  }

  async function get(apiVersion: string, options: ReadOptions = {}): Promise<JsonObject | undefined> {
    try {
      const address = await addressOf(apiVersion, options);
      if (address === undefined) return undefined;
      const document = documents.get(address) ?? (await fetchDocument(address, apiVersion, options));
      documents.set(address, document);
      return document;
    } catch (error) {
      if ((error as { code?: unknown }).code === 'CLUSTER_NOT_FOUND') return undefined;
      throw error;
    }
  }

  return { get, forget: () => void (paths = undefined) };
}
