import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import { errors } from './errors.ts';
import { areFixed, fixedCredentials } from './fixed-credentials.ts';
import type { ClusterEntry, ExecEntry, UserEntry } from './kubeconfig-document.ts';
import type { Target } from './target.ts';

/** What a connection needs to be let in. */
export interface Access {
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly tls: Pick<RequestOptions, 'ca' | 'cert' | 'key' | 'servername' | 'rejectUnauthorized'>;
  /** `user:password`, for servers that still take it. */
  readonly auth: string | undefined;
  /** Asking again may give other credentials: a command, a provider or a file makes them. */
  readonly renewable: boolean;
}

/**
 * The credentials of a target. Those that a command or a provider makes are obtained by `@kubernetes/client-node`; this is
 * the only file that may import that package, and KubeConfig the only part that may be used: its typed object client drops
 * the fields that it does not know. It is loaded for nothing else, since that takes longer than most commands.
 *
 * @throws KUBERNETES_CREDENTIALS
 */
export async function obtainAccess(target: Target): Promise<Access> {
  let options: RequestOptions;
  try {
    const user = await withToken(target.user);
    options = areFixed(user) ? await fixedCredentials(target, user.token) : await obtained(target, user);
  } catch (error) {
    throw errors.CREDENTIALS(target.userName, problemOf(error, target.user.exec), adviceOf(error, target.user.exec));
  }
  return {
    headers: { ...headersOf(options), ...impersonation(target.user) },
    tls: tlsOf(options, target.cluster),
    auth: typeof options.auth === 'string' ? options.auth : undefined,
    renewable: ['exec', 'auth-provider', 'tokenFile'].some((key) => key in target.user),
  };
}

async function obtained(target: Target, user: UserEntry): Promise<RequestOptions> {
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
  const config = new KubeConfig();
  const options: RequestOptions = {};
  config.loadFromString(JSON.stringify(documentOf(target, user)));
  await config.applyToHTTPSOptions(options);
  return options;
}

function documentOf(target: Target, user: UserEntry): object {
  const { as: _as, exec, ...rest } = user;
  return {
    clusters: [{ name: 'target', cluster: lenient(target.cluster) }],
    users: [{ name: 'target', user: { ...rest, ...(exec === undefined ? {} : { exec: withExecInfo(exec, target) }) } }],
    contexts: [{ name: 'target', context: { cluster: 'target', user: 'target' } }],
    'current-context': 'target',
  };
}

/** client-node refuses plain HTTP unless verification is off, and would make a proxy agent of its own. */
function lenient({ 'proxy-url': _proxy, ...cluster }: ClusterEntry): ClusterEntry {
  return cluster.server?.startsWith('http:') === true ? { ...cluster, 'insecure-skip-tls-verify': true } : cluster;
}

/** A file goes before a token beside it, and its line end is no part of the token. */
async function withToken({ tokenFile, ...user }: UserEntry): Promise<UserEntry> {
  if (tokenFile === undefined) return user;
  return { ...user, token: (await readFile(tokenFile, 'utf8')).trim() };
}

/** What client-go tells such commands; many refuse to run without it. */
function withExecInfo(exec: ExecEntry, { server, cluster }: Target): ExecEntry {
  const described = {
    server,
    'tls-server-name': cluster['tls-server-name'],
    'insecure-skip-tls-verify': cluster['insecure-skip-tls-verify'],
    'certificate-authority-data': cluster['certificate-authority-data'],
    'proxy-url': cluster['proxy-url'],
  };
  const spec = { interactive: false, ...(exec.provideClusterInfo === true ? { cluster: described } : {}) };
  const info = { kind: 'ExecCredential', apiVersion: exec.apiVersion ?? 'client.authentication.k8s.io/v1', spec };
  return { ...exec, env: [...(exec.env ?? []), { name: 'KUBERNETES_EXEC_INFO', value: JSON.stringify(info) }] };
}

function headersOf(options: RequestOptions): Record<string, string> {
  const headers = Object.entries(options.headers ?? {}).filter(([, value]) => value !== undefined && value !== null);
  return Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

function impersonation(user: UserEntry): Record<string, string | readonly string[]> {
  const { as, 'as-uid': uid, 'as-groups': groups = [], 'as-user-extra': extra = {} } = user;
  if (as === undefined) return {};
  const extras = Object.entries(extra).map(([key, values]) => [`impersonate-extra-${encodeURIComponent(key)}`, values]);
  return {
    'impersonate-user': as,
    ...(uid === undefined ? {} : { 'impersonate-uid': uid }),
    ...(groups.length === 0 ? {} : { 'impersonate-group': groups }),
    ...Object.fromEntries(extras),
  };
}

function tlsOf(options: RequestOptions, cluster: ClusterEntry): Access['tls'] {
  const { ca, cert, key } = options;
  const name = cluster['tls-server-name'];
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(name === undefined ? {} : { servername: name }),
    rejectUnauthorized: cluster['insecure-skip-tls-verify'] !== true,
  };
}

const MAX_PROBLEM = 400;

function problemOf(error: unknown, exec: ExecEntry | undefined): string {
  const message = (error instanceof Error ? error.message : String(error)).trim().slice(0, MAX_PROBLEM);
  if (exec === undefined) return message;
  const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
  if (error instanceof SyntaxError) return `the command "${exec.command}" printed no JSON`;
  return missing ? `the command "${exec.command}" is not installed` : `the command "${exec.command}" failed: ${message}`;
}

function adviceOf(error: unknown, exec: ExecEntry | undefined): string | undefined {
  return (error as NodeJS.ErrnoException).code === 'ENOENT' ? exec?.installHint?.trim() : undefined;
}
