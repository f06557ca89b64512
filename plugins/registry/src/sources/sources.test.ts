import { createHash } from 'node:crypto';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testPackSource } from '@sherpack/plugin-kit/suites/pack-source';
import type { PackSourceSamples } from '@sherpack/plugin-kit/suites/pack-source';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const archive = Buffer.from('an archive of some bytes');
const digest = createHash('sha256').update(archive).digest('hex');
const WRONG = 'f'.repeat(64);
const VERSIONS = ['1.0.0', '1.2.0', '2.0.0-rc.1'];
const home = realpathSync(mkdtempSync(join(tmpdir(), 'sources-')));
const server = createServer(answer);
let host = '';

/** A registry, a repository and a file server in one; `silent` never answers and `private` wants a password. */
function answer({ url = '/' }: IncomingMessage, response: ServerResponse): void {
  if (url.includes('silent')) return;
  if (url.includes('private')) return void response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
  if (/\.tgz$|\/blobs\//.test(url) && !url.includes('none')) return void response.end(archive);
  if (url.endsWith('/index.yaml')) return void response.end(index());
  if (url.includes('/tags/list')) return void response.end(JSON.stringify({ tags: VERSIONS }));
  const [, path = '', tag = ''] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url) ?? [];
  if (!VERSIONS.includes(tag)) return void response.writeHead(404).end();
  const layer = { mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip', digest: `sha256:${path.includes('forged') ? WRONG : digest}` };
  response.end(JSON.stringify({ layers: [layer] }));
}

function index(): string {
  const entry = (name: string, version: string, sum: string) => `  - {version: ${version}, urls: [${name}-${version}.tgz], digest: ${sum}}\n`;
  return `entries:\n  web:\n${VERSIONS.map((version) => entry('web', version, digest)).join('')}  forged:\n${entry('forged', '1.0.0', WRONG)}`;
}

beforeAll(async () => {
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', () => resolve()); });
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
beforeEach(() => {
  for (const name of ['XDG_CACHE_HOME', 'XDG_CONFIG_HOME', 'HELM_CONFIG_HOME', 'HELM_REGISTRY_CONFIG', 'HELM_REPOSITORY_CONFIG', 'DOCKER_CONFIG']) vi.stubEnv(name, undefined);
  vi.stubEnv('HOME', mkdtempSync(join(home, 'home-')));
});
afterEach(() => { vi.unstubAllEnvs(); });
afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(home, { recursive: true });
});

const runner = { describe, it, expect };
const CREDENTIALS = { username: 'me', password: 'hunter2' };
/** Nobody listens at the port of the discard service. */
const NOBODY = '127.0.0.1:9';

describe('the source "http"', () => {
  testPackSource(() => import('./http.ts'), (): PackSourceSamples => ({
    present: { reference: `http://${host}/web.tgz`, bytes: archive },
    absent: { reference: `http://${host}/none.tgz` },
    foreign: [{ reference: 'web' }, { reference: 'oci://host/web' }, { reference: 'shop/web' }, { reference: 'web', options: { repo: `http://${host}` } }, { reference: 'ftp://host/web.tgz' }],
    unreachable: { reference: `http://${NOBODY}/web.tgz` },
    silent: { reference: `http://${host}/silent` },
    secret: { reference: `http://me:hunter2@${host}/private`, text: 'hunter2' },
  }), runner, { digests: false, versions: false });
});

describe('the source "oci"', () => {
  const plain = { plainHttp: true };
  testPackSource(() => import('./oci.ts'), (): PackSourceSamples => {
    const reference = `oci://${host}/charts/web`;
    return {
      present: { reference: `${reference}:1.0.0`, options: plain, bytes: archive, version: '1.0.0' },
      absent: { reference: `${reference}:9.9.9`, options: plain },
      foreign: [{ reference: 'web' }, { reference: `http://${host}/web.tgz` }, { reference: 'shop/web' }, { reference: 'web', options: { repo: `http://${host}` } }],
      unreachable: { reference: `oci://${NOBODY}/web:1.0.0`, options: plain },
      silent: { reference: `oci://${host}/silent:1.0.0`, options: plain },
      secret: { reference: `oci://${host}/private:1.0.0`, options: { ...plain, ...CREDENTIALS }, text: 'hunter2' },
      forged: { reference: `oci://${host}/forged:1.0.0`, options: plain },
      wishes: [
        { reference, options: plain, version: '1.2.0' },
        { reference, options: { ...plain, version: '~1.0' }, version: '1.0.0' },
        { reference, options: { ...plain, devel: true }, version: '2.0.0-rc.1' },
      ],
    };
  }, runner);
});

describe('the source "repository"', () => {
  testPackSource(() => import('./repository.ts'), (): PackSourceSamples => {
    const repo = `http://${host}`;
    return {
      present: { reference: 'web', options: { repo, version: '1.0.0' }, bytes: archive, version: '1.0.0' },
      absent: { reference: 'none', options: { repo } },
      foreign: [{ reference: 'web' }, { reference: 'oci://host/web' }, { reference: `${repo}/web.tgz` }],
      unreachable: { reference: 'web', options: { repo: `http://${NOBODY}` } },
      silent: { reference: 'web', options: { repo: `${repo}/silent` } },
      secret: { reference: 'web', options: { repo: `${repo}/private`, ...CREDENTIALS }, text: 'hunter2' },
      forged: { reference: 'forged', options: { repo } },
      wishes: [
        { reference: 'web', options: { repo }, version: '1.2.0' },
        { reference: 'web', options: { repo, version: '~1.0' }, version: '1.0.0' },
        { reference: 'web', options: { repo, devel: true }, version: '2.0.0-rc.1' },
      ],
    };
  }, runner);
});
