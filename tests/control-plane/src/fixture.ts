import { randomBytes } from 'node:crypto';
import { auditMark, readAudit, type AuditEvent, type AuditFilter } from './audit.ts';
import type { ControlPlane } from './control-plane.ts';
import { leftovers, type Leftover } from './leftovers.ts';
import { startProxy, type FaultProxy, type ProxyOptions } from './proxy.ts';
import { run, type Outcome, type RunOptions } from './run.ts';
import { helmPath, kubectlPath } from './tools.ts';
import { waitFor } from './wait.ts';

export interface TestNamespaceOptions {
  /** Begins the namespace's name; `t` where it is absent. */
  readonly prefix?: string;
  /** All rights in the whole cluster instead of in the namespace: for CRDs and other cluster-scoped things. */
  readonly clusterAdmin?: boolean;
}

/** A namespace of a test's own, and a user of its own who may do everything in it. */
export interface TestNamespace {
  readonly name: string;
  readonly user: string;
  /** Of the user, with this namespace in its context. */
  readonly kubeconfig: string;
  /** What the user has asked of the API server since the namespace was made. */
  audit(filter?: Omit<AuditFilter, 'user'>): AuditEvent[];
  /** What the user made and is still there. */
  leftovers(): Promise<Leftover[]>;
  /** A fault proxy for the user; stopped by cleanup(). */
  proxy(options?: ProxyOptions): Promise<FaultProxy>;
  kubectl(...args: string[]): Promise<Outcome>;
  helm(...args: string[]): Promise<Outcome>;
  /** Runs a program as the user. */
  run(command: string, args: readonly string[], options?: RunOptions): Promise<Outcome>;
  /** Another user without any rights, to grant some or to see a refusal. */
  stranger(name: string, groups?: readonly string[]): Promise<string>;
  /**
   * Stops the proxies and deletes the namespace and what was granted. With `wait` until it is gone, which takes the
   * namespace controller 5 s and more; no other test meets it meanwhile.
   */
  cleanup(options?: { readonly wait?: boolean }): Promise<void>;
}

/** Makes a namespace, a user and a role binding, and waits until pods can be made in it. */
export async function testNamespace(controlPlane: ControlPlane, options: TestNamespaceOptions = {}): Promise<TestNamespace> {
  const { connection, auditLog, folder } = controlPlane;
  const id = randomBytes(4).toString('hex');
  const name = `${options.prefix ?? 't'}-${id}`;
  const user = `tester-${id}`;
  const since = auditLog === undefined ? 0 : auditMark(auditLog);
  const bindings = options.clusterAdmin ? '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings' : `/apis/rbac.authorization.k8s.io/v1/namespaces/${name}/rolebindings`;
  await connection.demand('POST', '/api/v1/namespaces', { body: { apiVersion: 'v1', kind: 'Namespace', metadata: { name } } });
  await connection.demand('POST', bindings, { body: binding(user, options.clusterAdmin === true) });
  await waitFor(`the default service account of ${name}`, () => connection.find(`/api/v1/namespaces/${name}/serviceaccounts/default`), { intervalMs: 25 });
  const kubeconfig = await controlPlane.user(user, [], { namespace: name });
  const proxies: FaultProxy[] = [];

  async function proxy(proxyOptions: ProxyOptions = {}): Promise<FaultProxy> {
    const started = await startProxy(kubeconfig, folder, proxyOptions);
    proxies.push(started);
    return started;
  }

  async function cleanup({ wait = false }: { readonly wait?: boolean } = {}): Promise<void> {
    await Promise.all(proxies.map((one) => one.stop()));
    if (options.clusterAdmin) await connection.request('DELETE', `${bindings}/${user}`);
    await connection.request('DELETE', `/api/v1/namespaces/${name}`);
    if (wait) await waitFor(`the end of namespace ${name}`, async () => (await connection.find(`/api/v1/namespaces/${name}`)) === undefined);
  }

  return {
    name,
    user,
    kubeconfig,
    audit: (filter = {}) => readAudit(required(auditLog), { since, ...filter, user }),
    leftovers: () => leftovers(controlPlane, user, since),
    proxy,
    kubectl: async (...args) => run(await kubectlPath(), args, { kubeconfig }),
    helm: async (...args) => run(await helmPath(), args, { kubeconfig }),
    run: (command, args, runOptions = {}) => run(command, args, { kubeconfig, ...runOptions }),
    stranger: (stranger, groups = []) => controlPlane.user(stranger, groups, { namespace: name }),
    cleanup,
  };
}

function binding(user: string, everywhere: boolean): Record<string, unknown> {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: everywhere ? 'ClusterRoleBinding' : 'RoleBinding',
    metadata: { name: user },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: user }],
  };
}

function required(auditLog: string | undefined): string {
  if (auditLog === undefined) throw new Error('an existing cluster gives no audit log');
  return auditLog;
}
