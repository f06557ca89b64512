export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface TransportRequest {
  readonly method: HttpMethod;
  /** From the root of the server, with the query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The body is wanted as it arrives: a watch. */
  readonly stream?: boolean | undefined;
}

export type HeaderTable = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface TransportResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: HeaderTable;
  readonly body: string | AsyncIterable<Uint8Array | string>;
}

/**
 * One request and its answer, whatever the status. Credentials, addresses and time limits are the transport's.
 *
 * @throws TransportError when there is no answer
 */
export type Transport = (request: TransportRequest) => Promise<TransportResponse>;

/** No answer came. */
export class TransportError extends Error {
  /** As Node names it: ECONNREFUSED, ECONNRESET, ETIMEDOUT, … */
  readonly code: string;
  /** False only when it is certain that the server never saw the request. */
  readonly sent: boolean;

  constructor(message: string, details: { code: string; sent: boolean; cause?: unknown }) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'TransportError';
    this.code = details.code;
    this.sent = details.sent;
  }
}

export function isTransportError(error: unknown): error is TransportError {
  return error instanceof Error && error.name === 'TransportError' && 'sent' in error;
}

/** The values of a header, wherever it was given more than once. */
export function headerValues(headers: HeaderTable, name: string): readonly string[] {
  const value = headers[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}

export async function textOf(body: TransportResponse['body']): Promise<string> {
  if (typeof body === 'string') return body;
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) text += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
  return text + decoder.decode();
}
