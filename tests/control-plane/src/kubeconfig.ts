import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { kubectlPath } from './tools.ts';

/** How to reach an API server and as whom: one context of a kubeconfig, with all files read. */
export interface Access {
  readonly server: string;
  /** PEM of the authority that signed the server's certificate. */
  readonly authority?: string;
  readonly insecure?: boolean;
  /** PEM. */
  readonly certificate?: string;
  /** PEM. */
  readonly key?: string;
  readonly token?: string;
  readonly namespace?: string;
  /** Act as this user: how test users are made on an existing cluster. */
  readonly impersonate?: { readonly user: string; readonly groups: readonly string[] };
}

interface Kubeconfig {
  readonly 'current-context': string;
  readonly clusters: ReadonlyArray<{ readonly name: string; readonly cluster: Readonly<Record<string, unknown>> }>;
  readonly users: ReadonlyArray<{ readonly name: string; readonly user: Readonly<Record<string, unknown>> }>;
  readonly contexts: ReadonlyArray<{ readonly name: string; readonly context: Readonly<Record<string, string>> }>;
}

/** Writes a kubeconfig with this one context. JSON, which is YAML as well and needs no library to be read again. */
export function writeKubeconfig(path: string, access: Access): string {
  const { certificate, key, impersonate } = access;
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    clusters: [{ name: 'test', cluster: clusterOf(access) }],
    users: [{
      name: 'test',
      user: {
        ...(certificate && key && { 'client-certificate-data': encode(certificate), 'client-key-data': encode(key) }),
        ...(access.token && { token: access.token }),
        ...(impersonate && { as: impersonate.user, ...(impersonate.groups.length > 0 && { 'as-groups': impersonate.groups }) }),
      },
    }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'test', ...(access.namespace && { namespace: access.namespace }) } }],
  };
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(kubeconfig, null, 2)}\n`, { mode: 0o600 });
  return path;
}

/** Reads the current context. A kubeconfig in YAML goes through `kubectl config view`, which also reads the files it names. */
export async function readKubeconfig(path: string): Promise<Access> {
  const kubeconfig = await parse(path);
  const context = kubeconfig.contexts.find((one) => one.name === kubeconfig['current-context'])?.context;
  const cluster = kubeconfig.clusters.find((one) => one.name === context?.cluster)?.cluster;
  const user = kubeconfig.users.find((one) => one.name === context?.user)?.user ?? {};
  if (typeof cluster?.server !== 'string') throw new Error(`${path}: the current context names no server`);
  if (user.exec !== undefined || user['auth-provider'] !== undefined) {
    throw new Error(`${path}: the test harness can use certificates and tokens only, not a credential plugin`);
  }
  const groups = Array.isArray(user['as-groups']) ? user['as-groups'].map(String) : [];
  return {
    server: cluster.server.replace(/\/$/, ''),
    ...decoded('authority', cluster['certificate-authority-data']),
    ...(cluster['insecure-skip-tls-verify'] === true && { insecure: true }),
    ...decoded('certificate', user['client-certificate-data']),
    ...decoded('key', user['client-key-data']),
    ...(typeof user.token === 'string' && { token: user.token }),
    ...(context?.namespace && { namespace: context.namespace }),
    ...(typeof user.as === 'string' && { impersonate: { user: user.as, groups } }),
  };
}

async function parse(path: string): Promise<Kubeconfig> {
  const text = readFileSync(path, 'utf8');
  if (text.trimStart().startsWith('{')) return JSON.parse(text) as Kubeconfig;
  const flags = ['config', 'view', '--raw', '--flatten', '--minify', '-o', 'json', `--kubeconfig=${resolve(path)}`];
  const { status, stdout, stderr } = spawnSync(await kubectlPath(), flags, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${path}: ${stderr.trim()}`);
  return JSON.parse(stdout) as Kubeconfig;
}

function clusterOf(access: Access): Record<string, unknown> {
  if (access.insecure) return { server: access.server, 'insecure-skip-tls-verify': true };
  return { server: access.server, ...(access.authority && { 'certificate-authority-data': encode(access.authority) }) };
}

function encode(pem: string): string {
  return Buffer.from(pem).toString('base64');
}

function decoded(name: 'authority' | 'certificate' | 'key', value: unknown): Partial<Access> {
  return typeof value === 'string' && value !== '' ? { [name]: Buffer.from(value, 'base64').toString('utf8') } : {};
}
