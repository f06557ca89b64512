import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import { createGunzip } from 'node:zlib';
import type { Readable } from 'node:stream';
import { TransportError, textOf } from './transport.ts';
import type { Transport, TransportRequest, TransportResponse } from './transport.ts';

/** How to reach the server at this moment: what may change when credentials are refreshed. */
export interface Dial {
  /** `request` of node:http or node:https. */
  readonly request: (options: RequestOptions) => ClientRequest;
  /** Host, port, agent, authorization: all but method, path and the request's own headers. */
  readonly options: RequestOptions;
  /** Stands before every path: servers behind a prefix. */
  readonly prefix: string;
}

export interface HttpTransportOptions {
  readonly dial: () => Promise<Dial>;
  /** Asked once after a 401 to `refused`. False when there are no newer credentials. */
  readonly renew?: (refused: Dial) => Promise<boolean>;
  /** Until the connection stands. Milliseconds. */
  readonly connectTimeout: number;
  /** The longest silence of the server. Milliseconds. */
  readonly timeout: number;
  /** The same for watches, which may be quiet for minutes. */
  readonly streamTimeout: number;
}

/** HTTP/1.1 by a dialler that is handed in; this module itself opens nothing. */
export function createHttpTransport(options: HttpTransportOptions): Transport {
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

/** A connection on which nothing happens is probed, so that a watch notices a dead network. Milliseconds. */
const PROBE = 30_000;

/** Milliseconds. */
interface Limits {
  readonly connect: number;
  readonly silence: number;
}

/** Whether the request was on its way when it failed. */
interface Progress {
  sent: boolean;
}

async function exchange(dial: Dial, request: TransportRequest, options: HttpTransportOptions): Promise<TransportResponse> {
  const progress: Progress = { sent: false };
  const limits = { connect: options.connectTimeout, silence: request.stream === true ? options.streamTimeout : options.timeout };
  try {
    const message = await answerTo(dial, request, limits, progress);
    const chunks = bodyOf(message);
    const ok = (message.statusCode ?? 0) < 400;
    const body = request.stream === true && ok ? guarded(chunks) : await textOf(chunks);
    return { status: message.statusCode ?? 0, headers: message.headers, body };
  } catch (error) {
    request.signal?.throwIfAborted();
    throw transportError(error, progress.sent);
  }
}

function answerTo(dial: Dial, request: TransportRequest, limits: Limits, progress: Progress): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = dial.request(requestOptions(dial, request));
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
    outgoing.on('response', resolve).on('error', reject).end(request.body);
  });
}

function requestOptions(dial: Dial, request: TransportRequest): RequestOptions {
  const length = request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) };
  const headers = { ...dial.options.headers, ...request.headers, 'accept-encoding': request.stream === true ? 'identity' : 'gzip', ...length };
  const signal = request.signal === undefined ? {} : { signal: request.signal };
  return { ...dial.options, method: request.method, path: dial.prefix + request.path, headers, ...signal };
}

function bodyOf(message: IncomingMessage): Readable {
  if (message.headers['content-encoding'] !== 'gzip') return message;
  const plain = createGunzip();
  message.on('error', (error) => plain.destroy(error));
  return message.pipe(plain);
}

async function* guarded(chunks: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of chunks) yield chunk as Uint8Array;
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
