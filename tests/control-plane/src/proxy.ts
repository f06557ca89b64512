import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { dialer } from './connection.ts';
import { fateBook, type FateRules, type ProxiedRequest } from './fate.ts';
import { readKubeconfig, writeKubeconfig } from './kubeconfig.ts';
import { forward, tunnel } from './forward.ts';

export interface ProxyOptions {
  /** Which requests get an index; all where it is absent. The others are recorded and forwarded untouched. */
  readonly counts?: (request: Omit<ProxiedRequest, 'index'>) => boolean;
}

/** A proxy in front of the API server that can do harm to chosen requests. */
export interface FaultProxy extends FateRules {
  /** Path of a kubeconfig whose server is the proxy; it acts as the user the proxy was made for. */
  readonly kubeconfig: string;
  readonly server: string;
  /** All requests so far, in the order in which they came. */
  readonly requests: readonly ProxiedRequest[];
  /** What the server was sent with a request, byte for byte; empty for one that was not forwarded. */
  bodyOf(request: ProxiedRequest): string;
  /** Lets all held requests go on to the server. */
  release(): void;
  stop(): Promise<void>;
}

/**
 * Starts a proxy for the user of this kubeconfig. It speaks plain HTTP to the client and adds the user's credentials
 * itself, so a client needs to trust nothing. Note that Go's HTTP client sends a GET again by itself when a kept-alive
 * connection is cut before an answer came; it does not do so for writes.
 */
export async function startProxy(kubeconfig: string, folder: string, options: ProxyOptions = {}): Promise<FaultProxy> {
  const access = await readKubeconfig(kubeconfig);
  const { dial, close } = dialer(access);
  const book = fateBook(options.counts);
  const requests: ProxiedRequest[] = [];
  const bodies = new Map<ProxiedRequest, Buffer[]>();
  const sockets = new Set<Socket>();
  let held: Array<() => void> = [];

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const recorded = book.record(request);
    requests.push(recorded);
    const fate = await book.fateOf(recorded);
    if (fate === 'hold') await new Promise<void>((resolve) => held.push(resolve));
    if (typeof fate === 'object' && 'delayMs' in fate) await new Promise((resolve) => setTimeout(resolve, fate.delayMs));
    if (request.socket.destroyed) return;
    if (fate === 'cut') request.socket.destroy();
    else if (typeof fate === 'object' && 'status' in fate) refuse(request, response, fate.status);
    else {
      // Together with the forwarding: a listener that comes earlier would let the body flow past it.
      keepBody(request, recorded);
      forward(dial, request, response, fate === 'cut-after');
    }
  }

  function keepBody(request: IncomingMessage, recorded: ProxiedRequest): void {
    const chunks: Buffer[] = [];
    bodies.set(recorded, chunks);
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
  }

  const server = createServer((request, response) => {
    serve(request, response).catch(() => request.socket.destroy()); // A hook that throws must not look like an answer.
  });
  server.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    requests.push(book.record(request));
    tunnel(dial, request, socket, head);
  });
  server.on('connection', (socket) => sockets.add(socket.on('close', () => sockets.delete(socket))));
  await new Promise<void>((resolve, reject) => server.on('error', reject).listen(0, '127.0.0.1', resolve));

  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const path = join(folder, `proxy-${new URL(url).port}.kubeconfig`);
  // Some clients take a plain HTTP server only when they are told not to verify, and ask for a password without credentials.
  writeKubeconfig(path, { server: url, insecure: true, token: 'fault-proxy', ...(access.namespace && { namespace: access.namespace }) });
  function release(): void {
    for (const go of held) go();
    held = [];
  }
  return {
    ...book.rules,
    kubeconfig: path,
    server: url,
    requests,
    bodyOf: (request) => Buffer.concat(bodies.get(request) ?? []).toString('utf8'),
    release,
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      release();
      close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refuse(request: IncomingMessage, response: ServerResponse, code: number): void {
  request.resume();
  const status = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'refused by the fault proxy', reason: 'InternalError', code };
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(status));
}
