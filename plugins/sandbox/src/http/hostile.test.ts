import net from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createApiServer, type ApiServer } from '../server/api-server.ts';
import { listen, type Listening } from './listen.ts';

const token = 'secret';
const maps = '/api/v1/namespaces/default/configmaps';
const json = { 'content-type': 'application/json' };
let server: ApiServer;
let front: Listening;

beforeAll(async () => {
  server = await createApiServer({ controllers: false });
  front = await listen(server, { token });
});

afterAll(async () => {
  await front.close();
  await server.close();
});

interface Answer {
  readonly status: number;
  readonly body: { kind?: string; reason?: string; message?: string; data?: Record<string, string>; metadata?: { labels?: Record<string, string> }; items?: unknown[] };
}

async function ask(method: string, path: string, body?: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = json): Promise<Answer> {
  const response = await fetch(front.url + path, { method, headers: { authorization: `Bearer ${token}`, ...headers }, ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : { message: text } };
}

/** Everybody else is served as before. */
async function goesOn(): Promise<void> {
  const { status, body } = await ask('GET', '/api/v1/namespaces/default');
  expect([status, body.kind]).toEqual([200, 'Namespace']);
}

/** What comes back for bytes that no client library sends, until the server ends the connection. */
function raw(text: string, rest: (socket: net.Socket) => void = () => undefined, url = front.url): Promise<string> {
  return new Promise((resolve) => {
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
    const parts: Buffer[] = [];
    socket.on('data', (part: Buffer) => parts.push(part)).on('error', () => undefined).on('close', () => resolve(Buffer.concat(parts).toString('utf8')));
    socket.write(text);
    rest(socket);
  });
}

function head(method: string, path: string, ...headers: string[]): string {
  return [`${method} ${path} HTTP/1.1`, 'host: x', `authorization: Bearer ${token}`, ...headers, '', ''].join('\r\n');
}

const deep = '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000);

describe('a hostile request', () => {
  it.each([
    ['POST', maps, '['.repeat(100_000) + ']'.repeat(100_000), 'application/json'],
    ['POST', maps, deep, 'application/json'],
    ['POST', maps, `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","labels":${deep}}}`, 'application/json'],
    ['POST', maps, `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}`, 'application/yaml'],
    ['PATCH', `${maps}/a?fieldManager=m`, deep, 'application/apply-patch+yaml'],
    ['PATCH', '/api/v1/namespaces/default', deep, 'application/merge-patch+json'],
    ['PATCH', '/api/v1/namespaces/default', `[{"op":"add","path":"/x","value":${deep}}]`, 'application/json-patch+json'],
    ['PATCH', '/api/v1/namespaces/default', deep, 'application/strategic-merge-patch+json'],
    ['DELETE', `${maps}/a`, deep, 'application/json'],
  ])('as deep as a well is refused: %s %s', async (method, path, body, type) => {
    const { status, body: answer } = await ask(method, path, body, { 'content-type': type });
    expect([status, answer.reason]).toEqual([400, 'BadRequest']);
    await goesOn();
  });

  it('of 100 MB is refused by its length, and unread when it does not tell it', async () => {
    const before = process.memoryUsage().rss;
    const part = Buffer.alloc(1 << 20, 120);
    const told = await raw(head('POST', maps, 'content-type: application/json', `content-length: ${100 << 20}`), (socket) => { for (let i = 0; i < 100; i += 1) socket.write(part); });
    const chunk = Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]);
    const untold = await raw(head('POST', maps, 'content-type: application/json', 'transfer-encoding: chunked'), (socket) => {
      for (let i = 0; i < 100; i += 1) socket.write(chunk);
      socket.write('0\r\n\r\n');
    });
    for (const answer of [told, untold]) {
      expect(answer).toMatch(/^HTTP\/1\.1 413 /);
      expect(answer).toContain('"message":"Request entity too large: limit is 3145728","reason":"RequestEntityTooLarge","code":413');
    }
    // The sender is this process too: its copies are not counted against the server beyond what a whole body would be.
    expect(process.memoryUsage().rss - before).toBeLessThan(400 << 20);
    await goesOn();
  });

  it('that is a bomb stays packed: bodies are not decompressed', async () => {
    const bomb = new Uint8Array(gzipSync(Buffer.alloc(200 << 20)));
    const { status, body } = await ask('POST', maps, bomb, { ...json, 'content-encoding': 'gzip' });
    expect([status, body.reason]).toEqual([400, 'BadRequest']);
    await goesOn();
  });

  it('with names that all objects have takes them for what they are', async () => {
    const data = '{"__proto__":"1","constructor":"2","toString":"3"}';
    const created = await ask('POST', maps, `{"apiVersion":"v1","kind":"ConfigMap","__proto__":{"x":1},"metadata":{"name":"proto"},"data":${data}}`);
    expect([created.status, JSON.stringify(created.body.data)]).toEqual([201, data]);
    await ask('PATCH', `${maps}/proto?fieldManager=m`, '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"labels":{"constructor":"x"}},"data":{"valueOf":"4"}}', { 'content-type': 'application/apply-patch+yaml' });
    await ask('PATCH', `${maps}/proto`, '{"data":{"__proto__":null,"hasOwnProperty":"5"}}', { 'content-type': 'application/merge-patch+json' });
    await ask('PATCH', `${maps}/proto`, '[{"op":"add","path":"/data/__proto__","value":"6"},{"op":"remove","path":"/data/toString"}]', { 'content-type': 'application/json-patch+json' });
    await ask('PATCH', `${maps}/proto`, '{"data":{"__proto__":"7"}}', { 'content-type': 'application/strategic-merge-patch+json' });
    const { body } = await ask('GET', `${maps}/proto`);
    expect(Object.entries(body.data ?? {}).toSorted()).toEqual([['__proto__', '7'], ['constructor', '2'], ['hasOwnProperty', '5'], ['valueOf', '4']]);
    expect((await ask('PATCH', `${maps}/proto`, '[{"op":"add","path":"/__proto__/polluted","value":1},{"op":"add","path":"/constructor/prototype/polluted","value":1}]', { 'content-type': 'application/json-patch+json' })).status).toBe(422);
    expect('polluted' in {}).toBe(false);
    await ask('POST', maps, '{"metadata":{"name":"plain"}}');
    expect((await ask('GET', `${maps}?labelSelector=constructor`)).body.items).toHaveLength(1);
    expect((await ask('GET', `${maps}?labelSelector=toString`)).body.items).toHaveLength(0);
  });

  it.each([
    ['/../../etc/passwd', 404], ['/%2e%2e/%2e%2e/etc/passwd', 404], ['/api/v1/../v1/namespaces', 404], ['/api//v1/namespaces', 404],
    [`${maps}/..`, 400], [`${maps}/%2e%2e`, 400], [`${maps}/a%2fb`, 404], [`${maps}/a%00b`, 404], [`${maps}/%zz`, 400], [`${maps}/%ff`, 404],
    [`${maps}/${'a'.repeat(100_000)}`, 404], [`${maps}/__proto__`, 404], ['/api/__proto__', 404], ['/apis/constructor/v1/x', 404], [`${maps}/proto/constructor`, 404],
    [`${maps}?limit=abc`, 400], [`${maps}?limit=99999999999999999999`, 400], [`${maps}?watch=1&timeoutSeconds=x`, 400], [`${maps}?continue=%00`, 400],
    [`${maps}?continue=${Buffer.from('{"v":"meta.k8s.io/v1","rv":5,"start":"../x"}').toString('base64url')}`, 400],
    [`${maps}?resourceVersion=-1`, 400], [`${maps}?resourceVersion=99999999999999999999999`, 400], [`${maps}?fieldSelector=__proto__%3Dx`, 400],
    [`${maps}?labelSelector=${'a%2C('.repeat(60_000)}`, 400],
  ])('for an odd path is answered as the real server does: %s', async (path, status) => {
    const answer = await raw(head('GET', path, 'connection: close'));
    expect(answer.split(' ')[1]).toBe(String(status));
    await goesOn();
  });

  it('with selectors and headers by the thousand is read', async () => {
    const selector = Array.from({ length: 20_000 }, (_, i) => `k${i}%3Dv`).join(',');
    expect((await ask('GET', `${maps}?labelSelector=${selector}`)).body.items).toEqual([]);
    expect(await raw(head('GET', '/version', 'connection: close', ...Array.from({ length: 5000 }, (_, i) => `x-${i}: v`)))).toMatch(/^HTTP\/1\.1 200 /);
    expect(await raw(head('GET', '/version', `x: ${'y'.repeat(2 << 20)}`))).toMatch(/^HTTP\/1\.1 431 /);
    await goesOn();
  });

  it.each([['text/plain'], ['application/xml'], [';;;'], ['application/cbor']])('of the type %s is refused', async (type) => {
    const { status, body } = await ask('POST', maps, '{"metadata":{"name":"typed"}}', { 'content-type': type });
    expect([status, body.reason]).toEqual([415, 'UnsupportedMediaType']);
  });

  it('with bytes that are no UTF-8 keeps what can be kept', async () => {
    const bytes = Buffer.concat([Buffer.from('{"metadata":{"name":"bytes"},"data":{"a":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}}')]);
    expect((await ask('POST', maps, new Uint8Array(bytes))).body.data).toEqual({ a: '\ufffd\ufffd' });
  });

  it('that is broken off, garbled or never finished ends alone', async () => {
    expect(await raw(head('POST', maps, 'transfer-encoding: chunked'), (socket) => socket.write('zz\r\n{}'))).toMatch(/^HTTP\/1\.1 400 /);
    await raw(head('POST', maps, 'content-length: 100'), (socket) => socket.end('{"metadata":'));
    await raw(head('POST', maps, 'transfer-encoding: chunked'), (socket) => socket.write('5\r\n{"a"', () => socket.destroy()));
    expect(await raw('\0\0\0\0\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 /);
    await goesOn();
  });

  it('whose head does not come is not waited for', async () => {
    const impatient = await listen(server, { token, headTimeout: 300 });
    expect(await raw('GET / HTTP/1.1\r\nhost: x\r\nx-slow: ', undefined, impatient.url)).toMatch(/^HTTP\/1\.1 408 /);
    await impatient.close();
  });

  it('without the token learns nothing', async () => {
    for (const path of ['/version', maps, '/sandbox.sherpack.io/state', '/token/x/version']) expect((await ask('GET', path, undefined, { authorization: 'Bearer no' })).status).toBe(401);
  });
});

describe('a watch that nobody reads', () => {
  it('is let go, and costs the others nothing', async () => {
    const sockets = Array.from({ length: 20 }, () => net.connect(Number(new URL(front.url).port), '127.0.0.1'));
    const ended = Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on('close', resolve).on('error', () => undefined))));
    for (const socket of sockets) {
      socket.pause();
      socket.write(head('GET', `${maps}?watch=true`));
    }
    await expect.poll(() => server.watches, { timeout: 10_000 }).toBe(20);
    const before = process.memoryUsage().heapUsed;
    const big = 'x'.repeat(900_000);
    for (let i = 0; i < 30; i += 1) expect((await ask('PUT', `${maps}/proto`, JSON.stringify({ metadata: { name: 'proto' }, data: { big: `${i}${big}` } }))).status).toBe(200);
    await expect.poll(() => server.watches, { timeout: 10_000 }).toBe(0);
    // 30 changes of a megabyte to 20 readers are 540 MB, were they kept for each.
    expect(process.memoryUsage().heapUsed - before).toBeLessThan(250 << 20);
    await goesOn();
    for (const socket of sockets) socket.destroy();
    await ended;
  });
});
