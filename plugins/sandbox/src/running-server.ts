import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import { isObject } from '@sherpack/plugin-api';
import type { Sandbox } from './sandboxes.ts';

/** A process that serves a sandbox over HTTP: the content of its `server.json`. */
export interface RunningServer {
  readonly pid: number;
  readonly port: number;
  readonly token: string;
}

export function serverFile({ folder }: Sandbox): string {
  return join(folder, 'server.json');
}

export function kubeconfigFile({ folder }: Sandbox): string {
  return join(folder, 'kubeconfig');
}

export function serverAddress({ port }: Pick<RunningServer, 'port'>): string {
  return `http://127.0.0.1:${port}`;
}

/** The server of a sandbox, if one answers. A file that a killed process left behind is no server. */
export async function findRunning(sandbox: Sandbox): Promise<RunningServer | undefined> {
  const server = await readServer(sandbox);
  return server !== undefined && (await answers(server)) ? server : undefined;
}

async function readServer(sandbox: Sandbox): Promise<RunningServer | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(serverFile(sandbox), 'utf8'));
    return isServer(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isServer(value: unknown): value is RunningServer {
  return isObject(value) && typeof value['pid'] === 'number' && typeof value['port'] === 'number' && typeof value['token'] === 'string';
}

/** Milliseconds; it is a process of this machine. */
const PATIENCE = 5000;

/** Only the right server knows the token, so another program on that port is not taken for it. */
function answers({ port, token }: RunningServer): Promise<boolean> {
  return new Promise((resolve) => {
    const headers = { authorization: `Bearer ${token}` };
    const outgoing = request({ host: '127.0.0.1', port, path: '/version', headers, timeout: PATIENCE, agent: false });
    outgoing.on('response', (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => resolve(false)).on('close', () => resolve(false)).end();
  });
}
