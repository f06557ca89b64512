import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FetchOptions, Log } from '@sherpack/plugin-api';
import { missingForRegistry, startRegistry } from '@sherpack/control-plane/oci-registry';
import type { OciRegistry } from '@sherpack/control-plane/oci-registry';
import { helmPath } from '@sherpack/control-plane/tools';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import http from './sources/http.ts';
import oci from './sources/oci.ts';
import repository from './sources/repository.ts';

const NOTHING: FetchOptions = {
  version: undefined, repo: undefined, devel: false, plainHttp: true, skipTlsVerify: false,
  caFile: undefined, certFile: undefined, keyFile: undefined, username: undefined, password: undefined,
};
const log: Log = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const context = { signal: new AbortController().signal, log, limit: 1_000_000 };
const root = realpathSync(mkdtempSync(join(tmpdir(), 'registry-')));
let helm = '';

/** Charts of these versions, packed by the real Helm. */
async function packCharts(versions: readonly string[]): Promise<void> {
  helm = await helmPath();
  mkdirSync(join(root, 'web/templates'), { recursive: true });
  writeFileSync(join(root, 'web/templates/a.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n');
  for (const version of versions) {
    writeFileSync(join(root, 'web/Chart.yaml'), `apiVersion: v2\nname: web\nversion: ${version}\n`);
    execFileSync(helm, ['package', 'web', '-d', 'packed'], { cwd: root, env: { HOME: root } });
  }
}

const VERSIONS = ['1.0.0', '1.2.0', '2.0.0', '2.1.0-rc.1', '1.2.0+build.5'];

beforeAll(async () => {
  await packCharts(VERSIONS);
}, 120_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** Every test has a home, and so a cache, of its own. */
function newHome(): string {
  const home = mkdtempSync(join(root, 'home-'));
  vi.stubEnv('HOME', home);
  for (const name of ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'HELM_CONFIG_HOME', 'HELM_REGISTRY_CONFIG', 'HELM_REPOSITORY_CONFIG', 'DOCKER_CONFIG']) vi.stubEnv(name, undefined);
  return home;
}

afterEach(() => {
  vi.unstubAllEnvs();
});

function packed(version: string): Buffer {
  return readFileSync(join(root, `packed/web-${version}.tgz`));
}

function digest(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

const missing = missingForRegistry();

describe.skipIf(missing !== undefined)(`charts that the real Helm pushed to a real registry${missing === undefined ? '' : ` (${missing})`}`, () => {
  let registry: OciRegistry;

  beforeAll(async () => {
    registry = await startRegistry();
    for (const version of VERSIONS) execFileSync(helm, ['push', `packed/web-${version}.tgz`, `oci://${registry.host}/team/charts`, '--plain-http'], { cwd: root, env: { HOME: root }, stdio: 'pipe' });
  }, 240_000);

  afterAll(() => registry.stop());

  const fetchWeb = (end: string, options: Partial<FetchOptions> = {}) => oci.fetch(`oci://${registry.host}/team/charts/web${end}`, { ...NOTHING, ...options }, context);

  it.each([
    [':1.2.0', {}, '1.2.0'],
    ['', { version: '1.0.0' }, '1.0.0'],
    ['', { version: '^1' }, '1.2.0+build.5'],
    ['', { version: '>=1, <1.2' }, '1.0.0'],
    ['', {}, '2.0.0'],
    ['', { devel: true }, '2.1.0-rc.1'],
    ['', { version: '>=2.1.0-0' }, '2.1.0-rc.1'],
    [':1.2.0+build.5', {}, '1.2.0+build.5'],
  ])('%s with %j is %s, byte for byte', async (end, options, version) => {
    newHome();
    const found = await fetchWeb(end, options);
    expect(found).toMatchObject({ version, digest: digest(packed(version)), shown: `oci://${registry.host}/team/charts/web:${version}` });
    expect(Buffer.compare(Buffer.from(found.bytes), packed(version))).toBe(0);
  });

  it('are found by the digest of their manifest', async () => {
    newHome();
    const manifest = Buffer.from(await (await fetch(`http://${registry.host}/v2/team/charts/web/manifests/1.0.0`, { headers: { accept: 'application/vnd.oci.image.manifest.v1+json' } })).arrayBuffer());
    expect((await fetchWeb(`@${digest(manifest)}`)).digest).toBe(digest(packed('1.0.0')));
    await expect(fetchWeb(`@sha256:${'0'.repeat(64)}`)).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND' });
  });

  it('are kept by their digest, and fetched anew when what was kept is damaged', async () => {
    const home = newHome();
    const { digest: sum } = await fetchWeb(':1.0.0');
    const file = join(home, '.cache/sherpack/content', sum.slice(7, 9), sum.slice(9));
    expect(existsSync(file)).toBe(true);
    writeFileSync(file, 'damaged');
    expect((await fetchWeb(':1.0.0')).digest).toBe(sum);
    expect(digest(readFileSync(file))).toBe(sum);
  });

  it('that are not there are named with what is', async () => {
    newHome();
    await expect(fetchWeb(':9.9.9')).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND', hint: 'There are: 2.1.0-rc.1, 2.0.0, 1.2.0+build.5, 1.2.0, 1.0.0.' });
    await expect(fetchWeb('', { version: '^7' })).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND', message: expect.stringContaining('in ^7') });
    await expect(fetchWeb(':1.0.0', { version: '2.0.0' })).rejects.toMatchObject({ code: 'REGISTRY_REFERENCE' });
  });
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const servers: Server[] = [];

/** A server on 127.0.0.1 for what a well-behaved registry does not do. */
async function serve(handler: Handler): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterAll(() => {
  for (const server of servers) server.close();
});

describe('a registry', () => {
  const body = Buffer.from('an archive');
  const layer = { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest: digest(body) };

  it('that wants a token gets the credentials of docker login at the place that it names, and nobody else does', async () => {
    const home = newHome();
    const seen: string[] = [];
    const elsewhere = await serve(({ headers }, response) => {
      seen.push(`blob ${headers.authorization}`);
      response.end(body);
    });
    const host = await serve(({ url = '', headers }, response) => {
      const { authorization = 'nobody' } = headers;
      if (url.startsWith('/token')) {
        seen.push(`token ${authorization} ${url}`);
        response.end(JSON.stringify({ token: 'T' }));
      } else if (authorization !== 'Bearer T') response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${headers.host}/token",service="s",scope="repository:a:pull"` }).end();
      else if (url.includes('/blobs/')) response.writeHead(307, { location: `http://${elsewhere}/x` }).end();
      else response.end(JSON.stringify({ layers: [layer] }));
    });
    mkdirSync(join(home, '.docker'));
    writeFileSync(join(home, '.docker/config.json'), JSON.stringify({ auths: { [host]: { auth: Buffer.from('me:se:cret').toString('base64') } } }));
    const { bytes } = await oci.fetch(`oci://${host}/a:1.0.0`, NOTHING, context);
    expect(Buffer.from(bytes).toString()).toBe('an archive');
    expect(seen).toEqual([`token Basic ${Buffer.from('me:se:cret').toString('base64')} /token?service=s&scope=repository%3Aa%3Apull`, 'blob undefined']);
  });

  it('that sends something else than the digest says is not believed', async () => {
    const home = newHome();
    const host = await serve(({ url = '' }, response) => void response.end(url.includes('/blobs/') ? 'another archive' : JSON.stringify({ layers: [layer] })));
    await expect(oci.fetch(`oci://${host}/a:1.0.0`, NOTHING, context)).rejects.toMatchObject({ code: 'REGISTRY_DIGEST', exitCode: 6 });
    expect(existsSync(join(home, '.cache/sherpack/content'))).toBe(false);
  });

  it.each([
    ['refuses', (_: IncomingMessage, response: ServerResponse) => void response.writeHead(403).end(), 'REGISTRY_FORBIDDEN'],
    ['breaks', (_: IncomingMessage, response: ServerResponse) => void response.writeHead(500).end(), 'REGISTRY_ANSWER'],
    ['holds no chart', (_: IncomingMessage, response: ServerResponse) => void response.end('{"layers":[]}'), 'REGISTRY_ANSWER'],
    ['is no registry', (_: IncomingMessage, response: ServerResponse) => void response.end('<html>'), 'REGISTRY_ANSWER'],
    ['never stops', (_: IncomingMessage, response: ServerResponse) => void response.end('x'.repeat(5_000_000)), 'REGISTRY_TOO_LARGE'],
    ['sends round in circles', ({ url = '/' }: IncomingMessage, response: ServerResponse) => void response.writeHead(302, { location: url }).end(), 'REGISTRY_ANSWER'],
  ])('that %s is reported', async (_what, handler, code) => {
    newHome();
    const host = await serve(handler);
    await expect(oci.fetch(`oci://${host}/a:1.0.0`, NOTHING, context)).rejects.toMatchObject({ code });
  });

  it('that does not answer, or whose reference is malformed, is reported without credentials', async () => {
    newHome();
    await expect(oci.fetch('oci://127.0.0.1:1/a:1.0.0', NOTHING, context)).rejects.toMatchObject({ code: 'REGISTRY_UNREACHABLE', exitCode: 5 });
    await expect(oci.fetch('oci://me:secret@host/A B', NOTHING, context)).rejects.toMatchObject({ code: 'REGISTRY_REFERENCE', message: expect.not.stringContaining('secret') });
  });
});

describe('a chart repository', () => {
  async function repositoryHost(change: (index: string) => string = (index) => index): Promise<string> {
    const folder = mkdtempSync(join(root, 'repo-'));
    for (const name of readdirSync(join(root, 'packed'))) cpSync(join(root, 'packed', name), join(folder, name));
    execFileSync(helm, ['repo', 'index', folder], { env: { HOME: root } });
    return serve(({ url = '/', headers }, response) => {
      if (url.startsWith('/private') && headers.authorization !== `Basic ${Buffer.from('me:secret').toString('base64')}`) response.writeHead(401).end();
      else {
        const path = join(folder, decodeURIComponent(url.replace(/^\/(private\/)?/, '')));
        if (!existsSync(path)) response.writeHead(404).end();
        else response.end(url.endsWith('index.yaml') ? change(readFileSync(path, 'utf8')) : readFileSync(path));
      }
    });
  }

  it('that the real Helm has indexed gives the version that is asked for', async () => {
    newHome();
    const host = await repositoryHost();
    const get = (options: Partial<FetchOptions>) => repository.fetch('web', { ...NOTHING, repo: `http://${host}/`, ...options }, context);
    expect(await get({})).toMatchObject({ version: '2.0.0', digest: digest(packed('2.0.0')) });
    expect(await get({ version: '~1.0' })).toMatchObject({ version: '1.0.0' });
    await expect(get({ version: '^5' })).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND' });
    await expect(repository.fetch('wed', { ...NOTHING, repo: `http://${host}` }, context)).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND', hint: 'Did you mean "web"?' });
  });

  it('is found in the file of helm repo add, with its credentials', async () => {
    const home = newHome();
    const host = await repositoryHost();
    await promisify(execFile)(helm, ['repo', 'add', 'mine', `http://${host}/private`, '--username', 'me', '--password', 'secret'], { env: { HOME: home } });
    expect(await repository.fetch('mine/web', { ...NOTHING, version: '1.2.0' }, context)).toMatchObject({ digest: digest(packed('1.2.0')), shown: `http://${host}/private/web-1.2.0.tgz` });
    await expect(repository.fetch('nine/web', NOTHING, context)).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND', hint: 'Did you mean "mine"?' });
  });

  it('whose archives are not those of its list is not believed', async () => {
    newHome();
    const host = await repositoryHost((index) => index.replaceAll(/digest: [0-9a-f]{64}/g, `digest: ${'a'.repeat(64)}`));
    await expect(repository.fetch('web', { ...NOTHING, repo: `http://${host}` }, context)).rejects.toMatchObject({ code: 'REGISTRY_DIGEST' });
  });

  it('is not needed for an archive at an address', async () => {
    newHome();
    const host = await repositoryHost();
    const address = `http://me:secret@${host}/private/web-1.0.0.tgz`;
    expect(await http.takes(address, NOTHING)).toBe(true);
    expect(await http.fetch(address, NOTHING, context)).toMatchObject({ digest: digest(packed('1.0.0')), shown: `http://${host}/private/web-1.0.0.tgz` });
    await expect(http.fetch(`http://${host}/none.tgz`, NOTHING, context)).rejects.toMatchObject({ code: 'REGISTRY_NOT_FOUND' });
  });
});
