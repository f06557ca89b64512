import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseWebSocket, speaksChannels } from './refuse-websocket.ts';
import type { ApiServer } from '../server/api-server.ts';
import { StatusError, tooLarge } from '../server/status-error.ts';
import { reply, send } from './reply.ts';
import { bodyLimit, discardRest, readBody } from './request-body.ts';
import { answerState, statePath } from './state-endpoint.ts';
import { allowedPath, tokenPrefix } from './token.ts';

export interface ListenOptions {
  /** A free port unless given. */
  readonly port?: number;
  /** What clients must send as bearer token. */
  readonly token: string;
  /** Milliseconds for the head of a request. Default: the real server's 32 s. */
  readonly headTimeout?: number;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

/** Bytes of a request's first line and headers, as Go's server has it. Selectors can be long. */
const headLimit = 1 << 20;

/** Milliseconds: to send a whole request, and for which an idle connection is kept. */
const requestTimeout = 60_000;
const idleTimeout = 90_000;

/** Serves an API server over plain HTTP on 127.0.0.1, for kubectl, helm and other processes of this machine. */
export async function listen(server: ApiServer, { token, port: wanted = 0, headTimeout = 32_000 }: ListenOptions): Promise<Listening> {
  const limits = { maxHeaderSize: headLimit, headersTimeout: headTimeout, requestTimeout, keepAliveTimeout: idleTimeout, connectionsCheckingInterval: Math.min(headTimeout, 5000) };
  const front = http.createServer(limits, (request, response) => {
    response.on('error', () => undefined);
    serve(server, token, request, response).catch((error: unknown) => fail(response, error));
  });
  front.maxHeadersCount = 0;
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen(wanted, '127.0.0.1', resolve);
  });
  const { port } = front.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    close: () => new Promise((resolve) => {
      front.close(() => resolve());
      front.closeAllConnections();
    }),
  };
}

/** A kubeconfig with one context, in which the token stands in the server's path too. */
export function kubeconfigFor(url: string, token: string, context = 'sherpack-sandbox'): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: ${context}
  cluster:
    server: ${url}${tokenPrefix(token)}
users:
- name: ${context}
  user:
    token: ${token}
contexts:
- name: ${context}
  context:
    cluster: ${context}
    user: ${context}
    namespace: default
current-context: ${context}
`;
}

async function serve(server: ApiServer, token: string, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const path = allowedPath(request, token);
  if (path === undefined) return refuse(request, response, new StatusError(401, 'Unauthorized', 'Unauthorized'));
  if (path === statePath) return answerState(server, request, response);
  const body = await readBody(request);
  if (body === undefined) return refuse(request, response, tooLarge(`Request entity too large: limit is ${bodyLimit}`));
  const ended = new AbortController();
  response.on('close', () => ended.abort());
  const answer = await server.handle({
    method: request.method ?? 'GET',
    path,
    headers: plainHeaders(request),
    ...(body.length === 0 ? {} : { body }),
    signal: ended.signal,
  });
  if (answer.streamError !== undefined && speaksChannels(request)) refuseWebSocket(request, answer.streamError);
  else await reply(request, response, answer);
}

/** Answers before the body is read, and ends the connection then. */
function refuse(request: http.IncomingMessage, response: http.ServerResponse, { code, body }: StatusError): void {
  send(response, code, { 'content-type': 'application/json', connection: 'close' }, JSON.stringify(body));
  if (!request.complete) discardRest(request);
}

function plainHeaders(request: http.IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
}

/** A client that went away in the middle of its request gets no answer; a fault of ours is told as the real server tells its own. */
function fail(response: http.ServerResponse, error: unknown): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  send(response, 500, { 'content-type': 'application/json' }, JSON.stringify(new StatusError(500, 'InternalError', `Internal error occurred: ${message}`).body));
}
