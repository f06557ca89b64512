import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { ClusterSelection, SherpackError } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { newFolder, writeKubeconfig } from '../fixtures/kubeconfig.ts';
import { inClusterConfig } from './in-cluster.ts';
import { resolveTarget } from './target.ts';

const SERVER = 'https://one.example:6443';

async function errorOf(work: Promise<unknown>): Promise<SherpackError> {
  try {
    await work;
  } catch (error) {
    return error as SherpackError;
  }
  throw new Error('it succeeded');
}

/** An environment in which nothing is set but an empty home. */
async function bare(more: Record<string, string> = {}) {
  return { HOME: await newFolder(), ...more };
}

describe('the target', () => {
  it('is never a guess: without a kubeconfig it says where it looked and what to do', async () => {
    const environment = await bare();
    const error = await errorOf(resolveTarget({}, environment));
    expect([error.code, error.exitCode]).toEqual(['KUBERNETES_NO_CONFIG', 5]);
    expect(error.message).toContain(join(environment.HOME, '.kube', 'config'));
    expect(error.hint).toMatch(/--kubeconfig.*KUBECONFIG.*--context.*--cluster sandbox/);
  });

  it('is found in the home folder', async () => {
    const environment = await bare();
    await mkdir(join(environment.HOME, '.kube'));
    await writeKubeconfig({ server: `${SERVER}/` }, {}, join(environment.HOME, '.kube'));
    expect(await resolveTarget({}, environment)).toMatchObject({ server: SERVER, namespace: 'demo', userName: 'test' });
    expect(await resolveTarget({ namespace: 'other' }, environment)).toMatchObject({ namespace: 'other' });
  });

  it('is joined from all files of KUBECONFIG: the first entry of a name counts, missing files do not', async () => {
    const folder = await newFolder();
    const one = join(folder, 'one');
    const two = join(folder, 'two');
    await writeFile(one, `clusters: [{name: c, cluster: {server: "${SERVER}", certificate-authority: ca.crt}}]\nusers: [{name: u, user: {token: first}}]\n`);
    await writeFile(two, `clusters: [{name: c, cluster: {server: "https://late.example"}}]\nusers: [{name: u, user: {token: second}}]\ncontexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\n`);
    const target = await resolveTarget({}, await bare({ KUBECONFIG: [one, join(folder, 'missing'), two].join(delimiter) }));
    expect([target.server, target.user.token, target.cluster['certificate-authority']]).toEqual([SERVER, 'first', join(folder, 'ca.crt')]);
  });

  it('resolves the paths in a kubeconfig from its folder, those of commands too', async () => {
    const folder = await newFolder();
    const kubeconfig = await writeKubeconfig({ server: SERVER }, { 'client-key': 'keys/k', exec: { command: './login' } }, folder);
    const { user } = await resolveTarget({ kubeconfig }, await bare());
    expect([user['client-key'], user.exec?.command]).toEqual([join(folder, 'keys/k'), join(folder, 'login')]);
    const named = await writeKubeconfig({ server: SERVER }, { exec: { command: 'aws' } }, folder);
    expect((await resolveTarget({ kubeconfig: named }, await bare())).user.exec?.command).toBe('aws');
  });

  it.each<[string, ClusterSelection, string, RegExp]>([
    ['a context that is not there', { context: 'tset' }, 'KUBERNETES_UNKNOWN_CONTEXT', /Did you mean "test"/],
    ['a file that is not there', { kubeconfig: '/nowhere/config' }, 'KUBERNETES_CONFIG_INVALID', /--kubeconfig/],
    ['a group without a user', { asGroups: ['dev'] }, 'KUBERNETES_OVERRIDE_INVALID', /help/],
  ])('refuses %s', async (_what, selection, code, hint) => {
    const kubeconfig = await writeKubeconfig({ server: SERVER });
    const error = await errorOf(resolveTarget({ kubeconfig, ...selection }, await bare()));
    expect(error.code).toBe(code);
    expect(error.hint).toMatch(hint);
  });

  it.each([
    ['no YAML', 'clusters: [\ntoken: s3cr3t', 'KUBERNETES_CONFIG_INVALID'],
    ['a list instead of a kubeconfig', '- s3cr3t', 'KUBERNETES_CONFIG_INVALID'],
    ['a cluster that is no entry', 'clusters: s3cr3t', 'KUBERNETES_CONFIG_INVALID'],
    ['a context whose cluster is missing', 'contexts: [{name: x, context: {cluster: c}}]\ncurrent-context: x', 'KUBERNETES_CONFIG_INVALID'],
    ['a context whose user is missing', 'contexts: [{name: x, context: {cluster: c, user: u}}]\ncurrent-context: x\nclusters: [{name: c, cluster: {server: "https://a"}}]', 'KUBERNETES_CONFIG_INVALID'],
    ['an address that is none', 'contexts: [{name: x, context: {cluster: c}}]\ncurrent-context: x\nclusters: [{name: c, cluster: {server: "a:b"}}]', 'KUBERNETES_CONFIG_INVALID'],
    ['nothing at all', '', 'KUBERNETES_NO_CONTEXT'],
  ])('refuses %s and quotes nothing of it', async (_what, text, code) => {
    const kubeconfig = join(await newFolder(), 'config');
    await writeFile(kubeconfig, text);
    const error = await errorOf(resolveTarget({ kubeconfig }, await bare()));
    expect([error.code, error.exitCode]).toEqual([code, 5]);
    expect(`${error.message} ${error.hint} ${String(error.cause)}`).not.toContain('s3cr3t');
  });

  it('is built from flags alone where there is no kubeconfig', async () => {
    const overrides = { server: 'https://flag.example', token: 't', caFile: '/ca', tlsServerName: 'n' };
    const target = await resolveTarget({ overrides }, await bare());
    expect(target).toMatchObject({ server: 'https://flag.example', user: { token: 't' }, cluster: { 'certificate-authority': '/ca', 'tls-server-name': 'n' } });
  });

  it('drops the credentials of the kubeconfig for a token of a flag, but not the impersonation', async () => {
    const kubeconfig = await writeKubeconfig({ server: SERVER }, { exec: { command: 'aws' }, as: 'jane' });
    expect((await resolveTarget({ kubeconfig, overrides: { token: 't' } }, await bare())).user).toEqual({ as: 'jane', token: 't' });
  });

  it('is the service account in a pod, where there is no kubeconfig', async () => {
    const root = await newFolder();
    const account = join(root, 'var/run/secrets/kubernetes.io/serviceaccount');
    await mkdir(account, { recursive: true });
    await writeFile(join(account, 'token'), 't');
    await writeFile(join(account, 'namespace'), 'mine\n');
    const document = await inClusterConfig({ KUBERNETES_SERVICE_HOST: 'fd00::1', KUBERNETES_SERVICE_PORT: '443' }, root);
    expect(document?.clusters[0]?.cluster.server).toBe('https://[fd00::1]:443');
    expect(document?.contexts[0]?.context.namespace).toBe('mine');
    expect(document?.users[0]?.user.tokenFile).toBe(join(account, 'token'));
    expect(await inClusterConfig({}, root)).toBe(undefined);
  });
});
