import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FetchOptions, Log } from '@sherpack/plugin-api';
import { createAuthority, issueCertificate } from '@sherpack/control-plane/certificate';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { listen, startHttpProxy, startSocksProxy } from '../fixtures/proxies.ts';
import type { TestProxy } from '../fixtures/proxies.ts';
import http from './sources/http.ts';

const folder = mkdtempSync(join(tmpdir(), 'proxy-'));
const log: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const options: FetchOptions = {
  version: undefined, repo: undefined, devel: false, plainHttp: false, skipTlsVerify: false,
  caFile: join(folder, 'ca.pem'), certFile: undefined, keyFile: undefined, username: undefined, password: undefined,
};
const seen: IncomingMessage[] = [];
const plain = createServer(answer);
const ends: (() => void)[] = [() => plain.close()];
let plainHost = '';
let tlsPort = 0;
let stranger = 0;

function answer(request: IncomingMessage, response: ServerResponse): void {
  seen.push(request);
  if (request.url === '/moved') response.writeHead(302, { location: 'https://other.test/web.tgz' }).end();
  else response.end('an archive');
}

async function startTls(cert: string, key: string): Promise<number> {
  const server = createTlsServer({ cert, key }, answer);
  ends.push(() => server.close());
  return Number((await listen(server)).split(':')[1]);
}

beforeAll(async () => {
  const [authority, foreign] = [await createAuthority(), await createAuthority()];
  const subject = { name: 'registry', hosts: ['registry.test', 'other.test', '127.0.0.1'] };
  const [own, other] = [await issueCertificate(authority, subject), await issueCertificate(foreign, subject)];
  writeFileSync(join(folder, 'ca.pem'), authority.certificate);
  tlsPort = await startTls(own.certificate, own.key);
  stranger = await startTls(other.certificate, other.key);
  plainHost = await listen(plain);
});
beforeEach(() => {
  seen.length = 0;
  for (const name of ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'https_proxy', 'http_proxy', 'no_proxy']) vi.stubEnv(name, undefined);
  vi.stubEnv('HOME', mkdtempSync(join(folder, 'home-')));
});
afterEach(() => { vi.unstubAllEnvs(); });
afterAll(() => {
  for (const end of ends) end();
  rmSync(folder, { recursive: true });
});

/** A proxy that leads to the port; it ends with the tests. */
async function proxyTo(port: number, password?: string): Promise<TestProxy> {
  const proxy = await startHttpProxy(port, password);
  ends.push(() => proxy.close());
  return proxy;
}

async function text(address: string, own: Partial<FetchOptions> = {}, signal = new AbortController().signal): Promise<string> {
  const { bytes } = await http.fetch(address, { ...options, ...own }, { signal, log, limit: 1000 });
  return Buffer.from(bytes).toString();
}

describe('a proxy of the environment', () => {
  it.each(['HTTPS_PROXY', 'https_proxy'])('in %s tunnels HTTPS, and each side gets its own credentials', async (variable) => {
    const proxy = await proxyTo(tlsPort, 'u:p w');
    vi.stubEnv(variable, `http://u:p%20w@${proxy.host}`);
    expect(await text('https://registry.test/web.tgz', { username: 'me', password: 'secret' })).toBe('an archive');
    expect(proxy.asked).toEqual([`CONNECT registry.test:443 Basic ${btoa('u:p w')}`]);
    expect(seen.map(({ headers }) => [headers.host, headers.authorization, headers['proxy-authorization']])).toEqual([['registry.test', `Basic ${btoa('me:secret')}`, undefined]]);
  });

  it.each(['HTTP_PROXY', 'http_proxy'])('in %s is asked for the whole address of what has no TLS', async (variable) => {
    const proxy = await proxyTo(Number(plainHost.split(':')[1]), 'u:p');
    vi.stubEnv(variable, `u:p@${proxy.host}`);
    expect(await text('http://repo.test:8080/web.tgz?a=b')).toBe('an archive');
    expect(proxy.asked).toEqual([`GET http://repo.test:8080/web.tgz?a=b Basic ${btoa('u:p')}`]);
    expect(seen.map(({ headers, url }) => [headers.host, url])).toEqual([['repo.test:8080', '/web.tgz?a=b']]);
  });

  it('may speak SOCKS, and looks names up itself', async () => {
    const proxy = await startSocksProxy(tlsPort);
    ends.push(() => proxy.close());
    vi.stubEnv('HTTPS_PROXY', `socks5://${proxy.host}`);
    expect(await text('https://registry.test/web.tgz')).toBe('an archive');
    expect(proxy.asked).toEqual(['registry.test:443']);
  });

  it('is used for the host that a redirect leads to, which gets no credentials', async () => {
    const proxy = await proxyTo(tlsPort);
    vi.stubEnv('HTTPS_PROXY', `http://${proxy.host}`);
    expect(await text('https://registry.test/moved', { username: 'me', password: 'secret' })).toBe('an archive');
    expect(proxy.asked).toEqual(['CONNECT registry.test:443', 'CONNECT other.test:443']);
    expect(seen.map(({ headers }) => headers.authorization === undefined)).toEqual([false, true]);
  });

  it('is not used for this machine, nor for what NO_PROXY names', async () => {
    const proxy = await proxyTo(tlsPort);
    vi.stubEnv('HTTPS_PROXY', `http://${proxy.host}`);
    vi.stubEnv('HTTP_PROXY', `http://${proxy.host}`);
    expect(await text(`https://127.0.0.1:${tlsPort}/web.tgz`)).toBe('an archive');
    expect(await text(`http://${plainHost}/web.tgz`)).toBe('an archive');
    expect(proxy.asked).toEqual([]);
  });
});

describe('a proxy does not', () => {
  it('make a certificate trusted', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://${(await proxyTo(stranger)).host}`);
    await expect(text('https://registry.test/web.tgz', { username: 'me', password: 'secret' })).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE', exitCode: 5 });
    expect(seen).toEqual([]);
  });

  it('hide behind the server when it refuses, for either kind of request, and shows no password', async () => {
    const proxy = await proxyTo(tlsPort, 'u:p');
    vi.stubEnv('HTTPS_PROXY', `http://u:hunter2@${proxy.host}`);
    vi.stubEnv('HTTP_PROXY', `http://u:hunter2@${proxy.host}`);
    for (const address of ['https://registry.test/web.tgz', 'http://registry.test/web.tgz']) {
      const error: unknown = await text(address).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'REGISTRY_UNREACHABLE', exitCode: 5, message: expect.stringMatching(`registry.test cannot be reached through the proxy ${proxy.host}: it answers with 407`), hint: expect.stringContaining('NO_PROXY') });
      expect(JSON.stringify(error) + String(error)).not.toContain('hunter2');
    }
  });

  it('hide that it is not there', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:9');
    await expect(text('https://registry.test/web.tgz')).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE', message: expect.stringContaining('through the proxy 127.0.0.1:9: ECONNREFUSED') });
  });

  it('keep an operation waiting that is over', async () => {
    vi.stubEnv('HTTPS_PROXY', `http://${(await proxyTo(tlsPort)).host}`);
    const controller = new AbortController();
    const ended = text('https://silent.test/web.tgz', {}, controller.signal);
    setTimeout(() => controller.abort(new Error('over')), 50);
    await expect(ended).rejects.toThrow('over');
  });

  it.each(['ftp://proxy.test', 'http://', 'http://u:%zz@proxy.test', 'http://u:hunter2@:1'])('need to be guessed from %s', async (value) => {
    vi.stubEnv('HTTPS_PROXY', value);
    const error: unknown = await text('https://registry.test/web.tgz').catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'REGISTRY_PROXY', exitCode: 2, message: 'the variable HTTPS_PROXY holds no address of a proxy' });
    expect(JSON.stringify(error)).not.toContain('hunter2');
  });
});
