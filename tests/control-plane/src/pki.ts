import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createAuthority, issueCertificate, type KeyPair } from './certificate.ts';
import { serviceAddress } from './flags.ts';
import { writeKubeconfig } from './kubeconfig.ts';

/** Makes the authority, the server's certificate, the service account key and the kubeconfigs of the components. */
export async function createPki(folder: string, server: string): Promise<{ authority: KeyPair; admin: string }> {
  mkdirSync(join(folder, 'pki'), { recursive: true });
  const authority = await createAuthority();
  store(folder, 'ca', authority);
  const hosts = ['127.0.0.1', serviceAddress, 'localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'];
  store(folder, 'apiserver', await issueCertificate(authority, { name: 'kube-apiserver', groups: ['system:masters'], hosts }));
  const tokens = generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  writeFileSync(join(folder, 'pki', 'sa.pub'), tokens.publicKey);
  writeFileSync(join(folder, 'pki', 'sa.key'), tokens.privateKey, { mode: 0o600 });
  // The bootstrap RBAC rules know the two components by these names.
  await identity(folder, server, authority, 'controller-manager', 'system:kube-controller-manager');
  await identity(folder, server, authority, 'scheduler', 'system:kube-scheduler');
  await identity(folder, server, authority, 'kubelet', 'system:fake-kubelet', ['system:masters']);
  await identity(folder, server, authority, 'harness', 'system:harness', ['system:masters']);
  const admin = await identity(folder, server, authority, 'admin', 'admin', ['system:masters']);
  return { authority, admin };
}

/** The authority of a control plane that another process started. */
export function loadAuthority(folder: string): KeyPair {
  const [certificate = '', key = ''] = ['ca.crt', 'ca.key'].map((name) => readFileSync(join(folder, 'pki', name), 'utf8'));
  return { certificate, key };
}

/** Writes `<file>.kubeconfig` for a user with a client certificate, and returns its path. */
export async function identity(folder: string, server: string, authority: KeyPair, file: string, name: string, groups: readonly string[] = [], namespace?: string): Promise<string> {
  const { certificate, key } = await issueCertificate(authority, { name, groups });
  return writeKubeconfig(join(folder, `${file}.kubeconfig`), { server, authority: authority.certificate, certificate, key, ...(namespace && { namespace }) });
}

function store(folder: string, name: string, pair: KeyPair): void {
  writeFileSync(join(folder, 'pki', `${name}.crt`), pair.certificate);
  writeFileSync(join(folder, 'pki', `${name}.key`), pair.key, { mode: 0o600 });
}
