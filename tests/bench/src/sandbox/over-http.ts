import type { Connection } from '@sherpack/control-plane/connection';
import { applyAll, manyObjects, namespace } from './objects.ts';

/** Seconds to apply objects over HTTP in an empty namespace, which is gone afterwards; calls back in between. */
export async function applyOverHttp(api: Connection, kind: string, count: number, applied: () => void = () => undefined): Promise<number> {
  await api.demand('POST', namespace.path, { body: namespace.object });
  const ms = await applyAll(manyObjects(kind, count), ({ path, object }) => api.demand('PATCH', path, { body: object, contentType: 'application/apply-patch+yaml' }));
  applied();
  await api.demand('DELETE', `${namespace.path}/bench`);
  while ((await api.request('GET', `${namespace.path}/bench`)).status !== 404) await new Promise((resolve) => setTimeout(resolve, 100));
  return ms / 1000;
}

const CONFIG_MAP = '/api/v1/namespaces/default/configmaps';

/** Milliseconds from the write of a change to its sight by the last of many watchers: the median of several changes. */
export async function reachWatchers(api: Connection, watchers: number, changes: number): Promise<number> {
  const name = `watched-${watchers}`;
  const created = await api.demand<{ metadata: { resourceVersion: string } }>('POST', CONFIG_MAP, { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } } });
  const audience = new Audience(watchers);
  const path = `${CONFIG_MAP}?watch=true&fieldSelector=metadata.name%3D${name}&resourceVersion=${created.metadata.resourceVersion}`;
  const streams = await Promise.all(Array.from({ length: watchers }, () => api.open(path)));
  for (const stream of streams) stream.on('error', () => undefined).on('data', (part: Buffer) => audience.hear(part));
  const times: number[] = [];
  for (let change = 0; change < changes; change += 1) {
    const start = performance.now();
    const heard = audience.next();
    await Promise.all([api.demand('PATCH', `${CONFIG_MAP}/${name}`, { body: { data: { change: String(change) } }, contentType: 'application/merge-patch+json' }), heard]);
    times.push(performance.now() - start);
  }
  for (const stream of streams) stream.destroy();
  await api.demand('DELETE', `${CONFIG_MAP}/${name}`);
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

/** Knows when all have heard of a change; each change is one line. */
class Audience {
  readonly #size: number;
  #missing = 0;
  #done: () => void = () => undefined;

  constructor(size: number) {
    this.#size = size;
  }

  next(): Promise<void> {
    this.#missing = this.#size;
    return new Promise((resolve) => (this.#done = resolve));
  }

  hear(part: Buffer): void {
    for (const byte of part) if (byte === 10) this.#missing -= 1;
    if (this.#missing === 0) this.#done();
  }
}
