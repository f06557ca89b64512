import type { FetchContext, FetchOptions, JsonObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { basicHeader, credentialsFor } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import { errors } from './errors.ts';
import { httpClient, shownUrl } from './http-client.ts';
import type { Answer, Get, Headers } from './http-client.ts';

/** What is asked of a registry's HTTP interface; source: the OCI distribution specification 1.1. */
export interface RegistryClient {
  /** A document, which is small. Undefined: 404. */
  get(path: string, headers?: Headers): Promise<Answer | undefined>;
  /** Bytes, up to the limit of what is fetched. Undefined: 404. */
  blob(path: string): Promise<Answer | undefined>;
}

/** Bytes that challenges, manifests and a page of tags may have. */
const SMALL = 4 * 1024 * 1024;

/** @throws REGISTRY_FORBIDDEN, REGISTRY_UNREACHABLE, REGISTRY_ANSWER */
export async function registryClient(host: string, options: FetchOptions, context: FetchContext): Promise<RegistryClient> {
  const base = `${options.plainHttp ? 'http' : 'https'}://${host === 'docker.io' ? 'registry-1.docker.io' : host}`;
  const get = await httpClient(options, context);
  const credentials = await credentialsFor(host, options);
  let authorization: string | undefined;

  async function ask(path: string, headers: Headers, limit: number): Promise<Answer> {
    const url = new URL(path, base);
    const sent = authorization === undefined ? headers : { ...headers, authorization };
    const answer = await get(url, sent, limit);
    if (answer.status !== 401 || authorization !== undefined) return answer;
    authorization = await authorize(answer, get, credentials, host);
    return authorization === undefined ? answer : get(url, { ...headers, authorization }, limit);
  }

  async function found(path: string, headers: Headers, limit: number): Promise<Answer | undefined> {
    const answer = await ask(path, headers, limit);
    if (answer.status === 404) return undefined;
    if (answer.status === 401 || answer.status === 403) throw errors.FORBIDDEN(host, answer.status, credentials !== undefined);
    if (answer.status !== 200) throw errors.ANSWER(shownUrl(new URL(path, base)), `answers with ${answer.status}`);
    return answer;
  }

  return { get: (path, headers = {}) => found(path, headers, SMALL), blob: (path) => found(path, {}, context.limit) };
}

/** Answers a challenge: `Basic`, or `Bearer` with a token of the place that it names. */
async function authorize({ headers }: Answer, get: Get, credentials: Credentials | undefined, host: string): Promise<string | undefined> {
  const challenge = headers['www-authenticate'] ?? '';
  if (/^basic/i.test(challenge)) return credentials === undefined ? undefined : basicHeader(credentials);
  const { realm, service, scope } = parametersOf(challenge);
  if (!/^bearer/i.test(challenge) || realm === undefined) return undefined;
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  if (scope !== undefined) url.searchParams.set('scope', scope);
  const answer = await get(url, credentials === undefined ? {} : { authorization: basicHeader(credentials) }, SMALL);
  if (answer.status !== 200) throw errors.FORBIDDEN(host, answer.status, credentials !== undefined);
  const { token, access_token: other } = jsonOf(answer, url);
  const text = token ?? other;
  return typeof text === 'string' ? `Bearer ${text}` : undefined;
}

function parametersOf(challenge: string): Readonly<Record<string, string>> {
  return Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key.toLowerCase(), value]));
}

/** @throws REGISTRY_ANSWER */
export function jsonOf({ body }: Answer, url: URL): JsonObject {
  try {
    const value: unknown = JSON.parse(body.toString());
    if (isObject(value)) return value;
  } catch {
    // Said below, without the text: it may hold a token.
  }
  throw errors.ANSWER(shownUrl(url), 'answers with something else than JSON');
}
