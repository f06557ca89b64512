import type { ClusterSelection } from '@sherpack/plugin-api';
import { nearMiss } from '@sherpack/schema/near-miss';
import { errors } from './errors.ts';
import { inClusterConfig } from './in-cluster.ts';
import type { ClusterEntry, KubeconfigDocument, UserEntry } from './kubeconfig-document.ts';
import { kubeconfigPlaces, readKubeconfigs } from './kubeconfig-files.ts';
import type { Environment } from './kubeconfig-files.ts';

/** One server and one user, with everything that flags change already in place. */
export interface Target {
  readonly server: string;
  readonly cluster: ClusterEntry;
  readonly userName: string;
  readonly user: UserEntry;
  readonly namespace: string;
}

/** The context that flags, KUBECONFIG, the home folder or the pod's own account name. Never a guessed address. */
export async function resolveTarget(selection: ClusterSelection, environment: Environment): Promise<Target> {
  const overrides = overridesOf(selection);
  const places = kubeconfigPlaces(selection.kubeconfig, environment);
  const document = (await readKubeconfigs(places)) ?? (await inClusterConfig(environment));
  if (document === undefined) return withoutConfig(overrides, selection, [...places.files, 'the service account of a pod']);
  const { cluster, user, userName, namespace } = contextOf(document, selection.context, overrides);
  return finish({ cluster, user, userName, namespace: selection.namespace ?? namespace }, selection, overrides);
}

interface Parts {
  readonly cluster: ClusterEntry;
  readonly user: UserEntry;
  readonly userName: string;
  readonly namespace: string;
}

function withoutConfig(overrides: Overrides, selection: ClusterSelection, looked: readonly string[]): Target {
  if (overrides.server === undefined) throw errors.NO_CONFIG(looked);
  return finish({ cluster: {}, user: {}, userName: 'flags', namespace: selection.namespace ?? 'default' }, selection, overrides);
}

function contextOf(document: KubeconfigDocument, wanted: string | undefined, overrides: Overrides): Parts {
  const name = wanted ?? document['current-context'];
  const names = document.contexts.map((context) => context.name);
  if (name === undefined && overrides.server !== undefined) return { cluster: {}, user: {}, userName: 'flags', namespace: 'default' };
  if (name === undefined) throw errors.NO_CONTEXT(names);
  const context = document.contexts.find((entry) => entry.name === name)?.context;
  if (context === undefined) throw errors.UNKNOWN_CONTEXT(name, names, nearMiss(name, names));
  const cluster = document.clusters.find((entry) => entry.name === context.cluster)?.cluster;
  if (cluster === undefined) throw errors.CONFIG_INVALID('kubeconfig', `context "${name}" names cluster "${context.cluster}", which is not there`);
  const user = document.users.find((entry) => entry.name === context.user)?.user;
  if (user === undefined && context.user !== undefined && context.user !== '') {
    throw errors.CONFIG_INVALID('kubeconfig', `context "${name}" names user "${context.user}", which is not there`);
  }
  return { cluster, user: user ?? {}, userName: context.user ?? '', namespace: context.namespace ?? 'default' };
}

function finish(parts: Parts, selection: ClusterSelection, overrides: Overrides): Target {
  const server = (overrides.server ?? parts.cluster.server ?? '').replace(/\/+$/, '');
  if (server === '') throw errors.CONFIG_INVALID('kubeconfig', 'its cluster has no server');
  if (!/^https?:\/\//.test(server) || !URL.canParse(server)) throw errors.CONFIG_INVALID('kubeconfig', `"${server}" is no address of a server`);
  return { ...parts, server, cluster: { ...overriddenCluster(parts.cluster, overrides), server }, user: overriddenUser(parts.user, selection, overrides) };
}

function overriddenCluster(cluster: ClusterEntry, { caFile, tlsServerName, insecure }: Overrides): ClusterEntry {
  const { 'certificate-authority': ca, 'certificate-authority-data': data, ...rest } = cluster;
  // A server that is not verified must have no authority, and one given by flag replaces the other.
  const authority = insecure || caFile !== undefined ? {} : { ...(ca === undefined ? {} : { 'certificate-authority': ca }), ...(data === undefined ? {} : { 'certificate-authority-data': data }) };
  return {
    ...rest,
    ...authority,
    ...(caFile === undefined ? {} : { 'certificate-authority': caFile }),
    ...(tlsServerName === undefined ? {} : { 'tls-server-name': tlsServerName }),
    ...(insecure ? { 'insecure-skip-tls-verify': true } : {}),
  };
}

function overriddenUser(user: UserEntry, selection: ClusterSelection, { token }: Overrides): UserEntry {
  const known = token === undefined ? user : { ...impersonationOf(user), token };
  if (selection.as === undefined && selection.asGroups === undefined) return known;
  const { as: _as, 'as-uid': _uid, 'as-groups': _groups, 'as-user-extra': _extra, ...own } = known;
  if (selection.as === undefined) throw errors.OVERRIDE_INVALID('--as-group', 'it needs --as as well');
  return { ...own, as: selection.as, 'as-groups': selection.asGroups ?? [] };
}

function impersonationOf(user: UserEntry): UserEntry {
  const { as, 'as-uid': uid, 'as-groups': groups, 'as-user-extra': extra } = user;
  return {
    ...(as === undefined ? {} : { as }),
    ...(uid === undefined ? {} : { 'as-uid': uid }),
    ...(groups === undefined ? {} : { 'as-groups': groups }),
    ...(extra === undefined ? {} : { 'as-user-extra': extra }),
  };
}

interface Overrides {
  readonly server: string | undefined;
  readonly token: string | undefined;
  readonly caFile: string | undefined;
  readonly tlsServerName: string | undefined;
  readonly insecure: boolean;
}

/** Helm's `--kube-…` flags, by what stands after that prefix. */
function overridesOf({ overrides = {} }: ClusterSelection): Overrides {
  return {
    server: overrides['apiserver'] ?? overrides['server'],
    token: overrides['token'],
    caFile: overrides['caFile'],
    tlsServerName: overrides['tlsServerName'],
    insecure: (overrides['insecureSkipTlsVerify'] ?? overrides['insecure']) === 'true',
  };
}
