import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Dial } from './connection.ts';

/** Sends the request on and streams the answer back; watches arrive line by line. */
export function forward(dial: Dial, request: IncomingMessage, response: ServerResponse, dropAnswer: boolean): void {
  const upstream = dial({ method: request.method ?? 'GET', path: request.url ?? '/', headers: withoutCredentials(request.headers) });
  upstream.on('error', () => request.socket.destroy());
  upstream.on('response', (answer) => {
    answer.on('error', () => request.socket.destroy());
    if (dropAnswer) {
      // To its end: only then has the server done all that belongs to the request.
      answer.on('end', () => request.socket.destroy()).resume();
      return;
    }
    response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
    response.flushHeaders();
    answer.pipe(response);
  });
  response.on('close', () => {
    if (!dropAnswer) upstream.destroy();
  });
  request.pipe(upstream);
}

/** Passes an upgraded connection through (exec, attach, port-forward). */
export function tunnel(dial: Dial, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const upstream = dial({ method: request.method ?? 'GET', path: request.url ?? '/', headers: withoutCredentials(request.headers) });
  upstream.on('error', () => socket.destroy());
  upstream.on('upgrade', (answer, far, farHead) => {
    socket.write(headText(answer));
    socket.write(farHead);
    far.write(head);
    far.on('error', () => socket.destroy()).pipe(socket);
    socket.on('error', () => far.destroy()).pipe(far);
  });
  upstream.on('response', (answer) => {
    socket.write(headText(answer));
    answer.pipe(socket);
  });
  upstream.end();
}

function headText(answer: IncomingMessage): string {
  const lines = [`HTTP/1.1 ${answer.statusCode} ${answer.statusMessage}`];
  for (let index = 0; index < answer.rawHeaders.length; index += 2) lines.push(`${answer.rawHeaders[index]}: ${answer.rawHeaders[index + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** The client's token is the proxy's own made-up one; the user's credentials are added by the dialer. */
function withoutCredentials(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const { authorization: _dropped, host: _host, ...rest } = headers;
  return rest;
}
