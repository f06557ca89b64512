import { readFile } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';
import type { FetchContext, FetchOptions } from '@sherpack/plugin-api';
import { isSherpackError } from '@sherpack/plugin-api';
import { errors } from './errors.ts';
import { routeTo } from './proxy.ts';
import type { Route, Tls } from './proxy.ts';

/** Redirects that one request may follow. */
const MAX_REDIRECTS = 5;

/** Nothing for so long: the other side is gone. */
const SILENCE = 30_000;

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

export type Headers = Readonly<Record<string, string>>;

/**
 * One request; credentials do not follow a redirect to another host.
 *
 * @param limit bytes that the answer may have
 */
export type Get = (url: URL, headers: Headers, limit: number) => Promise<Answer>;

/** @throws REGISTRY_FILE */
export async function httpClient(options: Pick<FetchOptions, 'caFile' | 'certFile' | 'keyFile' | 'skipTlsVerify'>, { signal }: FetchContext): Promise<Get> {
  const [ca, cert, key] = await Promise.all([read(options.caFile), read(options.certFile), read(options.keyFile)]);
  const tls: Tls = { rejectUnauthorized: !options.skipTlsVerify, ...(ca && { ca }), ...(cert && { cert }), ...(key && { key }) };

  async function get(url: URL, headers: Headers, limit: number, redirects = 0): Promise<Answer> {
    const answer = await once(url, headers, tls, signal, limit);
    const { location } = answer.headers;
    if (![301, 302, 303, 307, 308].includes(answer.status) || location === undefined) return answer;
    if (redirects === MAX_REDIRECTS) throw errors.ANSWER(shownUrl(url), 'leads on and on');
    const next = new URL(location, url);
    if (url.protocol === 'https:' && next.protocol !== 'https:') throw errors.ANSWER(shownUrl(url), 'leads from HTTPS to HTTP');
    const { authorization: _kept, ...others } = headers;
    return get(next, next.host === url.host ? headers : others, limit, redirects + 1);
  }

  return get;
}

async function read(file: string | undefined): Promise<Buffer | undefined> {
  if (file === undefined || file === '') return undefined;
  return readFile(file).catch((cause: unknown) => {
    throw errors.FILE(file, cause);
  });
}

async function once(url: URL, headers: Headers, tls: Tls, signal: AbortSignal, limit: number): Promise<Answer> {
  signal.throwIfAborted();
  const route = await routeTo(url, { tls, signal, silence: SILENCE });
  try {
    const all = { 'user-agent': 'sherpack', ...route.options.headers, ...headers };
    const answer = await exchange(url, { ...route, options: { ...route.options, signal, headers: all } }, limit);
    // Only a proxy answers so.
    if (answer.status === 407 && route.proxy !== undefined) throw new Error('it answers with 407');
    return answer;
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw isSherpackError(error) ? error : errors.UNREACHABLE(url.host, error, route.proxy);
  } finally {
    route.close();
  }
}

function exchange(url: URL, { options, secure }: Route, limit: number): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const send = secure ? tlsRequest : plainRequest;
    const request = send({ ...options, timeout: SILENCE }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) {
          reject(errors.TOO_LARGE(shownUrl(url), limit));
          request.destroy();
        } else chunks.push(chunk);
      });
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
    });
    request.on('timeout', () => request.destroy(new Error(`no answer for ${SILENCE / 1000} seconds`)));
    request.on('error', reject);
    request.end();
  });
}

/** Without credentials and what may hold them. */
export function shownUrl(url: URL): string {
  return `${url.protocol}//${url.host}${url.pathname}`;
}
