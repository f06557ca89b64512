import { virtualClock, type VirtualClock } from '../clock.ts';
import { createApiServer, type ApiServer, type ApiServerOptions } from './api-server.ts';
import type { KubeObject } from './api-types.ts';

export interface Reply {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: KubeObject & { message?: string; reason?: string; items?: KubeObject[] };
}

/** A server under a virtual clock with short ways to ask it, for tests. */
export interface TestClient {
  readonly server: ApiServer;
  readonly clock: VirtualClock;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply>;
  get(path: string): Promise<Reply['body']>;
  items(path: string): Promise<KubeObject[]>;
  apply(path: string, object: unknown, manager?: string, force?: boolean): Promise<Reply>;
  /** Moves time and lets the controllers do what falls due. */
  pass(ms: number): Promise<void>;
}

export async function testClient(options: ApiServerOptions = {}): Promise<TestClient> {
  const clock = virtualClock();
  const server = await createApiServer({ clock, ...options });
  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    const response = await server.handle({ method, path, headers: { 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: text }) });
    return { status: response.status, headers: response.headers, body: response.body?.startsWith('{') ? JSON.parse(response.body) : { message: response.body } };
  }
  return {
    server,
    clock,
    call,
    get: async (path) => (await call('GET', path)).body,
    items: async (path) => (await call('GET', path)).body.items ?? [],
    apply: (path, object, manager = 'test', force = false) => call('PATCH', `${path}?fieldManager=${manager}&force=${force}`, object, { 'content-type': 'application/apply-patch+yaml' }),
    async pass(ms) {
      await clock.advance(ms);
      await server.settle();
    },
  };
}

/** A Deployment, StatefulSet or DaemonSet whose pods behave as an annotation says. */
export function workload(kind: string, name: string, spec: Record<string, unknown> = {}, behaviour?: string, image = 'img:1'): Record<string, unknown> {
  const annotations = behaviour === undefined ? {} : { 'sandbox.sherpack.io/behaviour': behaviour };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name },
    spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name }, annotations }, spec: { containers: [{ name: 'c', image }] } }, ...spec },
  };
}
