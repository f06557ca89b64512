import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import type { RequestOptions } from 'node:https';
import type { UserEntry } from './kubeconfig-document.ts';
import type { Target } from './target.ts';

/** Whether all that the server is shown stands in the kubeconfig or in a file that it names: no command has to make it. */
export function areFixed(user: UserEntry): boolean {
  return user.exec === undefined && user['auth-provider'] === undefined;
}

/**
 * What goes before what, as in client-go's `rest.Config`: bytes in the kubeconfig before a file that it names, a token
 * before a password.
 */
export async function fixedCredentials({ cluster, user }: Target, token: string | undefined): Promise<RequestOptions> {
  const ca = await bytesOf(cluster['certificate-authority-data'], cluster['certificate-authority']);
  const cert = await bytesOf(user['client-certificate-data'], user['client-certificate']);
  const key = await bytesOf(user['client-key-data'], user['client-key']);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert }),
    ...(key === undefined ? {} : { key }),
    ...(token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }),
    ...(user.username === undefined || token !== undefined ? {} : { auth: `${user.username}:${user.password ?? ''}` }),
  };
}

async function bytesOf(data: string | undefined, file: string | undefined): Promise<Buffer | undefined> {
  if (data !== undefined && data !== '') return Buffer.from(data, 'base64');
  return file === undefined || file === '' ? undefined : readFile(file);
}
