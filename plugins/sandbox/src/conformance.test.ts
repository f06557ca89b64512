import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubernetesObject, WriteCluster } from '@sherpack/plugin-api';
import { failingTests } from '@sherpack/plugin-kit/failing-tests';
import { testCluster } from '@sherpack/plugin-kit/suites/cluster';
import { afterAll, describe, expect, it } from 'vitest';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import { createSandbox } from './sandbox.ts';
import { createSandboxes } from './sandboxes.ts';
import { serve } from './serve.ts';

const ends: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const end of ends.toReversed()) await end();
});

async function newSandboxes() {
  return createSandboxes({ folder: await mkdtemp(join(tmpdir(), 'sherpack-sandbox-')) }, {});
}

async function connect(): Promise<WriteCluster> {
  const cluster = await createSandbox(await newSandboxes()).connect(connectContext({}));
  ends.push(() => cluster.close());
  return cluster;
}

async function connectOverHttp(): Promise<WriteCluster> {
  const all = await newSandboxes();
  const served = await serve(all.find(), { config: all.config });
  ends.push(() => served.close());
  const cluster = await createSandbox(all).connect(connectContext({}));
  ends.push(() => cluster.close());
  return cluster;
}

describe('the sandbox in this process', () => {
  testCluster(connect, { describe, it, expect });
});

describe('the sandbox over HTTP', () => {
  testCluster(connectOverHttp, { describe, it, expect });
});

/** Only what is quick, for each of these runs the suite. */
const QUICK = { watch: false, finalizers: false, subresources: false, openapi: false, namespaces: false };

async function failing(change: (cluster: WriteCluster) => Partial<WriteCluster>): Promise<readonly string[]> {
  const cluster = await connect();
  return failingTests((runner) => testCluster(async () => ({ ...cluster, ...change(cluster) }), runner, QUICK), expect);
}

function rounded(object: KubernetesObject): KubernetesObject {
  return JSON.parse(JSON.stringify(object, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value))) as KubernetesObject;
}

describe('the suite for clusters', () => {
  it('lets the sandbox pass', async () => {
    expect(await failing(() => ({}))).toEqual([]);
  });

  it.each<[string, (cluster: WriteCluster) => Partial<WriteCluster>, string]>([
    ['rounds numbers', ({ get }) => ({ get: async (...given) => get(...given).then((found) => (found === undefined ? found : rounded(found))) }), 'knows a kind as soon as it is defined, keeps its numbers exact and its unknown fields'],
    ['throws for what is not there', ({ get }) => ({ get: async (...given) => get(...given).then((found) => { if (found === undefined) throw new Error('404'); return found; }) }), 'answers undefined for an object that is not there'],
    ['lists everything', ({ list }) => ({ list: async (kind, { labelSelector: _labels, ...options } = {}) => list(kind, options) }), 'lists by labels and names, whole or only metadata, each object with its kind'],
    ['creates over what is there', ({ create, replace }) => ({ create: async (...given) => create(...given).catch(() => replace(...given)) }), 'creates nothing where something is'],
    ['always takes fields over', ({ apply }) => ({ apply: async (object, options) => apply(object, { ...options, force: true }) }), 'names path and owner of a field that another manager owns, and takes it by force'],
    ['deletes whatever has the name', ({ delete: remove }) => ({ delete: async (ref, { uid: _uid, resourceVersion: _version, ...options } = {}) => remove(ref, options) }), 'deletes only the object that uid and version name'],
    ['writes in dry runs', (cluster) => ({ dryRun: cluster }), 'answers dry runs as the real writes and leaves nothing'],
  ])('finds one that %s', async (_what, change, test) => {
    expect(await failing(change)).toContain(test);
  });
});
