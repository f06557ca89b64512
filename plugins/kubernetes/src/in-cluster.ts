import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { KubeconfigDocument } from './kubeconfig-document.ts';
import type { Environment } from './kubeconfig-files.ts';

/** Where a pod finds its service account. */
const ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The connection that every pod has, when this process runs in one; client-go `rest.InClusterConfig`. */
export async function inClusterConfig(environment: Environment, root = ''): Promise<KubeconfigDocument | undefined> {
  const host = environment['KUBERNETES_SERVICE_HOST'];
  const port = environment['KUBERNETES_SERVICE_PORT'];
  const folder = join(root, ACCOUNT);
  if (host === undefined || port === undefined || !(await exists(join(folder, 'token')))) return undefined;
  const server = `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
  const namespace = await optionalText(join(folder, 'namespace'));
  return {
    clusters: [{ name: 'in-cluster', cluster: { server, 'certificate-authority': join(folder, 'ca.crt') } }],
    users: [{ name: 'in-cluster', user: { tokenFile: join(folder, 'token') } }],
    contexts: [{ name: 'in-cluster', context: { cluster: 'in-cluster', user: 'in-cluster', ...(namespace === undefined ? {} : { namespace }) } }],
    'current-context': 'in-cluster',
  };
}

async function exists(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

async function optionalText(file: string): Promise<string | undefined> {
  try {
    const text = (await readFile(file, 'utf8')).trim();
    return text === '' ? undefined : text;
  } catch {
    return undefined;
  }
}
