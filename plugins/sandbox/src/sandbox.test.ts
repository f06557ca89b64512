import { mkdir, mkdtemp, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ClusterSelection, SherpackError } from '@sherpack/plugin-api';
import { afterEach, describe, expect, it } from 'vitest';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import { foregroundCommand } from './foreground-command.ts';
import { findRunning } from './running-server.ts';
import { createSandbox } from './sandbox.ts';
import { createSandboxes } from './sandboxes.ts';
import type { Sandboxes } from './sandboxes.ts';
import { serve } from './serve.ts';

const CONFIG_MAP = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: 'v' } };
const REF = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' };
const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

async function newRoot(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'sherpack-sandbox-'));
}

async function newSandboxes(): Promise<Sandboxes> {
  return createSandboxes({ folder: await newRoot() }, {});
}

async function connect(all: Sandboxes, selection: ClusterSelection = {}, clock?: Parameters<typeof connectContext>[1]) {
  const context = connectContext(selection, clock);
  const cluster = await createSandbox(all).connect(context);
  ends.push(() => cluster.close());
  return { cluster, said: context.said };
}

async function served(all: Sandboxes) {
  const server = await serve(all.find(), { config: all.config });
  ends.push(() => server.close());
  return server;
}

async function errorOf(work: Promise<unknown>): Promise<SherpackError> {
  try {
    await work;
  } catch (error) {
    return error as SherpackError;
  }
  throw new Error('it succeeded');
}

describe('the sandbox variant', () => {
  it('says once that it is the sandbox, and where', async () => {
    const all = await newSandboxes();
    const { cluster, said } = await connect(all, { namespace: 'demo' });
    await cluster.identity();
    expect(said).toEqual([`using the embedded sandbox "default" (${all.find().folder}); it is no real cluster`]);
    expect([cluster.variant, cluster.defaultStorage, cluster.observable, cluster.namespace]).toEqual(['sandbox', 'secrets', true, 'demo']);
  });

  it('keeps its objects and its identity from one command to the next', async () => {
    const all = await newSandboxes();
    const first = await connect(all);
    await first.cluster.create(CONFIG_MAP);
    const identity = await first.cluster.identity();
    await first.cluster.close();
    const second = await connect(all);
    expect((await second.cluster.get(REF))?.['data']).toEqual({ k: 'v' });
    expect(await second.cluster.identity()).toEqual(identity);
  });

  it('keeps sandboxes of different names apart', async () => {
    const all = await newSandboxes();
    await (await connect(all, { overrides: { sandbox: 'one' } })).cluster.create(CONFIG_MAP);
    expect(await (await connect(all, { overrides: { sandbox: 'two' } })).cluster.get(REF)).toBe(undefined);
    expect(await all.names()).toEqual(['one', 'two']);
    expect((await errorOf(connect(all, { overrides: { sandbox: '../x' } }))).code).toBe('SANDBOX_NAME_INVALID');
  });

  it('lets nobody else read the folder', async () => {
    const all = await newSandboxes();
    await connect(all);
    expect((await stat(all.find().folder)).mode & 0o777).toBe(0o700);
  });

  it('waits for another command that has the folder open, and then names it', async () => {
    const all = await newSandboxes();
    await connect(all);
    const clock = { now: () => 0, sleep: async () => undefined };
    const error = await errorOf(connect(all, {}, clock));
    expect([error.code, error.exitCode]).toEqual(['SANDBOX_LOCKED', 5]);
    expect(error.message).toContain(String(process.pid));
    expect(error.hint).toContain('sherpack sandbox start');
  });

  it('goes on when the other command is done', async () => {
    const all = await newSandboxes();
    const { cluster } = await connect(all);
    const clock = { now: () => 0, sleep: () => cluster.close() };
    expect(typeof (await (await connect(all, {}, clock)).cluster.identity()).uid).toBe('string');
  });

  it('says that the folder cannot be used', async () => {
    const root = await newRoot();
    await writeFile(join(root, 'default'), 'a file');
    const error = await errorOf(connect(createSandboxes({ folder: root }, {})));
    expect([error.code, error.exitCode]).toEqual(['SANDBOX_FOLDER', 5]);
  });
});

describe('a sandbox that is served', () => {
  it('is used over HTTP, by many at once', async () => {
    const all = await newSandboxes();
    const { port } = await served(all);
    const [one, two] = [await connect(all), await connect(all)];
    await one.cluster.create(CONFIG_MAP);
    expect((await two.cluster.get(REF))?.['data']).toEqual({ k: 'v' });
    expect(two.said[0]).toContain(`(http://127.0.0.1:${port})`);
  });

  it('writes down for its user alone how to reach it, and takes that back in the end', async () => {
    const all = await newSandboxes();
    const sandbox = all.find();
    const server = await serve(sandbox, { config: all.config });
    for (const file of ['server.json', 'kubeconfig']) expect((await stat(join(sandbox.folder, file))).mode & 0o777).toBe(0o600);
    const kubeconfig = await readFile(join(sandbox.folder, 'kubeconfig'), 'utf8');
    expect(kubeconfig).toContain('current-context: sandbox-default');
    expect(server.token).toMatch(/^[0-9a-f]{48}$/);
    await server.close();
    expect(await findRunning(sandbox)).toBe(undefined);
    expect(await readdir(sandbox.folder)).not.toContain('server.json');
  });

  it('lets nobody in without the token, in the header or in the path of the kubeconfig', async () => {
    const all = await newSandboxes();
    const { port, token } = await served(all);
    const address = `http://127.0.0.1:${port}`;
    const [, withToken = ''] = /server: (\S+)/.exec(await readFile(join(all.find().folder, 'kubeconfig'), 'utf8')) ?? [];
    const statuses = await Promise.all([
      fetch(`${address}/version`), fetch(`${address}/version`, { headers: { authorization: 'Bearer x' } }), fetch(`${address}/token/x/version`),
      fetch(`${address}/version`, { headers: { authorization: `Bearer ${token}` } }), fetch(`${withToken}/version`),
    ].map(async (response) => (await response).status));
    expect(statuses).toEqual([401, 401, 401, 200, 200]);
  });

  it('is not believed in when only its traces are left', async () => {
    const all = await newSandboxes();
    const { folder } = all.find();
    const { port } = await served(createSandboxes({ folder: await newRoot() }, {}));
    await mkdir(folder);
    for (const traces of ['{', '{}', JSON.stringify({ pid: 1, port: 1, token: 't' }), JSON.stringify({ pid: 1, port, token: 'of another' })]) {
      await writeFile(join(folder, 'server.json'), traces);
      expect(await findRunning(all.find())).toBe(undefined);
    }
    expect((await connect(all)).said[0]).toContain(folder);
  });

  it('refuses a port that is taken, and lets go of the folder', async () => {
    const all = await newSandboxes();
    const { port } = await served(all);
    const other = createSandboxes({ folder: await newRoot() }, {});
    const error = await errorOf(serve(other.find(), { port, config: {} }));
    expect([error.code, error.exitCode]).toEqual(['SANDBOX_PORT_TAKEN', 2]);
    expect((await connect(other)).cluster.variant).toBe('sandbox');
  });
});

describe('the folder of the sandboxes', () => {
  it.each([
    [{ HOME: '/home/u' }, {}, '/home/u/.local/state/sherpack/sandboxes'],
    [{ HOME: '/home/u', XDG_STATE_HOME: '/state' }, {}, '/state/sherpack/sandboxes'],
    [{ HOME: '/home/u', XDG_STATE_HOME: '/state' }, { folder: '~/boxes' }, '/home/u/boxes'],
    [{ HOME: '/home/u', SHERPACK_SANDBOX_FOLDER: '/env' }, { folder: '/config' }, '/env'],
  ])('under %j and %j is %s', (environment, config, root) => {
    expect(createSandboxes(config, environment).root).toBe(root);
  });

  it('need not be there', async () => {
    expect(await createSandboxes({ folder: join(await newRoot(), 'none') }, {}).names()).toEqual([]);
  });
});

describe('the foreground command', () => {
  it('is this program itself with the same flags', () => {
    const own = { execPath: '/node', execArgv: ['--import', 'x'], argv: ['/node', '/bin/sherpack', 'sandbox', 'start'] };
    expect(foregroundCommand({ name: 'n', port: 7, kubeVersion: '1.30.0', controllers: 'off' }, own)).toEqual([
      '/node', '--import', 'x', '/bin/sherpack', 'sandbox', 'start', '--foreground', '--name', 'n', '--controllers', 'off', '--port', '7', '--kube-version', '1.30.0',
    ]);
  });
});
