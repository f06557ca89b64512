import type { Agent } from 'node:http';
import type { RequestOptions } from 'node:https';
import { proxyAddress } from '@sherpack/plugin-api';
import { basicHeader } from './credentials.ts';
import { errors } from './errors.ts';

/** What of TLS the server is to be met with. */
export type Tls = Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'rejectUnauthorized'>;

/** Where a request goes first: to the server, or to the proxy that the environment names for it. */
export interface Route {
  readonly options: RequestOptions;
  /** Whether that first host is spoken to by TLS. */
  readonly secure: boolean;
  /** `proxy.example.com:3128`, for messages. */
  readonly proxy: string | undefined;
  close(): void;
}

export interface RouteOptions {
  readonly tls: Tls;
  readonly signal: AbortSignal;
  /** Milliseconds that a proxy may take. */
  readonly silence: number;
}

function nothing(): void {
  // A request of its own has no agent to close.
}

/**
 * Through a proxy HTTPS is tunnelled (RFC 9110, section 9.3.6) and its certificates are still checked; HTTP is asked for by
 * its whole address (RFC 9112, section 3.2.2).
 *
 * @throws REGISTRY_PROXY
 */
export async function routeTo(url: URL, { tls, signal, silence }: RouteOptions, environment: NodeJS.ProcessEnv = process.env): Promise<Route> {
  const address = proxyAddress(url.href, environment);
  if (address === undefined) return { options: { ...(url.protocol === 'https:' ? tls : {}), ...target(url) }, secure: url.protocol === 'https:', proxy: undefined, close: nothing };
  const proxy = parsed(address, url);
  if (url.protocol === 'https:' || proxy.protocol.startsWith('socks')) {
    const agent = await tunnel(proxy, { tls, signal, silence });
    return { options: { ...tls, ...target(url), agent }, secure: url.protocol === 'https:', proxy: proxy.host, close: () => agent.destroy() };
  }
  const headers = { host: url.host, ...authorization(proxy) };
  return { options: { ...target(proxy), path: url.href, headers }, secure: proxy.protocol === 'https:', proxy: proxy.host, close: nothing };
}

function target(url: URL): RequestOptions {
  const port = url.port === '' ? {} : { port: url.port };
  return { hostname: url.hostname.replace(/^\[|\]$/g, ''), ...port, path: `${url.pathname}${url.search}` };
}

const SCHEMES = ['http:', 'https:', 'socks5:', 'socks5h:'];

/** The text may hold a password, so no error shows it. */
function parsed(address: string, { protocol }: URL): URL {
  const proxy = URL.canParse(address) && !/%(?![0-9a-f]{2})/i.test(address) ? new URL(address) : undefined;
  if (proxy === undefined || !SCHEMES.includes(proxy.protocol) || proxy.hostname === '') throw errors.PROXY(protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  return proxy;
}

async function tunnel(proxy: URL, { tls, signal, silence }: RouteOptions): Promise<Agent> {
  if (proxy.protocol.startsWith('socks')) {
    const { SocksProxyAgent } = await import('socks-proxy-agent');
    // Names are looked up by the proxy: those of the inside are known there only.
    return new SocksProxyAgent(`socks5h:${proxy.href.slice(proxy.protocol.length)}`, { timeout: silence }) as unknown as Agent;
  }
  const { HttpsProxyAgent } = await import('hpagent');
  // Its options go to node:https, which knows more than its types say: a proxy that is silent must not outlive the operation.
  return new HttpsProxyAgent({ ...tls, proxy, timeout: silence, proxyRequestOptions: { signal } as object });
}

function authorization({ username, password }: URL): RequestOptions['headers'] {
  if (username === '') return {};
  return { 'proxy-authorization': basicHeader({ username: decodeURIComponent(username), password: decodeURIComponent(password) }) };
}
