import { Buffer } from 'node:buffer';
import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ReleaseStore, StorageDriver } from '@sherpack/plugin-api';
import { createManualClock } from '../fixtures/manual-clock.ts';
import { createMemoryCluster } from '../fixtures/memory-cluster.ts';
import { partsOf } from '../fixtures/parts.ts';
import { revisionOf } from '../fixtures/revision.ts';
import factory from './drivers/secrets.ts';
import { encodeHead } from './head.ts';
import { newIdentity } from './process-identity.ts';
import { createReleaseStore } from './release-store.ts';

const WEB = { name: 'web', namespace: 'shop' };

async function fixture() {
  const cluster = createMemoryCluster(['shop']);
  const clock = createManualClock();
  const driver = await factory.open({ access: { cluster: async () => cluster as never }, options: {}, readOnly: false });
  return { cluster, clock, driver, store: createReleaseStore(partsOf(driver, clock)) };
}

async function deploy(store: ReleaseStore, revision: number, change = {}): Promise<void> {
  const held = await store.hold(WEB);
  await held.write(revisionOf(WEB, revision, { status: 'pending-upgrade' }));
  await held.write(revisionOf(WEB, revision, change));
  await held.end();
}

async function names(driver: StorageDriver): Promise<readonly string[]> {
  return (await driver.list({})).map(({ key }) => key.name);
}

describe('the release store', () => {
  it('knows nothing of a release that was held and never written', async () => {
    const { store, driver } = await fixture();
    const held = await store.hold(WEB);
    expect(held.head).toBeUndefined();
    expect(await store.head(WEB)).toBeUndefined();
    await held.end();
    await held.end();
    expect(await names(driver)).toEqual([]);
  });

  it('lists what was deployed before as superseded, without reading a payload', async () => {
    const { store, cluster } = await fixture();
    await deploy(store, 1);
    await deploy(store, 2, { status: 'failed', description: 'Upgrade failed' });
    await deploy(store, 3);
    cluster.calls.length = 0;
    const summaries = await store.summaries({ namespace: 'shop' });
    expect(summaries.map(({ revision, status }) => [revision, status])).toEqual([[1, 'superseded'], [2, 'failed'], [3, 'deployed']]);
    expect(summaries[0]).toMatchObject({ packName: 'web', packVersion: '1.2.3+build', appVersion: '7', labels: { team: 'a' }, updated: '2026-01-02T03:04:06.000Z' });
    expect(cluster.calls).toEqual(['list Secret metadata']);
    expect((await store.read(WEB, 1)).status).toBe('superseded');
    expect((await store.read(WEB, 3)).values).toEqual(revisionOf(WEB, 3).values);
  });

  it('keeps many labels, and descriptions that are too long for a list', async () => {
    const { store } = await fixture();
    const labels = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`example.com/label-${index}`, `ü value, "${index}"`]));
    await deploy(store, 1, { labels, description: '☃'.repeat(2000) });
    expect((await store.summaries())[0]?.labels).toEqual(labels);
    expect((await store.read(WEB, 1)).description).toHaveLength(2000);
  });

  it('hides a revision whose head was never written, and writes over it next time', async () => {
    const { store, driver } = await fixture();
    await deploy(store, 1);
    await driver.put({ release: WEB, name: 'revision/2' }, new Uint8Array([1]), { status: 'deployed', revision: '2' }, { expect: 'absent' });
    expect((await store.summaries()).map(({ revision }) => revision)).toEqual([1]);
    await expect(store.read(WEB, 2)).rejects.toMatchObject({ code: 'STORAGE_REVISION_NOT_FOUND', hint: 'Its revisions are 1.' });
    await deploy(store, 2);
    expect((await store.summaries()).map(({ revision }) => revision)).toEqual([1, 2]);
  });

  it('believes the head about the newest revision while a final record is only half committed', async () => {
    const { store, driver } = await fixture();
    const held = await store.hold(WEB);
    await held.write(revisionOf(WEB, 1, { status: 'pending-install' }));
    const entry = await driver.get({ release: WEB, name: 'revision/1' });
    await driver.put({ release: WEB, name: 'revision/1' }, entry?.data ?? new Uint8Array(), { ...entry?.metadata, status: 'deployed' }, { expect: { version: entry?.version ?? '' } });
    expect((await store.summaries())[0]?.status).toBe('pending-install');
    expect((await store.read(WEB, 1)).status).toBe('pending-install');
  });

  it('forgets old revisions, never the newest, and purges all', async () => {
    const { store, driver } = await fixture();
    for (const revision of [1, 2, 3]) await deploy(store, revision);
    const held = await store.hold(WEB);
    await held.forget(1);
    await held.forget(3);
    expect((await store.summaries()).map(({ revision }) => revision)).toEqual([2, 3]);
    await held.purge();
    await held.end();
    expect(await names(driver)).toEqual([]);
  });

  it('sweeps what an interrupted purge has left before the name is used again', async () => {
    const { store, driver } = await fixture();
    for (const revision of [1, 2]) await deploy(store, revision);
    await driver.delete({ release: WEB, name: 'head' });
    expect(await store.summaries()).toEqual([]);
    await deploy(store, 1);
    expect(await names(driver)).toEqual([expect.stringMatching(/^blob\/[0-9a-f]{40}$/), 'head', 'revision/1/2']);
  });

  it('refuses a record that the driver cannot hold before anything is written', async () => {
    const { store, driver, clock } = await fixture();
    const small = createReleaseStore(partsOf({ ...driver, maxValueBytes: 800 }, clock, { chunking: false }));
    const held = await small.hold(WEB);
    const large = revisionOf(WEB, 1, { status: 'pending-install', notes: Array.from({ length: 900 }, (_, index) => index * 7919).join('') });
    await expect(held.write(large)).rejects.toMatchObject({ code: 'STORAGE_RECORD_TOO_LARGE', message: expect.stringMatching(/has \d+ bytes compressed; the driver "secrets" takes 800/) });
    await held.end();
    expect(await names(driver)).toEqual([]);
    expect(await store.head(WEB)).toBeUndefined();
  });
});

describe('what came from a secret', () => {
  const password = 'correct-horse-battery';
  const secret = {
    values: { db: { password } }, userValues: { db: { password } }, secretPaths: [['db', 'password']], notes: `use ${password}`,
    manifests: [{ template: 'web/templates/s.yaml', text: `kind: Secret\nstringData:\n  password: ${password}\n`, secretPaths: [['stringData', 'password']] }],
  };

  it('stands in no entry that is stored, and is back when the revision is read', async () => {
    const { clock, driver } = await fixture();
    const store = createReleaseStore(partsOf(driver, clock, { chosen: 'none' }));
    const held = await store.hold(WEB);
    await held.write(revisionOf(WEB, 1, secret), { files: [{ path: 'values.yaml', content: Buffer.from(`db: { password: ${password} }`) }] });
    await held.end();
    const entries = await Promise.all((await driver.list({})).map(({ key }) => driver.get(key)));
    const texts = entries.map((entry) => `${Buffer.from(entry?.data ?? []).toString('latin1')} ${JSON.stringify(entry?.metadata)}`);
    expect(texts.filter((text) => text.includes(password) || text.includes(Buffer.from(password).toString('base64')))).toEqual([]);
    const reader = createReleaseStore(partsOf(driver, clock));
    expect(await reader.read(WEB, 1)).toMatchObject(secret);
    expect(Buffer.from((await reader.files(WEB, 1))[0]?.content ?? []).toString()).toContain(password);
  });

  it('cannot be read without the key, which goes with the release', async () => {
    const { clock, driver, store } = await fixture();
    await deploy(store, 1, secret);
    await driver.delete({ release: WEB, name: 'key' });
    await expect(createReleaseStore(partsOf(driver, clock)).read(WEB, 1)).rejects.toMatchObject({ code: 'STORAGE_KEY_MISSING', message: expect.stringContaining('sherpack.web.key') });
    const held = await store.hold(WEB);
    await held.purge();
    expect(await names(driver)).toEqual([]);
  });
});

describe('the files of a pack', () => {
  const files = [{ path: 'Pack.yaml', content: Buffer.from('name: web\n') }, { path: 'icon.png', content: Uint8Array.from([0, 255, 128]) }];

  it('are stored once for all revisions that have the same, and go with the last of them', async () => {
    const { store, driver } = await fixture();
    for (const revision of [1, 2, 3]) {
      const held = await store.hold(WEB);
      await held.write(revisionOf(WEB, revision), revision === 3 ? { filesOf: 1 } : { files });
      await held.end();
    }
    expect((await names(driver)).filter((name) => name.startsWith('blob/'))).toHaveLength(1);
    for (const revision of [1, 2, 3]) expect((await store.files(WEB, revision)).map(({ path, content }) => [path, [...content]])).toEqual([['Pack.yaml', [...Buffer.from('name: web\n')]], ['icon.png', [0, 255, 128]]]);
    const held = await store.hold(WEB);
    await held.write(revisionOf(WEB, 4), { files: [] });
    for (const revision of [1, 2, 3]) await held.forget(revision);
    await held.end();
    expect((await names(driver)).filter((name) => name.startsWith('blob/'))).toHaveLength(1);
    expect(await store.files(WEB, 4)).toEqual([]);
  });
});

/** A driver whose answers to writes are lost, as after a broken connection: the write is done, and its version unknown. */
function losingAnswers(driver: StorageDriver, lose: () => boolean): StorageDriver {
  return {
    ...driver,
    async put(...args) {
      const version = await driver.put(...args);
      if (lose()) throw Object.assign(new Error('sent twice'), { code: 'CLUSTER_OUTCOME_UNKNOWN' });
      return version;
    },
  };
}

describe('a connection that breaks', () => {
  it('after any write was carried out makes nobody lose his own lease', async () => {
    for (let at = 1; at <= 7; at++) {
      const { driver, clock } = await fixture();
      let writes = 0;
      const store = createReleaseStore(partsOf(losingAnswers(driver, () => ++writes === at), clock));
      await deploy(store, 1);
      const held = await store.hold(WEB);
      await held.renew();
      await held.write(revisionOf(WEB, 2));
      await held.end();
      const { revision, lease, summary } = await store.head(WEB) ?? {};
      expect({ at, revision, lease, status: summary?.status }).toEqual({ at, revision: 2, lease: undefined, status: 'deployed' });
    }
  });

  it('does not hide that another process has the release', async () => {
    const { driver, clock, store } = await fixture();
    const slow = await createReleaseStore(partsOf(losingAnswers(driver, () => true), clock)).hold(WEB).catch(() => undefined);
    expect(slow).toBeUndefined();
    clock.move(15_001);
    const held = await store.hold(WEB);
    await held.write(revisionOf(WEB, 1));
    expect(held.head?.revision).toBe(1);
  });
});

describe('records that are deleted while a process holds the release', () => {
  it('are told of, and are no failure of a purge', async () => {
    const { store, driver } = await fixture();
    await deploy(store, 1);
    const held = await store.hold(WEB);
    await driver.delete({ release: WEB, name: 'head' });
    await expect(held.renew()).rejects.toMatchObject({ code: 'STORAGE_RECORD_GONE' });
    await held.purge();
    await held.end();
    expect(await names(driver)).toEqual([]);
  });
});

describe('the head of a release', () => {
  it('tells of leases that hold only, and the next holder from which version he took it', async () => {
    const { store, clock } = await fixture();
    expect((await store.hold(WEB).then(async (held) => { await held.end(); return held; })).takenVersion).toBeUndefined();
    const held = await store.hold(WEB);
    await held.write(revisionOf(WEB, 1));
    expect((await store.head(WEB))?.lease).toBeDefined();
    clock.move(15_001);
    const abandoned = await store.head(WEB);
    expect(abandoned?.lease).toBeUndefined();
    const next = await store.hold(WEB);
    expect(next.takenVersion).toBe(abandoned?.version);
    await next.end();
  });

  it('is not touched by the check whether a record fits', async () => {
    const { driver, clock } = await fixture();
    const small = createReleaseStore(partsOf({ ...driver, maxValueBytes: 100 }, clock, { chunking: false }));
    await expect(small.check(revisionOf(WEB, 1))).rejects.toMatchObject({ code: 'STORAGE_RECORD_TOO_LARGE' });
    expect(await names(driver)).toEqual([]);
  });
});

describe('the lease of a release', () => {
  it('lets one process in and names it to the others', async () => {
    const { store } = await fixture();
    const held = await store.hold(WEB);
    await held.write(revisionOf(WEB, 1));
    await expect(store.hold(WEB)).rejects.toMatchObject({
      code: 'STORAGE_RELEASE_BUSY', exitCode: 6, message: expect.stringContaining(`process ${process.pid} on host`), hint: expect.stringContaining('15 s'),
    });
    await held.end();
    await (await store.hold(WEB)).end();
  });

  it('lets one of many in who come at once', async () => {
    const { store } = await fixture();
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => store.hold(WEB)));
    const refused = results.filter((result) => result.status === 'rejected').map((result) => (result.reason as { code: string }).code);
    expect(refused).toEqual(Array.from({ length: 9 }, () => 'STORAGE_RELEASE_BUSY'));
  });

  it('ends by itself, and fences the process off that had it', async () => {
    const { store, clock } = await fixture();
    const slow = await store.hold(WEB);
    await slow.write(revisionOf(WEB, 1, { status: 'pending-install' }));
    clock.move(15_001);
    const next = await store.hold(WEB);
    expect(next.head?.lease?.epoch).toBe(2);
    for (const late of [slow.renew(), slow.write(revisionOf(WEB, 1)), slow.write(revisionOf(WEB, 2))]) {
      await expect(late).rejects.toMatchObject({ code: 'STORAGE_LEASE_LOST' });
    }
    await slow.end();
    await next.write(revisionOf(WEB, 2));
    expect((await store.head(WEB))?.revision).toBe(2);
    await next.end();
  });

  it('goes on as long as it is renewed', async () => {
    const { store, clock } = await fixture();
    const held = await store.hold(WEB);
    for (let round = 0; round < 5; round++) {
      clock.move(10_000);
      await held.renew();
    }
    await expect(store.hold(WEB)).rejects.toMatchObject({ code: 'STORAGE_RELEASE_BUSY' });
  });

  it('is taken over at once from a process of this machine that is gone', async () => {
    const { store, driver, clock } = await fixture();
    const [host, place] = newIdentity().split('/');
    const gone = spawnSync(process.execPath, ['-e', '']).pid;
    const lease = { holder: `${host}/${place}/${gone}.1/abc`, epoch: 7, until: clock.now() + 10_000 };
    await driver.put({ release: WEB, name: 'head' }, encodeHead({ schema: 1, revision: 0, summary: undefined, lease, epoch: 7 }), {}, { expect: 'absent' });
    const held = await store.hold(WEB);
    await held.write(revisionOf(WEB, 1));
    expect(held.head?.lease?.epoch).toBe(8);
  });

  it('is not taken from a process of another machine before its time', async () => {
    const { store, driver, clock } = await fixture();
    const lease = { holder: 'elsewhere/0/1.1/abc', epoch: 1, until: clock.now() + 4_000 };
    await driver.put({ release: WEB, name: 'head' }, encodeHead({ schema: 1, revision: 0, summary: undefined, lease, epoch: 1 }), {}, { expect: 'absent' });
    await expect(store.hold(WEB)).rejects.toMatchObject({ code: 'STORAGE_RELEASE_BUSY', hint: expect.stringContaining('4 s') });
    clock.move(4_000);
    await (await store.hold(WEB)).end();
  });
});

describe('what revisions add', () => {
  /** Bytes of all entries by name. */
  async function sizes(driver: StorageDriver): Promise<ReadonlyMap<string, number>> {
    const entries = await driver.list({});
    return new Map(await Promise.all(entries.map(async ({ key }) => [key.name, (await driver.get(key))?.data.length ?? 0] as const)));
  }

  it('is a hundred bytes when an image tag changes, UIDs that came with the first one included', async () => {
    const { store, driver } = await fixture();
    const uid = (index: number) => `1470382b-f549-4a6f-96bc-${String(index).padStart(12, '0')}`;
    const content = (revision: number, known: boolean) => ({
      values: { tag: `v${revision}` },
      manifests: [{ template: 'web/templates/app.yaml', text: `kind: Deployment\nspec:\n  image: nginx:v${revision}\n` }],
      inventory: Array.from({ length: 12 }, (_, index) => ({ ref: { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'shop', name: `map-${index}` }, revision: 1, state: 'applied' as const, ...(known || revision > 1 ? { uid: uid(index) } : {}) })),
    });
    for (let revision = 1; revision <= 4; revision++) {
      const held = await store.hold(WEB);
      await held.write(revisionOf(WEB, revision, { ...content(revision, false), status: 'pending-upgrade' }), { files: [{ path: 'Pack.yaml', content: Buffer.from('name: web\n') }] });
      await held.write(revisionOf(WEB, revision, content(revision, true)));
      await held.end();
    }
    const stored = await sizes(driver);
    expect([...stored.keys()].filter((name) => name.startsWith('blob/'))).toHaveLength(1);
    for (const revision of [1, 2, 3, 4]) expect(stored.get(`revision/${revision}/2`)).toBeLessThan(120);
    expect((await store.read(WEB, 3)).inventory[11]?.uid).toBe(uid(11));
  });
});
