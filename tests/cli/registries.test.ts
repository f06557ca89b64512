import { execFile } from 'node:child_process';
import { createServer } from 'node:http';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { missingForRegistry, startRegistry } from '@sherpack/control-plane/oci-registry';
import type { OciRegistry } from '@sherpack/control-plane/oci-registry';
import { helmPath } from '@sherpack/control-plane/tools';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startFront } from './fixtures/front-server.ts';
import type { FrontServer } from './fixtures/front-server.ts';
import { buildOnce, newFolder, sherpack } from './run-sherpack.ts';

const run = promisify(execFile);
const RENDERED = '---\n# Source: web/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: "shop"}\ndata: {version: "1.2.0"}\n';
const missing = missingForRegistry();
let helm = '';
let charts = '';

/** The chart in two versions, packed and listed by the real Helm. */
async function packCharts(): Promise<void> {
  charts = newFolder({ 'web/templates/a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: "{{ .Release.Name }}"}\ndata: {version: "{{ .Chart.Version }}"}\n', 'web/Chart.yaml': '' });
  for (const version of ['1.0.0', '1.2.0']) {
    await run('sh', ['-c', `printf 'apiVersion: v2\\nname: web\\nversion: ${version}\\n' > web/Chart.yaml`], { cwd: charts });
    await runHelm('package', 'web');
  }
  await runHelm('repo', 'index', '.');
}

function runHelm(...argv: readonly string[]): Promise<unknown> {
  return run(helm, argv, { cwd: charts, env: { HOME: charts } });
}

/** A user without cache and logins, or the one of an earlier command. */
function template(argv: readonly string[], folder = newFolder()) {
  return sherpack(['template', 'shop', ...argv], { folder });
}

/** What the user sees: code of the error, exit code, hint. */
async function refusal(argv: readonly string[], folder?: string) {
  const { code, stdout, stderr } = await template(argv, folder);
  expect(stdout).toBe('');
  expect(stderr).not.toContain('hunter');
  const [, error, message] = /^Error (\w+): (.*)$/m.exec(stderr) ?? [];
  return { code, error, message, hint: /^ {2}Hint: (.*)$/m.exec(stderr)?.[1] };
}

beforeAll(async () => {
  buildOnce();
  helm = await helmPath();
  await packCharts();
}, 120_000);

describe.skipIf(missing !== undefined)(`a registry${missing === undefined ? '' : ` (${missing})`}`, () => {
  let registry: OciRegistry;
  let guarded: FrontServer;
  let forger: FrontServer;

  beforeAll(async () => {
    registry = await startRegistry();
    for (const version of ['1.0.0', '1.2.0']) await runHelm('push', `web-${version}.tgz`, `oci://${registry.host}/charts`, '--plain-http');
    guarded = await startFront(registry.host, { credentials: 'me:hunter2' });
    forger = await startFront(registry.host, { change: (path, body) => (path.includes('/blobs/') ? Buffer.concat([body, Buffer.from('x')]) : body) });
  }, 240_000);
  afterAll(async () => {
    guarded?.close();
    forger?.close();
    await registry?.stop();
  });

  const web = (host: string, end = ':1.2.0') => [`oci://${host}/charts/web${end}`, '--plain-http'];

  it('gives a chart by its tag, by a range and by its newest version', async () => {
    for (const argv of [web(registry.host), [...web(registry.host, ''), '--version', '^1'], web(registry.host, '')]) {
      expect(await template(argv)).toEqual({ code: 0, stdout: RENDERED, stderr: '' });
    }
  });

  it('installs a release whose record says what it is', async () => {
    const folder = newFolder();
    const { code, stdout } = await sherpack(['install', 'shop', ...web(registry.host), '--cluster', 'sandbox'], { folder });
    expect({ code, deployed: stdout.includes('STATUS: deployed') }).toEqual({ code: 0, deployed: true });
    const metadata = await sherpack(['get', 'metadata', 'shop', '--cluster', 'sandbox', '-o', 'json'], { folder });
    expect(JSON.parse(metadata.stdout)).toMatchObject({ chart: 'web', version: '1.2.0', revision: 1 });
  });

  it('lets in who has the credentials: in flags, or by the login of Helm', async () => {
    expect(await template([...web(guarded.host), '--username', 'me', '--password', 'hunter2'])).toEqual({ code: 0, stdout: RENDERED, stderr: '' });
    const folder = newFolder();
    await run(helm, ['registry', 'login', guarded.host, '--username', 'me', '--password', 'hunter2', '--plain-http'], { env: { HOME: join(folder, 'home') } });
    expect(await template(web(guarded.host), folder)).toEqual({ code: 0, stdout: RENDERED, stderr: '' });
  });

  it('tells who has none to log in, and whose are wrong that they do not suffice', async () => {
    expect(await refusal(web(guarded.host))).toEqual({
      code: 5, error: 'REGISTRY_FORBIDDEN', message: `${guarded.host} refuses access (401)`, hint: expect.stringContaining(`helm registry login ${guarded.host}`),
    });
    expect(await refusal([...web(guarded.host), '--username', 'me', '--password', 'hunter3'])).toMatchObject({ code: 5, error: 'REGISTRY_FORBIDDEN', hint: expect.stringContaining('do not suffice') });
  });

  it('names what there is beside a tag, a version or a pack that is missing', async () => {
    expect(await refusal(web(registry.host, ':9.9.9'))).toEqual({ code: 2, error: 'REGISTRY_NOT_FOUND', message: `there is no oci://${registry.host}/charts/web:9.9.9`, hint: 'There are: 1.2.0, 1.0.0.' });
    expect(await refusal([...web(registry.host, ''), '--version', '^9'])).toMatchObject({ code: 2, message: `there is no version of oci://${registry.host}/charts/web in ^9`, hint: 'There are: 1.2.0, 1.0.0.' });
    expect(await refusal([`oci://${registry.host}/charts/wed`, '--plain-http'])).toMatchObject({ code: 2, message: `there is no oci://${registry.host}/charts/wed` });
  });

  it('is not believed when its bytes have another digest, and nothing of them is kept', async () => {
    const folder = newFolder();
    for (const _time of [1, 2]) expect(await refusal(web(forger.host), folder)).toMatchObject({ code: 6, error: 'REGISTRY_DIGEST', hint: expect.stringContaining('Nothing of it was used') });
    expect(forger.passed.filter((request) => request.includes('/blobs/'))).toHaveLength(2);
  });

  it('that speaks no TLS is told apart from one that is not there', async () => {
    expect(await refusal(web(registry.host).slice(0, 1))).toMatchObject({ code: 5, error: 'REGISTRY_UNREACHABLE', message: `${registry.host} cannot be reached: it does not speak TLS`, hint: expect.stringContaining('--plain-http') });
    expect(await refusal(web('127.0.0.1:9'))).toMatchObject({ code: 5, error: 'REGISTRY_UNREACHABLE', message: '127.0.0.1:9 cannot be reached: ECONNREFUSED' });
  });
});

describe('a reference', () => {
  it.each([
    ['oci://me:hunter2@host/web', 'REGISTRY_REFERENCE', /oci:\/\/host\/web cannot be fetched: user and password do not belong into it/],
    ['oci://host/Web:1.0.0', 'REGISTRY_REFERENCE', /no capital letters/],
    ['oci://host', 'REGISTRY_REFERENCE', /no address in a registry/],
    ['https://me:hunter2@[host/web.tgz', 'REGISTRY_REFERENCE', /https:\/\/\[host\/web\.tgz cannot be fetched: it is no address/],
    ['ocii://me:hunter2@host/web', 'PACK_NOT_FOUND', /no pack at "ocii:\/\/host\/web"/],
    ['mine/web', 'REGISTRY_NOT_FOUND', /no chart repository, called "mine"/],
  ])('%s is refused before anything is asked', async (reference, error, message) => {
    expect(await refusal([reference])).toMatchObject({ code: 2, error, message: expect.stringMatching(message), hint: expect.any(String) });
  });
});

describe('a chart repository', () => {
  let host = '';
  const server = createServer(({ url = '/', headers }, response) => {
    const isPrivate = url.startsWith('/private/');
    if (isPrivate && headers.authorization !== `Basic ${Buffer.from('me:hunter2').toString('base64')}`) return void response.writeHead(401).end();
    readFile(join(charts, url.replace(/^\/private/, ''))).then((bytes) => response.end(bytes), () => response.writeHead(404).end());
  });
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it('installs and upgrades by name and version', async () => {
    const folder = newFolder();
    const verb = async (...argv: readonly string[]) => sherpack([...argv, '--repo', `http://${host}/private`, '--username', 'me', '--password', 'hunter2', '--cluster', 'sandbox'], { folder });
    expect(await verb('install', 'shop', 'web', '--version', '~1.0')).toMatchObject({ code: 0, stdout: expect.stringContaining('STATUS: deployed') });
    expect(await verb('upgrade', 'shop', 'web')).toMatchObject({ code: 0, stdout: expect.stringContaining('REVISION: 2') });
    const { stdout } = await sherpack(['list', '--cluster', 'sandbox', '-o', 'json'], { folder });
    expect(JSON.parse(stdout)).toMatchObject([{ name: 'shop', chart: 'web-1.2.0', revision: '2' }]);
  });

  it('that "helm repo add" knows is found by its name, with its password', async () => {
    const folder = newFolder();
    await run(helm, ['repo', 'add', 'mine', `http://${host}/private`, '--username', 'me', '--password', 'hunter2'], { env: { HOME: join(folder, 'home') } });
    expect(await template(['mine/web'], folder)).toEqual({ code: 0, stdout: RENDERED, stderr: '' });
    expect(await refusal(['nine/web'], folder)).toMatchObject({ code: 2, hint: 'Did you mean "mine"?' });
  });

  it('says what is wrong: who you are, which chart, which version, or that it is none', async () => {
    expect(await refusal(['web', '--repo', `http://${host}/private`])).toMatchObject({ code: 5, error: 'REGISTRY_FORBIDDEN', hint: expect.stringContaining('--username') });
    expect(await refusal(['wed', '--repo', `http://${host}`])).toMatchObject({ code: 2, error: 'REGISTRY_NOT_FOUND', hint: 'Did you mean "web"?' });
    expect(await refusal(['web', '--repo', `http://${host}`, '--version', '^9'])).toMatchObject({ code: 2, error: 'REGISTRY_NOT_FOUND', hint: 'There are: 1.2.0, 1.0.0.' });
    expect(await refusal(['web', '--repo', `http://${host}/nowhere`])).toMatchObject({ code: 2, message: `there is no chart repository at http://${host}/nowhere/: it has no index.yaml` });
    expect(await refusal(['web', '--repo', host])).toMatchObject({ code: 2, error: 'REGISTRY_REFERENCE', message: expect.stringContaining('begins with http:// or https://') });
  });
});
