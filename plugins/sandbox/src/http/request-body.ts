import type http from 'node:http';

/** As the real server: 3 MiB, which is what etcd takes. */
export const bodyLimit = 3 * 1024 * 1024;

/** The whole body; undefined as soon as it is known to be too large, or when the client went away. */
export async function readBody(request: http.IncomingMessage): Promise<Buffer | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > bodyLimit) return undefined;
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > bodyLimit) return undefined;
    parts.push(part);
  }
  return parts.length === 1 ? parts[0] : Buffer.concat(parts);
}

/** Milliseconds in which a client may send the rest of a body that was refused, before its connection is cut. */
const patience = 5000;

/** Throws away what still comes: a client that is cut off while it sends does not see the answer. */
export function discardRest(request: http.IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), patience).unref();
  request.on('close', () => clearTimeout(timer)).on('error', () => undefined).resume();
}
