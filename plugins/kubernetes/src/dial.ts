import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import type { OutgoingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { RequestOptions } from 'node:https';
import { proxyAddress } from '@sherpack/plugin-api';
import { PROBE } from '@sherpack/cluster-client/http-transport';
import type { Dial } from '@sherpack/cluster-client/http-transport';
import { errors } from './errors.ts';
import type { Access } from './kube-config.ts';
import type { Environment } from './kubeconfig-files.ts';
import type { Target } from './target.ts';

/** A free socket is dropped before a server or a firewall between forgets it. Milliseconds. */
const IDLE = 30_000;

const KEEP_ALIVE = { keepAlive: true, keepAliveMsecs: PROBE, timeout: IDLE, scheduling: 'lifo' } as const;

/** A dial whose sockets can be ended. */
export interface ServerDial extends Dial {
  close(): void;
}

/** How requests get to the server: sockets that are kept, certificates, a proxy if one is in between. */
export async function createDial(target: Target, access: Access, environment: Environment): Promise<ServerDial> {
  const url = new URL(target.server);
  const secure = url.protocol === 'https:';
  const proxy = target.cluster['proxy-url'] ?? proxyAddress(target.server, environment);
  const agent = proxy === undefined ? directAgent(secure, access) : await proxyAgent(proxy, secure, access);
  const options: RequestOptions = {
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    agent,
    ...(url.port === '' ? {} : { port: url.port }),
    ...(access.auth === undefined ? {} : { auth: access.auth }),
    // The agent has them already; a proxy's asks the request.
    ...(secure && proxy !== undefined ? access.tls : {}),
  };
  const begin = secure ? httpsRequest : httpRequest;
  return {
    request: (details) => begin({ ...options, ...details, headers: { ...(access.headers as OutgoingHttpHeaders), ...details.headers } }),
    prefix: url.pathname.replace(/\/+$/, ''),
    close: () => agent.destroy(),
  };
}

function directAgent(secure: boolean, access: Access): HttpAgent {
  if (!secure) return new HttpAgent(KEEP_ALIVE);
  const agent = new HttpsAgent({ ...KEEP_ALIVE, ...access.tls, ALPNProtocols: ['http/1.1'] });
  // All its sockets are alike, and the usual name holds the certificates and is composed twice for each request.
  agent.getName = () => 'the server';
  return agent;
}

async function proxyAgent(proxy: string, secure: boolean, access: Access): Promise<HttpAgent> {
  if (!URL.canParse(proxy)) throw errors.CONFIG_INVALID('kubeconfig', 'the address of the proxy is none');
  if (proxy.startsWith('socks')) {
    const { SocksProxyAgent } = await import('socks-proxy-agent');
    return new SocksProxyAgent(proxy, { ...KEEP_ALIVE }) as unknown as HttpAgent;
  }
  const { HttpProxyAgent, HttpsProxyAgent } = await import('hpagent');
  return secure ? new HttpsProxyAgent({ ...KEEP_ALIVE, ...access.tls, proxy }) : new HttpProxyAgent({ ...KEEP_ALIVE, proxy });
}
