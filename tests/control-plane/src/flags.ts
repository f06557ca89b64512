import { join } from 'node:path';

/** Where the parts of one control plane lie and listen. */
export interface Layout {
  readonly folder: string;
  readonly apiPort: number;
  readonly etcdEndpoint: string;
  /** Several control planes may live in one etcd, each under its own prefix. */
  readonly etcdPrefix: string;
}

/** The service range is a /16 because a suite with a namespace per test can use up a /24. */
export const serviceAddress = '10.0.0.1';
const serviceRange = '10.0.0.0/16';

/** No fsync: the data never outlives the process. */
export function etcdFlags(folder: string, clientPort: number, peerPort: number): string[] {
  const client = `http://127.0.0.1:${clientPort}`;
  const peer = `http://127.0.0.1:${peerPort}`;
  return [
    `--data-dir=${join(folder, 'etcd')}`, '--unsafe-no-fsync', '--name=t', '--log-level=warn',
    `--listen-client-urls=${client}`, `--advertise-client-urls=${client}`,
    `--listen-peer-urls=${peer}`, `--initial-advertise-peer-urls=${peer}`, `--initial-cluster=t=${peer}`,
  ];
}

/**
 * The audit log is not rotated, since readers hold offsets into it, and blocking, so that a request's line is there
 * when its answer is. The kubelet's certificate is not checked: the fake kubelet signs its own.
 */
export function apiServerFlags(layout: Layout): string[] {
  return [
    `--etcd-servers=${layout.etcdEndpoint}`, `--etcd-prefix=${layout.etcdPrefix}`,
    '--bind-address=127.0.0.1', '--advertise-address=127.0.0.1', `--secure-port=${layout.apiPort}`,
    `--tls-cert-file=${pki(layout, 'apiserver.crt')}`, `--tls-private-key-file=${pki(layout, 'apiserver.key')}`, `--client-ca-file=${pki(layout, 'ca.crt')}`,
    '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${pki(layout, 'sa.pub')}`, `--service-account-signing-key-file=${pki(layout, 'sa.key')}`,
    `--kubelet-client-certificate=${pki(layout, 'apiserver.crt')}`, `--kubelet-client-key=${pki(layout, 'apiserver.key')}`, '--kubelet-preferred-address-types=InternalIP',
    `--service-cluster-ip-range=${serviceRange}`, '--authorization-mode=RBAC', '--allow-privileged=true', '--endpoint-reconciler-type=none',
    `--audit-policy-file=${join(layout.folder, 'audit-policy.json')}`, `--audit-log-path=${join(layout.folder, 'audit.log')}`,
    '--audit-log-mode=blocking', '--audit-log-maxsize=100000',
  ];
}

/** All controllers are on: garbage collector, namespace and role aggregation are what a package manager leans on. */
export function controllerManagerFlags(layout: Layout): string[] {
  return [
    `--kubeconfig=${join(layout.folder, 'controller-manager.kubeconfig')}`, '--use-service-account-credentials', `--service-account-private-key-file=${pki(layout, 'sa.key')}`,
    `--root-ca-file=${pki(layout, 'ca.crt')}`, `--cluster-signing-cert-file=${pki(layout, 'ca.crt')}`, `--cluster-signing-key-file=${pki(layout, 'ca.key')}`,
    '--leader-elect=false', '--kube-api-qps=1000', '--kube-api-burst=1000', '--secure-port=0',
  ];
}

export function schedulerFlags(layout: Layout): string[] {
  return [`--kubeconfig=${join(layout.folder, 'scheduler.kubeconfig')}`, '--leader-elect=false', '--kube-api-qps=1000', '--kube-api-burst=1000', '--secure-port=0'];
}

function pki(layout: Layout, name: string): string {
  return join(layout.folder, 'pki', name);
}
