import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClusterSelection, SherpackError } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import { newFolder, writeKubeconfig } from '../fixtures/kubeconfig.ts';
import { reply, startServer } from '../fixtures/test-server.ts';
import kubernetes from './kubernetes.ts';

const REF = { apiVersion: 'v1', kind: 'ConfigMap', name: 'a' };

/** A server that lets in only who brings one of these tokens. */
function serverFor(accepted: readonly string[]) {
  return startServer((request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    if (accepted.includes(token)) reply(response, { metadata: { name: 'a' } });
    else reply(response, { kind: 'Status', message: 'Unauthorized', reason: 'Unauthorized', code: 401 }, 401);
  });
}

async function connect(address: string, user: object, selection: ClusterSelection = {}, folder?: string) {
  const kubeconfig = await writeKubeconfig({ server: address }, user, folder);
  return kubernetes.connect(connectContext({ kubeconfig, ...selection }));
}

/** A credential command that gives `token-1`, `token-2`, … and writes down what it was told. */
async function credentialCommand() {
  const folder = await newFolder();
  await writeFile(join(folder, 'count'), '0');
  await writeFile(join(folder, 'command.mjs'), `
    import { readFileSync, writeFileSync } from 'node:fs';
    const count = Number(readFileSync(new URL('count', import.meta.url), 'utf8')) + 1;
    writeFileSync(new URL('count', import.meta.url), String(count));
    writeFileSync(new URL('told', import.meta.url), JSON.stringify({ info: process.env.KUBERNETES_EXEC_INFO, mark: process.env.MARK, args: process.argv.slice(2) }));
    console.log(JSON.stringify({ kind: 'ExecCredential', status: { token: 'token-' + count } }));
  `);
  const exec = {
    apiVersion: 'client.authentication.k8s.io/v1', command: process.execPath, args: [join(folder, 'command.mjs'), 'get-token'],
    env: [{ name: 'MARK', value: 'set' }], interactiveMode: 'Never', provideClusterInfo: true,
  };
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  return { exec, runs: async () => Number(await read('count')), told: async () => JSON.parse(await read('told')) as { info: string; mark: string; args: string[] } };
}

async function errorOf(work: Promise<unknown>): Promise<SherpackError> {
  try {
    await work;
  } catch (error) {
    return error as SherpackError;
  }
  throw new Error('it succeeded');
}

describe('credentials', () => {
  it('come from a command, which is run once and told about the cluster', async () => {
    const server = await serverFor(['token-1']);
    const command = await credentialCommand();
    const cluster = await connect(server.address, { exec: command.exec });
    await Promise.all([cluster.get(REF), cluster.get(REF), cluster.get(REF)]);
    expect(await command.runs()).toBe(1);
    const { info, mark, args } = await command.told();
    expect([mark, args, JSON.parse(info)]).toEqual(['set', ['get-token'], {
      kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', spec: { interactive: false, cluster: { server: server.address } },
    }]);
  });

  it('are obtained anew once when the server refuses them, for all requests together', async () => {
    const server = await serverFor(['token-2']);
    const command = await credentialCommand();
    const cluster = await connect(server.address, { exec: command.exec });
    const found = await Promise.all([cluster.get(REF), cluster.get(REF), cluster.get(REF)]);
    expect([found.map((object) => object?.metadata.name), await command.runs()]).toEqual([['a', 'a', 'a'], 2]);
  });

  it('are given up when new ones are refused too', async () => {
    const server = await serverFor([]);
    const command = await credentialCommand();
    const error = await errorOf((await connect(server.address, { exec: command.exec })).get(REF));
    expect([error.code, error.exitCode, await command.runs()]).toEqual(['CLUSTER_UNAUTHORIZED', 5, 2]);
  });

  it('say which command is missing and how to get it', async () => {
    const error = await errorOf((await connect('http://127.0.0.1:1', { exec: { command: 'no-such-command-here', installHint: 'Install it.' } })).get(REF));
    expect([error.code, error.exitCode, error.hint]).toEqual(['KUBERNETES_CREDENTIALS', 5, 'Install it.']);
    expect(error.message).toContain('"no-such-command-here" is not installed');
  });

  it('repeat what a failed command said', async () => {
    const exec = { command: process.execPath, args: ['-e', 'console.error("session expired"); process.exit(3)'] };
    const error = await errorOf((await connect('http://127.0.0.1:1', { exec })).get(REF));
    expect([error.code, error.message.includes('session expired')]).toEqual(['KUBERNETES_CREDENTIALS', true]);
  });

  it('come from a file, which is read again when they are refused', async () => {
    const server = await serverFor(['second']);
    const folder = await newFolder();
    await writeFile(join(folder, 'token'), 'first\n');
    const cluster = await connect(server.address, { tokenFile: 'token', token: 'never' }, {}, folder);
    expect((await errorOf(cluster.get(REF))).code).toBe('CLUSTER_UNAUTHORIZED');
    await writeFile(join(folder, 'token'), 'second\n');
    expect((await cluster.get(REF))?.metadata.name).toBe('a');
  });

  it('are a name and a password, where a server still takes them', async () => {
    const server = await serverFor([]);
    await errorOf((await connect(server.address, { username: 'u', password: 'p' })).get(REF));
    expect(server.seen[0]?.headers.authorization).toBe(`Basic ${btoa('u:p')}`);
  });

  it('are a token before a password', async () => {
    const server = await serverFor(['t']);
    await (await connect(server.address, { token: 't', username: 'u', password: 'p' })).get(REF);
    expect(server.seen[0]?.headers.authorization).toBe('Bearer t');
  });

  it('name the file that is missing', async () => {
    const error = await errorOf((await connect('https://127.0.0.1:1', { 'client-certificate': '/nowhere/client.crt' })).get(REF));
    expect([error.code, error.exitCode, error.message.includes('/nowhere/client.crt')]).toEqual(['KUBERNETES_CREDENTIALS', 5, true]);
  });

  it('are those of a flag before those of the kubeconfig', async () => {
    const server = await serverFor(['flag']);
    await (await connect(server.address, { token: 'file' }, { overrides: { token: 'flag' } })).get(REF);
    expect(server.seen.length).toBe(1);
  });

  it('are tried once where nothing can renew them', async () => {
    const server = await serverFor([]);
    expect((await errorOf((await connect(server.address, { token: 'old' })).get(REF))).code).toBe('CLUSTER_UNAUTHORIZED');
    expect(server.seen.length).toBe(1);
  });

  it('act as others by flag or kubeconfig, groups included', async () => {
    const server = await serverFor(['t']);
    await (await connect(server.address, { token: 't', as: 'filed', 'as-groups': ['g0'], 'as-user-extra': { scope: ['a', 'b'] } })).get(REF);
    await (await connect(server.address, { token: 't', as: 'filed' }, { as: 'jane', asGroups: ['dev', 'ops'] })).get(REF);
    expect(server.seen.map(({ headers }) => [headers['impersonate-user'], headers['impersonate-group'], headers['impersonate-extra-scope']])).toEqual([['filed', 'g0', 'a, b'], ['jane', 'dev, ops', undefined]]);
  });
});
