import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Of RFC 6455, section 1.3. */
const magic = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** The newest protocol of kubectl's streams, whose error channel is the third. */
const protocol = 'v5.channel.k8s.io';
const errorChannel = 3;

/** Whether the client speaks the protocol in which errors come over the connection it asked for. */
export function speaksChannels(request: IncomingMessage): boolean {
  const protocols = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return request.headers.upgrade?.toLowerCase() === 'websocket' && protocols.includes(protocol);
}

/** Takes up a WebSocket, says the error on its channel and hangs up, as the real server does when a kubelet refuses. */
export function refuseWebSocket(request: IncomingMessage, status: unknown): void {
  const accept = createHash('sha1').update(`${request.headers['sec-websocket-key'] ?? ''}${magic}`).digest('base64');
  const head = ['HTTP/1.1 101 Switching Protocols', 'Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`, `Sec-WebSocket-Protocol: ${protocol}`];
  request.socket.write(`${head.join('\r\n')}\r\n\r\n`);
  request.socket.write(frame(Buffer.from([errorChannel])));
  request.socket.write(frame(Buffer.concat([Buffer.from([errorChannel]), Buffer.from(JSON.stringify(status))])));
  request.socket.end(Buffer.from([0x88, 2, 0x03, 0xe8])); // A close with the code 1000.
}

/** One unmasked binary frame; errors are shorter than 64 KiB. */
function frame(payload: Buffer): Buffer {
  const length = payload.length < 126 ? [payload.length] : [126, payload.length >> 8, payload.length & 0xff];
  return Buffer.concat([Buffer.from([0x82, ...length]), payload]);
}
