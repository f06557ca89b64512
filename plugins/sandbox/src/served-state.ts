import { request } from 'node:http';
import { errors } from './errors.ts';
import { statePath } from './http/state-endpoint.ts';
import type { RunningServer } from './running-server.ts';
import type { Sandbox } from './sandboxes.ts';
import { decodeState, encodeState, type HeldState } from './store/state-file.ts';

/** All objects of a sandbox from the process that serves it. @throws SANDBOX_SERVER_FAILED */
export async function readServedState(sandbox: Sandbox, server: RunningServer): Promise<HeldState> {
  try {
    return decodeState(await ask(server, 'GET', []), 'the answer');
  } catch (error) {
    throw errors.SERVER_FAILED(sandbox.name, (error as Error).message);
  }
}

/** Has the serving process put these objects in the place of all; answers the revision after it. @throws SANDBOX_SERVER_FAILED */
export async function replaceServedState(sandbox: Sandbox, server: RunningServer, state: HeldState): Promise<number> {
  try {
    const answer = JSON.parse((await ask(server, 'PUT', encodeState(state))).toString('utf8')) as { revision: number };
    return answer.revision;
  } catch (error) {
    throw errors.SERVER_FAILED(sandbox.name, (error as Error).message);
  }
}

function ask({ port, token }: RunningServer, method: string, pieces: Iterable<string>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: '127.0.0.1', port, path: statePath, method, headers: { authorization: `Bearer ${token}` }, agent: false });
    outgoing.on('error', reject).on('response', (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part)).on('error', reject).on('end', () => {
        const body = Buffer.concat(parts);
        if (response.statusCode === 200) resolve(body);
        else reject(new Error(body.toString('utf8')));
      });
    });
    for (const piece of pieces) outgoing.write(piece);
    outgoing.end();
  });
}
