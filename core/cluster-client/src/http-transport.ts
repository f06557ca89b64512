import { TransportError, textOf } from './transport.ts';
import type { HeaderTable, Transport, TransportRequest, TransportResponse } from './transport.ts';

/** What a dialler adds its address, agent and credentials to. */
export interface RequestDetails {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The part of node:http's ClientRequest that is used here. */
export interface OutgoingRequest {
  on(event: 'socket', listen: (socket: ConnectingSocket) => void): unknown;
  on(event: 'response', listen: (answer: IncomingAnswer) => void): unknown;
  on(event: 'error', listen: (error: Error) => void): unknown;
  on(event: 'close', listen: () => void): unknown;
  setTimeout(ms: number, late: () => void): unknown;
  destroy(error?: Error): unknown;
  end(body?: string): unknown;
}

export interface ConnectingSocket {
  readonly connecting: boolean;
  setKeepAlive(on: boolean, ms: number): unknown;
  once(event: string, listen: () => void): unknown;
}

export interface IncomingAnswer extends AsyncIterable<Uint8Array> {
  readonly statusCode?: number | undefined;
  readonly headers: HeaderTable;
  on(event: 'data', listen: (chunk: Uint8Array) => void): unknown;
  on(event: 'error', listen: (error: Error) => void): unknown;
  on(event: 'end' | 'close', listen: () => void): unknown;
}

/** How to reach the server at this moment: what may change when credentials are refreshed. */
export interface Dial {
  /** Begins a request over node:http or node:https. */
  readonly request: (details: RequestDetails) => OutgoingRequest;
  /** Stands before every path: servers behind a prefix. */
  readonly prefix: string;
}

export interface HttpTransportOptions<SomeDial extends Dial = Dial> {
  readonly dial: () => Promise<SomeDial>;
  /** Asked once after a 401 to `refused`. False when there are no newer credentials. */
  readonly renew?: (refused: SomeDial) => Promise<boolean>;
  /** Unpacks gzip; without it the server is asked for plain answers. */
  readonly gunzip?: (body: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;
  /** Until the connection stands. Milliseconds. */
  readonly connectTimeout: number;
  /** The longest silence of the server. Milliseconds. */
  readonly timeout: number;
  /** The same for watches, which may be quiet for minutes. */
  readonly streamTimeout: number;
}

/** HTTP/1.1 by a dialler that is handed in; this module itself opens nothing. */
export function createHttpTransport<SomeDial extends Dial>(options: HttpTransportOptions<SomeDial>): Transport {
  return async (request) => {
    const dial = await options.dial();
    const response = await exchange(dial, request, options);
    if (response.status !== 401 || options.renew === undefined) return response;
    // Read to its end, so that the socket can be used again.
    const body = await textOf(response.body);
    if (!(await options.renew(dial))) return { ...response, body };
    return exchange(await options.dial(), request, options);
  };
}

type ExchangeOptions = Pick<HttpTransportOptions, 'gunzip' | 'connectTimeout' | 'timeout' | 'streamTimeout'>;

/**
 * A connection on which nothing happens is probed, so that a watch notices a dead network. An agent that keeps sockets is
 * to be told the same, or each request changes it twice. Milliseconds.
 */
export const PROBE = 30_000;

/** Milliseconds. */
interface Limits {
  readonly connect: number;
  readonly silence: number;
}

/** Whether the request was on its way when it failed. */
interface Progress {
  sent: boolean;
}

async function exchange(dial: Dial, request: TransportRequest, options: ExchangeOptions): Promise<TransportResponse> {
  const progress: Progress = { sent: false };
  const limits = { connect: options.connectTimeout, silence: request.stream === true ? options.streamTimeout : options.timeout };
  try {
    request.signal?.throwIfAborted();
    const outgoing = dial.request(detailsOf(dial, request, options.gunzip !== undefined));
    if (request.signal !== undefined) endWith(request.signal, outgoing);
    const answer = await answerTo(outgoing, request.body, limits, progress);
    const status = answer.statusCode ?? 0;
    const plain = answer.headers['content-encoding'] === 'gzip' ? options.gunzip?.(answer) : undefined;
    if (request.stream === true && status < 400) return { status, headers: answer.headers, body: guarded(plain ?? answer) };
    return { status, headers: answer.headers, body: plain === undefined ? await wholeText(answer) : await textOf(plain) };
  } catch (error) {
    request.signal?.throwIfAborted();
    throw transportError(error, progress.sent);
  }
}

const encoder = new TextEncoder();
const underWay = new WeakMap<AbortSignal, Set<OutgoingRequest>>();

/** One listener for each signal, however many thousand requests it ends: to add one costs more than to build a request. */
function endWith(signal: AbortSignal, outgoing: OutgoingRequest): void {
  const requests = underWay.get(signal) ?? new Set();
  if (!underWay.has(signal)) {
    underWay.set(signal, requests);
    signal.addEventListener('abort', () => requests.forEach((request) => request.destroy(new Error('aborted'))), { once: true });
  }
  requests.add(outgoing);
  outgoing.on('close', () => requests.delete(outgoing));
}

/** By events: an iterator costs more than all else that is done with a small answer. */
function wholeText(answer: IncomingAnswer): Promise<string> {
  return new Promise((resolve, reject) => {
    let chunks: Uint8Array[] | undefined = [];
    answer.on('data', (chunk) => chunks?.push(chunk));
    answer.on('error', reject);
    answer.on('end', () => {
      resolve(joined(chunks ?? []));
      chunks = undefined;
    });
    answer.on('close', () => {
      if (chunks !== undefined) reject(new TransportError('the answer broke off', { code: 'ECONNRESET', sent: true }));
    });
  });
}

function joined(chunks: readonly Uint8Array[]): string {
  const decoder = new TextDecoder();
  if (chunks.length === 1) return decoder.decode(chunks[0]);
  return chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('') + decoder.decode();
}

function answerTo(outgoing: OutgoingRequest, body: string | undefined, limits: Limits, progress: Progress): Promise<IncomingAnswer> {
  return new Promise((resolve, reject) => {
    const connecting = setTimeout(() => outgoing.destroy(timedOut(limits.connect, false)), limits.connect);
    const connected = () => {
      clearTimeout(connecting);
      progress.sent = true;
    };
    outgoing.setTimeout(limits.silence, () => outgoing.destroy(timedOut(limits.silence, progress.sent)));
    outgoing.on('socket', (socket) => {
      socket.setKeepAlive(true, PROBE);
      // Over TLS the request goes out after the handshake; on a socket that was kept it goes at once.
      if (!socket.connecting) connected();
      else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
    });
    outgoing.on('close', () => clearTimeout(connecting));
    outgoing.on('response', resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

function detailsOf(dial: Dial, request: TransportRequest, unpacks: boolean): RequestDetails {
  const length = request.body === undefined ? {} : { 'content-length': String(encoder.encode(request.body).length) };
  // A compressed watch would wait for more before it gives anything.
  const encoding = unpacks && request.stream !== true ? 'gzip' : 'identity';
  const headers = { ...request.headers, 'accept-encoding': encoding, ...length };
  return { method: request.method, path: dial.prefix + request.path, headers };
}

async function* guarded(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    throw transportError(error, true);
  }
}

function timedOut(limit: number, sent: boolean): TransportError {
  return new TransportError(`nothing came within ${Math.round(limit / 1000)} s`, { code: 'ETIMEDOUT', sent });
}

function transportError(error: unknown, sent: boolean): TransportError {
  if (error instanceof TransportError) return error;
  const { code, message } = error as { code?: unknown; message?: unknown };
  // Several addresses tried in vain make an AggregateError without a message.
  const why = typeof message === 'string' && message !== '' ? message : String(code ?? error);
  return new TransportError(why, { code: String(code ?? 'UNKNOWN'), sent, cause: error });
}
