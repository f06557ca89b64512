import { createDeadlines } from './deadlines.ts';
import type { Deadline, Deadlines } from './deadlines.ts';
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
  const way = { ...options, deadlines: createDeadlines() };
  return async (request) => {
    const dial = await options.dial();
    const response = await exchange(dial, request, way);
    if (response.status !== 401 || options.renew === undefined) return response;
    // Read to its end, so that the socket can be used again.
    const body = await textOf(response.body);
    if (!(await options.renew(dial))) return { ...response, body };
    return exchange(await options.dial(), request, way);
  };
}

interface Way extends Pick<HttpTransportOptions, 'gunzip' | 'connectTimeout' | 'timeout' | 'streamTimeout'> {
  readonly deadlines: Deadlines;
}

/**
 * A connection on which nothing happens is probed, so that a watch notices a dead network. An agent that keeps sockets is
 * to be told the same, or each request changes it twice. Milliseconds.
 */
export const PROBE = 30_000;

/** A request under way. */
interface Progress {
  /** Whether it was on its way when it failed. */
  sent: boolean;
  /** How long the server may be silent. Milliseconds. */
  readonly silence: number;
  readonly deadline: Deadline;
}

async function exchange(dial: Dial, request: TransportRequest, way: Way): Promise<TransportResponse> {
  let progress: Progress | undefined;
  try {
    request.signal?.throwIfAborted();
    const outgoing = dial.request(detailsOf(dial, request, way.gunzip !== undefined));
    progress = begin(outgoing, request, way);
    const answer = await answerTo(outgoing, request.body, progress);
    const { statusCode: status = 0, headers } = answer;
    const plain = headers['content-encoding'] === 'gzip' ? way.gunzip?.(answer) : undefined;
    if (request.stream === true && status < 400) return { status, headers, body: guarded(plain ?? answer, progress) };
    return { status, headers, body: await textWithin(answer, plain, progress) };
  } catch (error) {
    request.signal?.throwIfAborted();
    throw transportError(error, progress?.sent ?? false);
  }
}

function begin(outgoing: OutgoingRequest, { signal, stream }: TransportRequest, way: Way): Progress {
  const silence = stream === true ? way.streamTimeout : way.timeout;
  const deadline = way.deadlines.begin(way.connectTimeout, () => outgoing.destroy(timedOut(progress.sent ? silence : way.connectTimeout, progress.sent)));
  const progress: Progress = { sent: false, silence, deadline };
  const ended = signal === undefined ? undefined : endWith(signal, outgoing);
  outgoing.on('close', () => {
    deadline.end();
    ended?.();
  });
  return progress;
}

const encoder = new TextEncoder();
const underWay = new WeakMap<AbortSignal, Set<OutgoingRequest>>();

/**
 * One listener for each signal, however many thousand requests it ends: to add one costs more than to build a request.
 *
 * @returns to be called when the request is over
 */
function endWith(signal: AbortSignal, outgoing: OutgoingRequest): () => void {
  const requests = underWay.get(signal) ?? new Set();
  if (!underWay.has(signal)) {
    underWay.set(signal, requests);
    signal.addEventListener('abort', () => requests.forEach((request) => request.destroy(new Error('aborted'))), { once: true });
  }
  requests.add(outgoing);
  return () => requests.delete(outgoing);
}

function textWithin(answer: IncomingAnswer, plain: AsyncIterable<Uint8Array> | undefined, { silence, deadline }: Progress): Promise<string> {
  const text = plain === undefined ? wholeText(answer) : textOf(plain);
  answer.on('data', () => deadline.renew(silence));
  return text;
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

const decoder = new TextDecoder();

function joined(chunks: readonly Uint8Array[]): string {
  if (chunks.length === 1) return decoder.decode(chunks[0]);
  const own = new TextDecoder();
  return chunks.map((chunk) => own.decode(chunk, { stream: true })).join('') + own.decode();
}

function answerTo(outgoing: OutgoingRequest, body: string | undefined, progress: Progress): Promise<IncomingAnswer> {
  return new Promise((resolve, reject) => {
    const connected = () => {
      progress.sent = true;
      progress.deadline.renew(progress.silence);
    };
    outgoing.on('socket', (socket) => {
      socket.setKeepAlive(true, PROBE);
      // Over TLS the request goes out after the handshake; on a socket that was kept it goes at once.
      if (!socket.connecting) connected();
      else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
    });
    outgoing.on('response', (answer) => {
      progress.deadline.renew(progress.silence);
      resolve(answer);
    });
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

/** The deadline rests while the reader is busy with what came. */
async function* guarded(chunks: AsyncIterable<Uint8Array>, { silence, deadline }: Progress): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of chunks) {
      deadline.renew(Infinity);
      yield chunk;
      deadline.renew(silence);
    }
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
