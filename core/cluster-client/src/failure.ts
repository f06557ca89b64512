import type { ClusterFailure, JsonObject } from '@sherpack/plugin-api';
import { isObject } from '@sherpack/plugin-api';
import { parseJson } from '@sherpack/yaml/json';

// apimachinery `pkg/api/errors/errors.go`: what a bare status code means.
const REASONS: Readonly<Record<number, string>> = {
  400: 'BadRequest', 401: 'Unauthorized', 403: 'Forbidden', 404: 'NotFound', 405: 'MethodNotAllowed', 406: 'NotAcceptable',
  409: 'Conflict', 410: 'Gone', 413: 'RequestEntityTooLarge', 415: 'UnsupportedMediaType', 422: 'Invalid',
  429: 'TooManyRequests', 500: 'InternalError', 503: 'ServiceUnavailable', 504: 'Timeout',
};

/** Reads a refusal: usually a Status object, from proxies and old handlers plain text. */
export function failureFrom(status: number, text: string): ClusterFailure {
  const body = statusObject(text);
  const reason = typeof body?.['reason'] === 'string' ? body['reason'] : (REASONS[status] ?? 'Unknown');
  return { status, reason, body };
}

/** A Status object that came inside an answer, for instance in a watch. */
export function failureOfStatus(body: JsonObject): ClusterFailure {
  const status = Number(body['code'] ?? 0);
  return { status, reason: String(body['reason'] ?? REASONS[status] ?? 'Unknown'), body };
}

function statusObject(text: string): JsonObject | undefined {
  try {
    const body = parseJson(text);
    return isObject(body) && body['kind'] === 'Status' ? body : undefined;
  } catch {
    return undefined;
  }
}

const MAX_TEXT = 300;

/** The server's own words. */
export function wordsOf(failure: ClusterFailure, text = ''): string {
  const message = failure.body?.['message'];
  if (typeof message === 'string' && message !== '') return message;
  const plain = text.trim().startsWith('<') ? '' : text.trim().slice(0, MAX_TEXT);
  return plain === '' ? `HTTP status ${failure.status} (${failure.reason})` : plain;
}
