import { Agent as PlainAgent, request as plainRequest, type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { Agent, request as tlsRequest } from 'node:https';
import { readKubeconfig, type Access } from './kubeconfig.ts';

export interface Answer<T> {
  readonly status: number;
  /** The JSON of the answer, or its text where it is none. */
  readonly body: T;
}

export interface RequestDetails {
  readonly body?: unknown;
  /** Of the body; `application/json` where it is absent. For PATCH it says which kind of patch. */
  readonly contentType?: string;
}

/** Raw JSON to one API server: what the tests compare must not have gone through a typed model that drops fields. */
export interface Connection {
  readonly access: Access;
  /** Answers of any status come back; only a broken connection throws. */
  request<T = unknown>(method: string, path: string, details?: RequestDetails): Promise<Answer<T>>;
  /** Like `request`, but a status of 400 or more throws. */
  demand<T = unknown>(method: string, path: string, details?: RequestDetails): Promise<T>;
  /** The object at the path, or undefined where the server says 404. */
  find<T = unknown>(path: string): Promise<T | undefined>;
  /** The answer as it arrives, for watches. */
  open(path: string, signal?: AbortSignal): Promise<IncomingMessage>;
  close(): void;
}

export type Dial = (options: RequestOptions) => ClientRequest;

/** Opens a connection with the credentials of a kubeconfig's current context. `userAgent` names who writes, for the server's records. */
export async function connect(kubeconfig: string, userAgent?: string): Promise<Connection> {
  return connection(await readKubeconfig(kubeconfig), userAgent);
}

/** Opens a connection with these credentials. */
export function connection(access: Access, userAgent?: string): Connection {
  const { dial, close } = dialer(access);
  const who = userAgent === undefined ? {} : { 'user-agent': userAgent };

  async function request<T>(method: string, path: string, details: RequestDetails = {}): Promise<Answer<T>> {
    const text = details.body === undefined ? undefined : JSON.stringify(details.body);
    const response = await send(dial, { method, path, headers: { accept: 'application/json', ...who, ...(text && { 'content-type': details.contentType ?? 'application/json', 'content-length': Buffer.byteLength(text) }) } }, text);
    return { status: response.statusCode ?? 0, body: parse(await read(response)) as T };
  }

  async function demand<T>(method: string, path: string, details?: RequestDetails): Promise<T> {
    const { status, body } = await request<T>(method, path, details);
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${messageOf(body)}`);
    return body;
  }

  async function find<T>(path: string): Promise<T | undefined> {
    const { status, body } = await request<T>('GET', path);
    if (status === 404) return undefined;
    if (status >= 400) throw new Error(`GET ${path}: ${status} ${messageOf(body)}`);
    return body;
  }

  function open(path: string, signal?: AbortSignal): Promise<IncomingMessage> {
    return send(dial, { method: 'GET', path, headers: { accept: 'application/json' }, ...(signal && { signal }) });
  }

  return { access, request, demand, find, open, close };
}

/** Sends a request with the access's credentials to its server; used by the connection and by the fault proxy. */
export function dialer(access: Access): { dial: Dial; close: () => void } {
  const { hostname, port, protocol, pathname } = new URL(access.server);
  const base = pathname === '/' ? '' : pathname;
  const secure = protocol === 'https:';
  const agent = secure
    ? new Agent({ keepAlive: true, rejectUnauthorized: access.insecure !== true, ...(access.authority && { ca: access.authority }), ...(access.certificate && { cert: access.certificate }), ...(access.key && { key: access.key }) })
    : new PlainAgent({ keepAlive: true });

  function dial(options: RequestOptions): ClientRequest {
    const headers = { ...options.headers, host: new URL(access.server).host, ...credentials(access) };
    const complete = { ...options, hostname, port: port || (secure ? 443 : 80), path: `${base}${options.path}`, headers, agent };
    return secure ? tlsRequest(complete) : plainRequest(complete);
  }

  return { dial, close: () => agent.destroy() };
}

function credentials(access: Access): Record<string, string | string[]> {
  const { impersonate } = access;
  return {
    ...(access.token && { authorization: `Bearer ${access.token}` }),
    ...(impersonate && { 'impersonate-user': impersonate.user, ...(impersonate.groups.length > 0 && { 'impersonate-group': [...impersonate.groups] }) }),
  };
}

function send(dial: Dial, options: RequestOptions, body?: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    dial(options).on('response', resolve).on('error', reject).end(body);
  });
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function messageOf(body: unknown): string {
  if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message);
  return typeof body === 'string' ? body : JSON.stringify(body);
}
