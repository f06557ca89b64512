import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Entry {
  readonly namespace: string;
  readonly release: string;
  readonly name: string;
  readonly metadata: string;
  readonly data: Buffer;
  readonly version: number;
}

const LIMIT = 8 * 1024 * 1024;

/** A release server for trying the driver: everything in memory, one process, no authentication. */
export async function startServer(port = 0): Promise<{ readonly url: string; close(): Promise<void> }> {
  const entries = new Map<string, Entry>();
  let version = 0;
  const server = createServer((request, response) => {
    answer(request, response, entries, () => (version += 1)).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => { server.listen(port, '127.0.0.1', resolve); });
  const { port: actual } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${actual}`, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => { server.close(() => resolve()); });
}

async function answer(request: IncomingMessage, response: ServerResponse, entries: Map<string, Entry>, next: () => number): Promise<void> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (url.pathname === '/entries') return listEntries(url, response, entries);
  const [namespace = '', release = '', name = ''] = ['namespace', 'release', 'name'].map((part) => url.searchParams.get(part) ?? '');
  const id = JSON.stringify([namespace, release, name]);
  // The body is read before the condition is looked at: between the two nothing may happen.
  const data = await readBody(request);
  const known = entries.get(id);
  if (request.method === 'GET') return send(response, known);
  if (data === undefined) return void response.writeHead(413).end();
  if (!holds(request, known)) return void response.writeHead(412).end();
  if (request.method === 'DELETE') return void response.writeHead(entries.delete(id) ? 204 : 404).end();
  const entry = { namespace, release, name, metadata: String(request.headers['x-metadata'] ?? '%7B%7D'), data, version: next() };
  entries.set(id, entry);
  response.writeHead(200, { etag: `"${entry.version}"` }).end();
}

function send(response: ServerResponse, entry: Entry | undefined): void {
  if (entry === undefined) return void response.writeHead(404).end();
  response.writeHead(200, { etag: `"${entry.version}"`, 'x-metadata': entry.metadata }).end(entry.data);
}

function holds({ headers }: IncomingMessage, known: Entry | undefined): boolean {
  if (headers['if-none-match'] === '*') return known === undefined;
  const match = headers['if-match'];
  return match === undefined || match === `"${known?.version}"`;
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size <= LIMIT) parts.push(part);
  }
  return size > LIMIT ? undefined : Buffer.concat(parts);
}

function listEntries({ searchParams }: URL, response: ServerResponse, entries: ReadonlyMap<string, Entry>): void {
  const [namespace, release, prefix] = ['namespace', 'release', 'prefix'].map((name) => searchParams.get(name));
  const found = [...entries.values()]
    .filter((entry) => (namespace ?? entry.namespace) === entry.namespace && (release ?? entry.release) === entry.release && entry.name.startsWith(prefix ?? ''))
    .toSorted((a, b) => compare([a.namespace, a.release, a.name], [b.namespace, b.release, b.name]))
    .map((entry) => ({
      key: { release: { namespace: entry.namespace, name: entry.release }, name: entry.name },
      metadata: JSON.parse(decodeURIComponent(entry.metadata)) as unknown,
      version: String(entry.version),
    }));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
}

function compare(a: readonly string[], b: readonly string[]): number {
  const index = a.findIndex((part, at) => part !== b[at]);
  if (index < 0) return 0;
  return (a[index] ?? '') < (b[index] ?? '') ? -1 : 1;
}
