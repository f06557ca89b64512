import crypto from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseWebSocket, speaksChannels } from './refuse-websocket.ts';
import type { ApiServer } from '../server/api-server.ts';
import type { ApiResponse } from '../server/api-types.ts';

export interface ListenOptions {
  /** A free port unless given. */
  readonly port?: number;
  /** What clients must send as bearer token. */
  readonly token: string;
}

export interface Listening {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

const bodyLimit = 3 * 1024 * 1024 + 1024;

/** Serves an API server over plain HTTP on 127.0.0.1, for kubectl, helm and other processes of this machine. */
export async function listen(server: ApiServer, options: ListenOptions): Promise<Listening> {
  const front = http.createServer((request, response) => {
    serve(server, options.token, request, response).catch((error: unknown) => fail(response, error));
  });
  front.requestTimeout = 0;
  await new Promise<void>((resolve, reject) => {
    front.once('error', reject);
    front.listen(options.port ?? 0, '127.0.0.1', resolve);
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

/**
 * A kubeconfig with one context. The token stands in the server's path too, because kubectl and helm send no credentials
 * over plain HTTP.
 */
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

function tokenPrefix(token: string): string {
  return `/token/${Buffer.from(token).toString('base64url')}`;
}

async function serve(server: ApiServer, token: string, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  const path = allowedPath(request, token);
  if (path === undefined) {
    send(response, 401, { 'content-type': 'application/json' }, JSON.stringify(unauthorized));
    return;
  }
  const body = await readBody(request);
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
  else await reply(response, answer);
}

const unauthorized = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'Unauthorized', reason: 'Unauthorized', code: 401 };

/** The path without the token in it; undefined when the request shows the token nowhere. A web page does not have it. */
function allowedPath(request: http.IncomingMessage, token: string): string | undefined {
  const url = request.url ?? '/';
  const prefix = tokenPrefix(token);
  if (isSame(url.slice(0, prefix.length), prefix)) return url.slice(prefix.length) || '/';
  return isSame(request.headers.authorization ?? '', `Bearer ${token}`) ? url : undefined;
}

function isSame(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && crypto.timingSafeEqual(left, right);
}

function plainHeaders(request: http.IncomingMessage): Record<string, string> {
  return Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]));
}

/** A body beyond the limit is read no further; the server refuses what it got by its size. */
async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    if (size <= bodyLimit) parts.push(part as Buffer);
    size += (part as Buffer).length;
  }
  return Buffer.concat(parts);
}

async function reply(response: http.ServerResponse, answer: ApiResponse): Promise<void> {
  if (!answer.stream) {
    send(response, answer.status, answer.headers, answer.body ?? '');
    return;
  }
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  for await (const line of answer.stream) response.write(line);
  response.end();
}

function send(response: http.ServerResponse, status: number, headers: Record<string, string>, body: string): void {
  response.writeHead(status, { ...headers, 'content-length': String(Buffer.byteLength(body)) });
  response.end(body);
}

function fail(response: http.ServerResponse, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: `Internal error occurred: ${message}`, reason: 'InternalError', code: 500 };
  if (!response.headersSent) send(response, 500, { 'content-type': 'application/json' }, JSON.stringify(status));
  else response.destroy();
}
