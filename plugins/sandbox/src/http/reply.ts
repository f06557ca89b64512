import type http from 'node:http';
import { promisify } from 'node:util';
import zlib from 'node:zlib';
import type { ApiResponse } from '../server/api-types.ts';

/** From this size on the real server compresses, at its level. */
const gzipThreshold = 128 * 1024;
const gzip = promisify(zlib.gzip);

/** Writes an answer: as it is, compressed, or line by line for as long as it goes on. */
export async function reply(request: http.IncomingMessage, response: http.ServerResponse, answer: ApiResponse): Promise<void> {
  if (answer.stream) return writeStream(response, answer, answer.stream);
  const body = Buffer.from(answer.body ?? '');
  if (body.length < gzipThreshold || !takesGzip(request)) return send(response, answer.status, answer.headers, body);
  const headers = { ...answer.headers, 'content-encoding': 'gzip', vary: 'Accept-Encoding' };
  return send(response, answer.status, headers, await gzip(body, { level: 1 }));
}

function takesGzip(request: http.IncomingMessage): boolean {
  return String(request.headers['accept-encoding'] ?? '').split(',').some((encoding) => encoding.trim() === 'gzip');
}

export function send(response: http.ServerResponse, status: number, headers: Readonly<Record<string, string>>, body: string | Buffer): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, { 'cache-control': 'no-cache, private', ...headers, 'content-length': String(Buffer.byteLength(body)) });
  response.end(body);
}

/** A client that does not read stops the reading of the source; what gathers there is the source's to limit. */
async function writeStream(response: http.ServerResponse, { status, headers }: ApiResponse, lines: AsyncIterable<string>): Promise<void> {
  response.writeHead(status, { 'cache-control': 'no-cache, private', ...headers });
  response.flushHeaders();
  for await (const line of lines) {
    if (response.destroyed) break;
    if (!response.write(line)) await drained(response);
  }
  response.end();
}

function drained(response: http.ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    function go(): void {
      response.off('drain', go).off('close', go);
      resolve();
    }
    response.on('drain', go).on('close', go);
  });
}
