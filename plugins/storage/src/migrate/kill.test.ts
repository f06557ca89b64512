import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { KubernetesObject, StorageDriver, StorageDriverFactory, WriteCluster } from '@sherpack/plugin-api';
import { createManualClock } from '../../fixtures/manual-clock.ts';
import { createMemoryCluster } from '../../fixtures/memory-cluster.ts';
import { revisionOf } from '../../fixtures/revision.ts';
import { servicesOf } from '../../fixtures/services.ts';
import type { StorageConfig } from '../config.ts';
import { encodeHelmRelease } from '../helm/helm-release.ts';
import { createReleaseStores, openParts } from '../open-store.ts';
import { verifyRelease } from '../verify-records.ts';
import { migrateRelease } from './migrate-releases.ts';
import type { Migration, MigrationContext } from './migrate-releases.ts';

const WEB = { name: 'web', namespace: 'shop' };
const MANIFEST = '---\n# Source: web/templates/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n';
const folder = mkdtempSync(join(tmpdir(), 'sherpack-migrate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Counts calls, and ends the process at one of them. */
interface Life {
  calls: number;
  readonly end: number;
}

function mortal<Part extends object>(part: Part, names: readonly (keyof Part)[], life: Life): Part {
  const wrapped = names.map((name) => [name, async (...args: unknown[]) => {
    life.calls += 1;
    if (life.calls >= life.end) throw new Error('dead');
    return (part[name] as (...args: unknown[]) => unknown)(...args);
  }]);
  return { ...part, ...Object.fromEntries(wrapped) as Partial<Part> };
}

function world(config?: StorageConfig) {
  const [cluster, clock] = [createMemoryCluster(['shop']), createManualClock()];
  const services = servicesOf(clock, config);

  /** What a process has that lives for so many calls to a driver or the cluster. */
  function process(life: Life = { calls: 0, end: Infinity }): MigrationContext {
    const dying: WriteCluster = mortal(cluster, ['get', 'list', 'create', 'replace', 'delete'], life);
    async function get(key: string): Promise<StorageDriverFactory> {
      const factory = await services.drivers.get(key);
      return { open: async (context) => mortal<StorageDriver>(await factory.open(context), ['get', 'list', 'put', 'delete'], life) };
    }
    return { services: { ...services, drivers: { ...services.drivers, get } }, access: { cluster: async () => dying as never } };
  }

  return { cluster, clock, process };
}

type World = ReturnType<typeof world>;

async function install({ process }: World, count: number): Promise<void> {
  const { services, access } = process();
  const store = await createReleaseStores(services).open(access, { write: true });
  for (let revision = 1; revision <= count; revision++) {
    const held = await store.hold(WEB);
    const change = { values: { password: `swordfish-${revision}` }, secretPaths: [['password']], notes: 'x'.repeat(revision * 900) };
    await held.write(revisionOf(WEB, revision, change), { files: [{ path: 'Pack.yaml', content: Buffer.from('name: web') }] });
    await held.end();
  }
}

async function installWithHelm({ cluster }: World, count: number): Promise<void> {
  await cluster.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } });
  for (let version = 1; version <= count; version++) {
    const status = ['superseded', 'failed', 'deployed'][version - 1] ?? 'deployed';
    const chart = { metadata: { name: 'web', version: '1.0.0' }, templates: [], values: {} };
    const text = await encodeHelmRelease({ name: 'web', namespace: 'shop', version, info: { status, description: `did ${version}`, last_deployed: '2026-01-01T00:00:00Z' }, chart, manifest: MANIFEST });
    const metadata = { name: `sh.helm.release.v1.web.v${version}`, namespace: 'shop', labels: { name: 'web', owner: 'helm', status, version: String(version) } };
    await cluster.create({ apiVersion: 'v1', kind: 'Secret', metadata, type: 'helm.sh/release.v1', data: { release: Buffer.from(text).toString('base64') } } as KubernetesObject);
  }
}

async function snapshot({ process }: World) {
  const { services, access } = process();
  const store = await createReleaseStores(services).open(access);
  const summaries = await store.summaries();
  const revisions = await Promise.all(summaries.map(({ release, revision }) => store.read(release, revision)));
  const files = await Promise.all(summaries.map(async ({ release, revision }) => (await store.files(release, revision)).map(({ path, content }) => [path, Buffer.from(content).toString()])));
  const verdicts = await verifyRelease(WEB, await openParts(services, access, {}));
  return { summaries, revisions, files, sound: verdicts.every(({ sound }) => sound) };
}

function migrate(context: MigrationContext, migration: Partial<Migration>) {
  return migrateRelease(WEB, { to: undefined, from: undefined, dryRun: false, ...migration }, context);
}

/** Kills the migration at every call in turn, looks, and runs it again. */
async function killEverywhere(prepare: () => Promise<World>, migration: Partial<Migration>, look: (made: World, before: Awaited<ReturnType<typeof snapshot>>) => Promise<void>): Promise<number> {
  for (let end = 1; end < 600; end++) {
    const made = await prepare();
    const before = await snapshot(made);
    const died = await migrate(made.process({ calls: 0, end }), migration).then(() => false, () => true);
    await look(made, before);
    if (!died) return end - 1;
    made.clock.move(15_001);
    await migrate(made.process(), migration);
    await look(made, before);
  }
  throw new Error('the migration never came to its end');
}

async function expectAll(made: World, before: Awaited<ReturnType<typeof snapshot>>): Promise<void> {
  expect(await snapshot(made)).toEqual(before);
}

async function movedTo(to: Migration['to'], config?: StorageConfig): Promise<World> {
  const made = world(config);
  await install(made, 2);
  if (to !== undefined) await migrate(made.process(), { to });
  return made;
}

describe('a migration that is killed at any call to a driver or the cluster', () => {
  const file = () => ({ driver: 'file', options: { path: mkdtempSync(join(folder, 'records-')) } });

  it('shows the whole release at every moment, and goes on, back to where one looks first', { timeout: 120_000 }, async () => {
    expect(await killEverywhere(() => movedTo({ driver: 'configmap', options: {} }), { to: { driver: 'secrets', options: {} } }, expectAll)).toBeGreaterThan(30);
  });

  it('shows the whole release at every moment, and goes on, from one place to another', { timeout: 120_000 }, async () => {
    const to = file();
    async function prepare(): Promise<World> {
      rmSync(to.options.path, { recursive: true, force: true });
      return movedTo({ driver: 'configmap', options: {} });
    }
    expect(await killEverywhere(prepare, { to }, expectAll)).toBeGreaterThan(30);
  });

  it('shows the whole release at every moment, and goes on, into chunks', { timeout: 120_000 }, async () => {
    async function prepare(): Promise<World> {
      const whole = await movedTo(undefined, { chunking: { enabled: false } });
      const chunked = world();
      for (const [id, object] of whole.cluster.objects) chunked.cluster.objects.set(id, object);
      return chunked;
    }
    expect(await killEverywhere(prepare, {}, expectAll)).toBeGreaterThan(20);
  });

  it('shows nothing or the whole history of Helm, and goes on, though Helm\'s records are marked by halves', { timeout: 120_000 }, async () => {
    async function prepare(): Promise<World> {
      const made = world();
      await installWithHelm(made, 3);
      return made;
    }
    async function look(made: World): Promise<void> {
      const { summaries, revisions, sound } = await snapshot(made);
      if (summaries.length === 0) return;
      expect(sound).toBe(true);
      expect(summaries.map(({ status, description }) => [status, description])).toEqual([['superseded', 'did 1'], ['failed', 'did 2'], ['deployed', 'did 3']]);
      expect(revisions[2]?.inventory).toMatchObject([{ ref: { kind: 'ConfigMap', name: 'a' }, state: 'applied' }]);
    }
    expect(await killEverywhere(prepare, { from: 'helm' }, look)).toBeGreaterThan(20);
  });
});
