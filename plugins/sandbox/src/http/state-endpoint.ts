import type http from 'node:http';
import { DamagedFileError } from '../store/line.ts';
import type { ApiServer } from '../server/api-server.ts';
import { decodeState, encodeState, ForeignFileError } from '../store/state-file.ts';

/** Where a serving process gives and takes all objects at once; no path of Kubernetes. */
export const statePath = '/sandbox.sherpack.io/state';

const sizeLimit = 1 << 30;

/** GET answers the lines of a state file, PUT takes them. */
export async function answerState(server: ApiServer, request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
  if (request.method === 'GET') return give(server, response);
  if (request.method !== 'PUT') return end(response, 405, 'only GET and PUT');
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > sizeLimit) return end(response, 413, 'the state is too large');
    parts.push(part);
  }
  return take(server, Buffer.concat(parts), response);
}

async function give(server: ApiServer, response: http.ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
  for (const piece of encodeState(await server.state())) response.write(piece);
  response.end();
}

async function take(server: ApiServer, bytes: Buffer, response: http.ServerResponse): Promise<void> {
  try {
    const revision = await server.restore(decodeState(bytes, 'the body'));
    end(response, 200, JSON.stringify({ revision }));
  } catch (error) {
    const isRefusal = error instanceof DamagedFileError || error instanceof ForeignFileError;
    end(response, isRefusal ? 400 : 500, (error as Error).message);
  }
}

function end(response: http.ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(text);
}
