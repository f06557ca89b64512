import fs from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import type { SherpackError, WriteCluster } from '@sherpack/plugin-api';
import { connectContext } from '@sherpack/plugin-kit/connect-context';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../fixtures/command-context.ts';
import { command as reset } from './commands/reset.ts';
import { command as restore } from './commands/restore.ts';
import { command as snapshot } from './commands/snapshot.ts';
import { createSandbox } from './sandbox.ts';
import { createSandboxes } from './sandboxes.ts';
import type { Sandboxes } from './sandboxes.ts';
import { serve } from './serve.ts';
import type { Served } from './serve.ts';
import type { SnapshotReport } from './snapshot.ts';

let all: Sandboxes;
const served: Served[] = [];

beforeEach(async () => {
  all = createSandboxes({ folder: await mkdtemp(join(tmpdir(), 'sherpack-sandbox-')), controllers: false }, {});
});

afterAll(async () => {
  for (const one of served) await one.close();
});

async function start(name?: string): Promise<Served> {
  const one = await serve(all.find(name), { config: all.config });
  served.push(one);
  return one;
}

async function use<T>(work: (cluster: WriteCluster) => Promise<T>, sandbox = 'default'): Promise<T> {
  const cluster = await createSandbox(all).connect(connectContext({ overrides: { sandbox } }));
  try {
    return await work(cluster);
  } finally {
    await cluster.close();
  }
}

function configMap(name: string, data: Record<string, string> = {}): { apiVersion: string; kind: string; metadata: { name: string; namespace: string }; data: Record<string, string> } {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data };
}

async function names(sandbox?: string): Promise<string[]> {
  return use(async (cluster) => (await cluster.list({ apiVersion: 'v1', kind: 'ConfigMap' })).items.map(({ metadata }) => metadata.name ?? ''), sandbox);
}

async function take(args: Record<string, string> = {}, options: Record<string, unknown> = {}): Promise<SnapshotReport> {
  return (await runCommand(snapshot, all, { args, options, folder: all.root })) as SnapshotReport;
}

async function goBack(args: Record<string, string> = {}, options: Record<string, unknown> = {}): Promise<SnapshotReport> {
  return (await runCommand(restore, all, { args, options: { yes: true, ...options }, folder: all.root })) as SnapshotReport;
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  return work.then(() => 'nothing', (error: unknown) => (error as SherpackError).code);
}

describe.each(['not served', 'served'])('a snapshot of a sandbox that is %s', (how) => {
  async function begin(): Promise<void> {
    if (how === 'served') await start();
    await use((cluster) => cluster.create(configMap('a', { k: '1' })));
  }

  it('brings everything back, whatever happened since, under a higher version', async () => {
    await begin();
    const taken = await take({ snapshot: 'before' });
    expect(taken).toEqual({ name: 'default', file: join(all.root, '.snapshots', 'default', 'before.snapshot'), objects: expect.any(Number) as number, resourceVersion: expect.any(String) as string });
    expect(fs.statSync(taken.file).mode & 0o777).toBe(0o600);
    await use(async (cluster) => {
      await cluster.delete({ ...configMap('a'), name: 'a', namespace: 'default' });
      await cluster.create(configMap('b'));
    });
    const report = await goBack({ snapshot: 'before' });
    expect(await names()).toEqual(['a']);
    expect(report.objects).toBe(taken.objects);
    expect(Number(report.resourceVersion)).toBeGreaterThan(Number(taken.resourceVersion) + 2);
    expect(await use(async (cluster) => Number((await cluster.create(configMap('c'))).object.metadata.resourceVersion))).toBeGreaterThan(Number(report.resourceVersion));
  });

  it('takes the newest with a name, fills another sandbox, and asks before', async () => {
    await begin();
    await take();
    expect(await codeOf(goBack({}, { name: 'other' }))).toBe('SANDBOX_SNAPSHOT_NOT_FOUND');
    const { file } = await take({ snapshot: './mine.snapshot' });
    expect(file).toBe(join(all.root, 'mine.snapshot'));
    expect(await codeOf(runCommand(restore, all, { args: { snapshot: file }, confirm: false }))).toBe('SANDBOX_NOT_CONFIRMED');
    await goBack({ snapshot: 'mine.snapshot' }, { name: 'other' });
    expect(await names('other')).toEqual(['a']);
    await use((cluster) => cluster.create(configMap('b')));
    await goBack();
    expect(await names()).toEqual(['a']);
  });

  it('is refused when it is damaged, cut off, foreign or not there, and nothing changes', async () => {
    await begin();
    const { file } = await take({ snapshot: 'before' });
    const bytes = fs.readFileSync(file);
    const text = gunzipSync(bytes).toString('utf8');
    const lines = text.split('\n');
    const bad: Record<string, Buffer> = {
      cut: bytes.subarray(0, bytes.length - 20),
      flipped: gzipSync(text.replace('"k":"1"', '"k":"2"')),
      short: gzipSync(`${lines.slice(0, -2).join('\n')}\n`),
      foreign: gzipSync('{"kind":"List","items":[]}\n'),
      plain: Buffer.from('apiVersion: v1\n'),
      empty: Buffer.alloc(0),
    };
    await use((cluster) => cluster.create(configMap('b')));
    for (const [name, content] of Object.entries(bad)) {
      fs.writeFileSync(join(all.root, `${name}.snapshot`), content);
      expect([name, await codeOf(goBack({ snapshot: `${name}.snapshot` }))]).toEqual([name, 'SANDBOX_SNAPSHOT_UNREADABLE']);
    }
    expect(await codeOf(goBack({ snapshot: 'befor' }))).toBe('SANDBOX_SNAPSHOT_NOT_FOUND');
    expect(await names()).toEqual(['a', 'b']);
  });

  it('does not overwrite a file without being told, nor leaves half of one', async () => {
    await begin();
    await take({ snapshot: 'x' });
    expect(await codeOf(take({ snapshot: 'x' }))).toBe('SANDBOX_SNAPSHOT_EXISTS');
    await take({ snapshot: 'x' }, { force: true });
    expect(await codeOf(take({ snapshot: './no/such/folder' }))).toBe('SANDBOX_SNAPSHOT_UNWRITABLE');
    expect(fs.readdirSync(join(all.root, '.snapshots', 'default'))).toEqual(['x.snapshot']);
  });
});

describe('a restored sandbox', () => {
  it('knows the custom kinds of the snapshot and no others', async () => {
    await start();
    await take({ snapshot: 'without' });
    await use((cluster) => cluster.create(definition));
    await use((cluster) => cluster.create({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 't', namespace: 'default' } }));
    await take({ snapshot: 'with' });
    await goBack({ snapshot: 'without' });
    const [one] = served.slice(-1);
    async function status(): Promise<number> {
      return (await fetch(`http://127.0.0.1:${one?.port}/apis/example.com/v1/namespaces/default/things/t`, { headers: { authorization: `Bearer ${one?.token}` } })).status;
    }
    expect(await status()).toBe(404);
    await goBack({ snapshot: 'with' });
    expect(await status()).toBe(200);
  });

  it('ends watches, whose clients are told to list again when they go on from before', async () => {
    const { port, token } = await start();
    const base = `http://127.0.0.1:${port}/api/v1/namespaces/default/configmaps?watch=true`;
    const headers = { authorization: `Bearer ${token}` };
    await use((cluster) => cluster.create(configMap('a')));
    const { resourceVersion } = await take({ snapshot: 'x' });
    const watch = await fetch(base, { headers });
    await goBack({ snapshot: 'x' });
    expect((await watch.text()).trim().split('\n').map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(['ADDED']);
    const again = await fetch(`${base}&resourceVersion=${resourceVersion}`, { headers });
    expect(JSON.parse(await again.text())).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
  });

  it('is not made up where none was used', async () => {
    expect(await codeOf(take({ snapshot: 'x' }, { name: 'typo' }))).toBe('SANDBOX_UNUSED');
    expect(await all.names()).toEqual([]);
  });

  it('keeps its snapshots when it is emptied', async () => {
    await use((cluster) => cluster.create(configMap('a')));
    await take({ snapshot: 'x' });
    await runCommand(reset, all, { options: { yes: true } });
    await goBack();
    expect(await names()).toEqual(['a']);
  });
});

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'things', kind: 'Thing' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } }],
  },
};
