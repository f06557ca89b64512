import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { KubernetesObject, StorageDriver } from '@sherpack/plugin-api';
import { createManualClock } from '../../fixtures/manual-clock.ts';
import { createMemoryCluster } from '../../fixtures/memory-cluster.ts';
import type { MemoryCluster } from '../../fixtures/memory-cluster.ts';
import { revisionOf } from '../../fixtures/revision.ts';
import { accessTo, servicesOf } from '../../fixtures/services.ts';
import zstd from '../compressions/zstd.ts';
import type { StorageConfig } from '../config.ts';
import { createReleaseStores, openParts } from '../open-store.ts';
import { verifyRelease } from '../verify-records.ts';
import { migrateRelease } from './migrate-releases.ts';
import type { Migration } from './migrate-releases.ts';

const WEB = { name: 'web', namespace: 'shop' };
const MANIFEST = '---\n# Source: web/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';
const folder = mkdtempSync(join(tmpdir(), 'sherpack-migrate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function world(config?: StorageConfig) {
  const cluster = createMemoryCluster(['shop']);
  const clock = createManualClock();
  const context = { services: servicesOf(clock, config), access: accessTo(cluster) };
  return { cluster, clock, context };
}

type World = ReturnType<typeof world>;

async function install({ context }: World, count = 3): Promise<void> {
  const store = await createReleaseStores(context.services).open(context.access, { write: true });
  for (let revision = 1; revision <= count; revision++) {
    const held = await store.hold(WEB);
    const manifests = [{ template: 'web/templates/s.yaml', text: `kind: Secret\nstringData:\n  password: swordfish-${revision}\n`, secretPaths: [['stringData', 'password']] }];
    await held.write(revisionOf(WEB, revision, { manifests, status: revision === 2 ? 'failed' : 'deployed' }), { files: [{ path: 'Pack.yaml', content: Buffer.from('name: web') }] });
    await held.end();
  }
}

async function snapshot({ context }: World) {
  const store = await createReleaseStores(context.services).open(context.access);
  const summaries = await store.summaries();
  const revisions = await Promise.all(summaries.map(({ release, revision }) => store.read(release, revision)));
  const files = await Promise.all(summaries.map(async ({ release, revision }) => (await store.files(release, revision)).map(({ path, content }) => [path, Buffer.from(content).toString()])));
  return { summaries, revisions, files };
}

async function migrate({ context }: World, migration: Partial<Migration>) {
  return migrateRelease(WEB, { to: undefined, from: undefined, dryRun: false, ...migration }, context);
}

function objectsOf({ cluster }: World): readonly string[] {
  return [...cluster.objects.values()].map(({ kind, metadata }) => `${kind} ${metadata.name?.replace(/blob\.\w+/, 'blob')}`).toSorted();
}

describe('moving a release to another driver', () => {
  it('keeps history, status, secrets and files, and leaves a signpost and the key', async () => {
    const made = world();
    await install(made);
    const before = await snapshot(made);
    const { done, revisions } = await migrate(made, { to: { driver: 'configmap', options: {} } });
    expect([done, revisions]).toEqual(['moved from secrets to configmap', 3]);
    expect(await snapshot(made)).toEqual(before);
    expect(objectsOf(made).filter((name) => name.startsWith('Secret'))).toEqual(['Secret sherpack.web.head', 'Secret sherpack.web.key']);
  });

  it('goes round through all drivers and back, and leaves nothing on the way', async () => {
    const made = world();
    await install(made);
    const before = await snapshot(made);
    const startedWith = objectsOf(made).length;
    for (const to of ['configmap', `file:${join(folder, 'records')}`, `sql:sqlite:${join(folder, 'records.db')}`, 'secrets']) {
      await migrate(made, { to: { driver: to.split(':')[0] ?? '', options: optionsOf(to) } });
      expect(await snapshot(made)).toEqual(before);
    }
    expect(objectsOf(made).every((name) => name.startsWith('Secret'))).toBe(true);
    expect(objectsOf(made).length).toBeLessThanOrEqual(startedWith);
    expect(readdirSync(join(folder, 'records/shop/web')).filter((name) => name.endsWith('.entry'))).toEqual([]);
  });

  it('says what it would do, and does nothing, in a dry run', async () => {
    const made = world();
    await install(made);
    made.cluster.calls.length = 0;
    expect((await migrate(made, { to: { driver: 'configmap', options: {} }, dryRun: true })).done).toBe('would be moved from secrets to configmap');
    expect(made.cluster.calls.filter((call) => !/^(get|list) /.test(call))).toEqual([]);
  });

  it('goes on when it is run again, wherever it died, and nobody ever sees less than all', { timeout: 120_000 }, async () => {
    for (let at = 1; at < 200; at++) {
      const made = world();
      await install(made, 2);
      const before = await snapshot(made);
      const died = await migrate(withDeath(made, at), { to: { driver: 'configmap', options: {} } }).then(() => false, () => true);
      expect(await snapshot(made)).toEqual(before);
      if (!died) return;
      made.clock.move(15_001);
      await migrate(made, { to: { driver: 'configmap', options: {} } });
      expect(await snapshot(made)).toEqual(before);
    }
    throw new Error('the migration never came to its end');
  });
});

function optionsOf(to: string): Readonly<Record<string, string>> {
  const [driver = '', ...rest] = to.split(':');
  if (rest.length === 0) return {};
  return driver === 'file' ? { path: rest.join(':') } : { url: rest.join(':') };
}

/** The same world, of a process that dies at a call of a driver. */
function withDeath(made: World, at: number): World {
  let calls = 0;
  const drivers = made.context.services.drivers;
  const call = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    calls += 1;
    if (calls >= at) throw new Error('dead');
    return work();
  };
  const mortal = (driver: StorageDriver): StorageDriver => ({
    ...driver,
    get: (key) => call(() => driver.get(key)), list: (query) => call(() => driver.list(query)),
    put: (...args) => call(() => driver.put(...args)), delete: (...args) => call(() => driver.delete(...args)),
  });
  const services = { ...made.context.services, drivers: { ...drivers, get: async (key: string) => ({ open: async (context: Parameters<Awaited<ReturnType<typeof drivers.get>>['open']>[0]) => mortal(await (await drivers.get(key)).open(context)) }) } };
  return { ...made, context: { ...made.context, services } };
}

describe('writing records anew in chunks', () => {
  it('makes them share what is common, and keeps all that they say', async () => {
    const whole = world({ chunking: { enabled: false } });
    await install(whole);
    expect(objectsOf(whole).filter((name) => name.includes('blob'))).toEqual([]);
    const before = await snapshot(whole);
    const chunked = { ...whole, context: { ...whole.context, services: servicesOf(whole.clock) } };
    expect((await migrate(chunked, { })).done).toBe('rewritten in chunks');
    expect(objectsOf(whole).filter((name) => name.includes('blob')).length).toBeGreaterThan(0);
    expect((await snapshot(chunked)).revisions).toEqual(before.revisions);
    const parts = await openParts(chunked.context.services, chunked.context.access, {});
    expect((await verifyRelease(WEB, parts)).every(({ sound }) => sound)).toBe(true);
  });
});

async function putLegacy(cluster: MemoryCluster, kind: 'Secret' | 'ConfigMap', version: number, { compress, chunk }: { readonly compress: (json: Uint8Array) => Promise<Uint8Array> | Uint8Array; readonly chunk?: number }): Promise<void> {
  const release = {
    name: 'web', namespace: 'shop', version, state: version === 1 ? { status: 'superseded' } : { status: 'deployed' }, pack: { metadata: { name: 'web', version: `1.0.${version}` } },
    values: { replicas: 12345678901234567n }, manifest: MANIFEST, hooks: [], labels: { team: 'a' }, createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-02T00:00:00Z', notes: 'hello',
  };
  const json = JSON.stringify(release, (_key, value: unknown) => (typeof value === 'bigint' ? `big:${value}` : value)).replace(/"big:(\d+)"/, '$1');
  const text = Buffer.from(await compress(Buffer.from(json))).toString('base64');
  const name = `sh.sherpack.release.v1.web.v${version}`;
  const labels = { 'app.kubernetes.io/managed-by': 'sherpack', 'sherpack.io/release-name': 'web', 'sherpack.io/release-version': String(version), 'sherpack.io/release-namespace': 'shop' };
  const put = (object: string, data: Readonly<Record<string, string>>, extra: Readonly<Record<string, string>> = {}) => cluster.create({
    apiVersion: 'v1', kind, metadata: { name: object, namespace: 'shop', labels: { ...labels, ...extra } },
    data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, kind === 'Secret' ? Buffer.from(value).toString('base64') : value])),
  } as KubernetesObject);
  if (chunk === undefined) return void await put(name, { release: text });
  const parts = text.match(new RegExp(`.{1,${chunk}}`, 'g')) ?? [];
  for (const [index, part] of parts.entries()) await put(`${name}.chunk.${index}`, { chunk: part, index: String(index) }, { 'sherpack.io/chunked': 'true', 'sherpack.io/chunk-index': String(index) });
  const checksum = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  await put(name, { index: JSON.stringify({ format: 'chunked', total_size: text.length, chunk_count: parts.length, chunk_size: chunk, checksum, compression: 'zstd' }) });
}

describe.each(['Secret', 'ConfigMap'] as const)('records of Sherpack 0.4 in a %s', (kind) => {
  const zstd3 = (json: Uint8Array) => zstd.compress(json, 3);

  it.each([['zstd', zstd3, undefined], ['zstd in chunks', zstd3, 60], ['gzip', (json: Uint8Array) => gzipSync(json), undefined], ['nothing', (json: Uint8Array) => json, undefined]] as const)('compressed with %s are taken over with their history, and deleted', async (_name, compress, chunk) => {
    const made = world();
    for (const version of [1, 2]) await putLegacy(made.cluster, kind, version, { compress, ...(chunk === undefined ? {} : { chunk }) });
    await made.cluster.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } });
    const { done } = await migrate(made, { from: 'sherpack-0.4' });
    expect(done).toBe('taken over from Sherpack 0.4; 2 records of Sherpack 0.4 deleted');
    const { summaries, revisions } = await snapshot(made);
    expect(summaries.map(({ revision, status, packVersion }) => [revision, status, packVersion])).toEqual([[1, 'superseded', '1.0.1'], [2, 'deployed', '1.0.2']]);
    expect(revisions[1]).toMatchObject({ values: { replicas: 12345678901234567n }, notes: 'hello', labels: { team: 'a' }, manifests: [{ template: 'web/templates/a.yaml' }], inventory: [{ ref: { kind: 'ConfigMap', namespace: 'shop', name: 'a' }, state: 'applied' }] });
    expect(objectsOf(made).filter((name) => name.includes('sh.sherpack'))).toEqual([]);
  });

  it('of which a chunk is missing or changed are refused by name, and nothing is written', async () => {
    const made = world();
    await putLegacy(made.cluster, kind, 1, { compress: zstd3, chunk: 60 });
    const chunk = { apiVersion: 'v1', kind, namespace: 'shop', name: 'sh.sherpack.release.v1.web.v1.chunk.1' };
    const present = (await made.cluster.get(chunk)) as KubernetesObject;
    const text = (present['data'] as Record<string, string>)['chunk'] ?? '';
    await made.cluster.replace({ ...present, data: { chunk: text.replace(/[a-m]/, 'z') } });
    await expect(migrate(made, { from: 'sherpack-0.4' })).rejects.toMatchObject({ code: 'STORAGE_RECORD_DAMAGED' });
    await made.cluster.delete(chunk);
    await expect(migrate(made, { from: 'sherpack-0.4' })).rejects.toMatchObject({ code: 'STORAGE_CHUNK_MISSING', message: expect.stringContaining('chunk 2 of') });
    expect((await snapshot(made)).summaries).toEqual([]);
  });
});
