import crypto from 'node:crypto';
import type http from 'node:http';

/** The token as part of a path, because kubectl and helm send no credentials over plain HTTP. */
export function tokenPrefix(token: string): string {
  return `/token/${Buffer.from(token).toString('base64url')}`;
}

/** The path without the token in it; undefined when the request shows the token nowhere. A web page does not have it. */
export function allowedPath(request: http.IncomingMessage, token: string): string | undefined {
  const url = request.url ?? '/';
  const prefix = tokenPrefix(token);
  if (isSame(url.slice(0, prefix.length), prefix)) return url.slice(prefix.length) || '/';
  return isSame(request.headers.authorization ?? '', `Bearer ${token}`) ? url : undefined;
}

function isSame(given: string, wanted: string): boolean {
  const [left, right] = [Buffer.from(given), Buffer.from(wanted)];
  return left.length === right.length && crypto.timingSafeEqual(left, right);
}
