import type { Clock } from '@sherpack/plugin-api';
import type { Answer, Call } from './call.ts';
import { errorOf, errorOfLost, isOpen, lostAnswer, pauseAfter } from './outcome.ts';
import type { Outcome } from './outcome.ts';
import { refusal } from './refusal.ts';
import type { RetryPolicy } from './retry.ts';
import { headerValues, textOf } from './transport.ts';
import type { Transport, TransportRequest, TransportResponse } from './transport.ts';
import { warningsOf } from './warnings.ts';

export interface ConnectionOptions {
  readonly transport: Transport;
  /** For messages. */
  readonly server: string;
  readonly clock: Clock;
  readonly userAgent: string;
  readonly retry: RetryPolicy;
  /** Between 0 and 1, for jitter. */
  readonly random: () => number;
}

/** Sends calls and repeats those that may be repeated. */
export interface Connection extends ConnectionOptions {
  /** @throws a ClusterError for every answer of status 400 or more and for none at all */
  send(call: Call): Promise<Answer>;
  /** Opens a stream; not repeated, for a watch does that itself. */
  open(call: Call): Promise<AsyncIterable<Uint8Array | string>>;
}

export function createConnection(options: ConnectionOptions): Connection {
  const { clock, server, random, retry: policy } = options;
  // A server that never answered is not waited for: the address is wrong, or nothing runs there.
  let answered = false;

  async function attempt(call: Call): Promise<Outcome> {
    try {
      const response = await options.transport(requestOf(call, options.userAgent));
      const text = await textOf(response.body);
      answered = true;
      return { response, text };
    } catch (error) {
      call.signal?.throwIfAborted();
      return { lost: lostAnswer(error) };
    }
  }

  async function send(call: Call): Promise<Answer> {
    const started = clock.now();
    let unclear = false;
    for (let count = 1; ; count += 1) {
      call.signal?.throwIfAborted();
      const outcome = await attempt(call);
      if ('response' in outcome && isGranted(outcome.response.status, call, unclear)) return answerOf(outcome.response, outcome.text);
      const now = clock.now();
      const pause = pauseAfter(outcome, call, { policy, random, now, count, answered });
      unclear ||= isOpen(outcome);
      if (pause === undefined || now + pause - started > policy.budget) throw errorOf(outcome, call, unclear, server);
      await clock.sleep(pause, call.signal);
    }
  }

  async function open(call: Call): Promise<AsyncIterable<Uint8Array | string>> {
    const response = await openStream(call);
    if (response.status >= 400) throw refusal(call, response.status, await textOf(response.body), server);
    answered = true;
    return chunksOf(response.body);
  }

  async function openStream(call: Call): Promise<TransportResponse> {
    try {
      return await options.transport({ ...requestOf(call, options.userAgent), stream: true });
    } catch (error) {
      call.signal?.throwIfAborted();
      throw errorOfLost(lostAnswer(error), call, server);
    }
  }

  return { ...options, send, open };
}

/** @param unclear an earlier attempt may have arrived: then a deletion that finds nothing has found its own work */
function isGranted(status: number, call: Call, unclear: boolean): boolean {
  return status < 400 || (unclear && status === 404 && call.method === 'DELETE');
}

function requestOf(call: Call, userAgent: string): TransportRequest {
  const headers = {
    accept: call.accept ?? 'application/json',
    'user-agent': userAgent,
    ...(call.body === undefined ? {} : { 'content-type': call.contentType ?? 'application/json' }),
  };
  return { method: call.method, path: call.path, headers, body: call.body, signal: call.signal };
}

function answerOf(response: TransportResponse, text: string): Answer {
  const [contentType = ''] = headerValues(response.headers, 'content-type');
  return { status: response.status, contentType, text, warnings: warningsOf(response.headers) };
}

async function* chunksOf(body: TransportResponse['body']): AsyncGenerator<Uint8Array | string> {
  if (typeof body === 'string') yield body;
  else yield* body;
}
