import { Agent, request } from 'node:http';
import { createHttpTransport } from '@sherpack/cluster-client/http-transport';
import type { Dial } from '@sherpack/cluster-client/http-transport';
import type { Transport } from '@sherpack/cluster-client/transport';
import type { ApiServer } from './server/api-server.ts';
import type { RunningServer } from './running-server.ts';

/** A transport, and how to end it. */
export interface SandboxTransport {
  readonly send: Transport;
  close(): Promise<void>;
}

/** Straight into a server of this process. */
export function inProcessTransport(server: ApiServer, user: string | undefined): SandboxTransport {
  return {
    async send({ method, path, headers, body, signal }) {
      const asked = { method, path, headers, ...(body === undefined ? {} : { body }), ...(signal === undefined ? {} : { signal }) };
      const answer = await server.handle({ ...asked, ...(user === undefined ? {} : { user }) });
      const lowered = Object.entries(answer.headers).map(([name, value]) => [name.toLowerCase(), value]);
      return { status: answer.status, headers: Object.fromEntries(lowered), body: answer.stream ?? answer.body ?? '' };
    },
    close: () => server.close(),
  };
}

/** Milliseconds. */
const TIMES = { connectTimeout: 5000, timeout: 60_000, streamTimeout: 600_000 };

/** To a server of another process of this machine. */
export function loopbackTransport({ port, token }: RunningServer, user: string | undefined): SandboxTransport {
  const agent = new Agent({ keepAlive: true, timeout: 30_000 });
  const own = { authorization: `Bearer ${token}`, ...(user === undefined ? {} : { 'impersonate-user': user }) };
  const dial: Dial = {
    request: (details) => request({ hostname: '127.0.0.1', port, agent, ...details, headers: { ...own, ...details.headers } }),
    prefix: '',
  };
  return {
    send: createHttpTransport({ ...TIMES, dial: async () => dial }),
    close: async () => agent.destroy(),
  };
}
