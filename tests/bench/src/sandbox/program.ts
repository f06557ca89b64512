// Bundled and run in processes of its own, one job each: what a sandbox costs must not be mixed with the benchmark's own costs.
import { createApiServer, type ApiServer } from '@sherpack/plugin-sandbox/server/api-server';
import { applyAll, manyObjects, namespace, WARM_UP, type Applied } from './objects.ts';

const [, , job = '', folder = '', kind = '', count = '0'] = process.argv;

async function send(server: ApiServer, method: string, path: string, type: string, object: unknown): Promise<void> {
  const { status, body } = await server.handle({ method, path, headers: { 'content-type': type }, ...(object === undefined ? {} : { body: JSON.stringify(object) }) });
  if (status > 201) throw new Error(`${method} ${path}: ${status} ${body ?? ''}`);
}

async function fill(server: ApiServer, objects: readonly Applied[]): Promise<number> {
  return applyAll(objects, ({ path, object }) => send(server, 'PATCH', path, 'application/apply-patch+yaml', object));
}

async function timedFill(server: ApiServer): Promise<{ readonly wall: number; readonly cpu: number }> {
  const before = cpu();
  const wall = (await fill(server, manyObjects(kind, Number(count)))) / 1000;
  return { wall, cpu: cpu() - before };
}

async function prepared(): Promise<ApiServer> {
  const server = await createApiServer({ folder });
  await send(server, 'POST', namespace.path, 'application/json', namespace.object);
  return server;
}

function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

const jobs: Readonly<Record<string, () => Promise<unknown>>> = {
  async 'first-answer'() {
    const server = await createApiServer({ folder });
    await send(server, 'GET', '/api/v1/namespaces', 'application/json', undefined);
    await server.close();
    return {};
  },
  async apply() {
    const server = await prepared();
    // What is measured is the work, not the warming up of the compiler: the real server was compiled before.
    await fill(server, manyObjects(kind, WARM_UP, 1_000_000));
    const result = await timedFill(server);
    await server.close();
    return result;
  },
  async 'apply-first'() {
    const server = await prepared();
    const result = await timedFill(server);
    await server.close();
    return result;
  },
  async memory() {
    const server = await prepared();
    await fill(server, manyObjects(kind, Number(count)));
    const result = { rss: process.memoryUsage().rss / 2 ** 20, peak: process.resourceUsage().maxRSS / 1024 };
    await server.close();
    return result;
  },
  async serve() {
    const server = await createApiServer({ folder });
    const { listen } = await import('@sherpack/plugin-sandbox/http/listen');
    return { url: (await listen(server, { token: 'bench' })).url };
  },
};

console.log(JSON.stringify(await jobs[job]?.()));
