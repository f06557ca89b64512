import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { Release, StorageDriver, StorageKey, StoredValue } from '@sherpack/plugin-api';
import { createManualClock } from '../fixtures/manual-clock.ts';
import { createMemoryCluster } from '../fixtures/memory-cluster.ts';
import { partsOf } from '../fixtures/parts.ts';
import { revisionOf } from '../fixtures/revision.ts';
import factory from './drivers/secrets.ts';
import { parseRevisionName } from './entry-names.ts';
import { chunksIn } from './orphans.ts';
import { createReleaseStore } from './release-store.ts';
import { repairRelease } from './repair-release.ts';
import { verifyRelease } from './verify-records.ts';

const WEB: Release = { name: 'web', namespace: 'shop' };

function noise(seed: number, length: number): string {
  let state = seed;
  return Array.from({ length }, () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return (state % 36).toString(36); }).join('');
}

/** Three revisions: the second shares with the first, the third has content of its own. */
async function world() {
  const cluster = createMemoryCluster(['shop']);
  const driver = await factory.open({ access: { cluster: async () => cluster as never }, options: {}, readOnly: false });
  const parts = partsOf(driver, createManualClock(), { maxChunkSize: 600 });
  const held = await createReleaseStore(parts).hold(WEB);
  const manifests = (seed: number) => [{ template: 'a', text: noise(seed, 3000) }];
  await held.write(revisionOf(WEB, 1, { manifests: manifests(1) }), { files: [{ path: 'a', content: Buffer.from(noise(5, 1200)) }] });
  await held.write(revisionOf(WEB, 2, { manifests: manifests(1), notes: noise(2, 1500) }), { filesOf: 1 });
  await held.write(revisionOf(WEB, 3, { manifests: manifests(3) }), { files: [] });
  await held.end();
  return { driver, clock: parts.clock };
}

async function blobs(driver: StorageDriver): Promise<readonly StoredValue[]> {
  const entries = await driver.list({ prefix: 'blob/' });
  return Promise.all(entries.map(async ({ key }) => (await driver.get(key)) as StoredValue));
}

/** Revisions that need the chunk, by what their metadata says. */
async function usersOf(driver: StorageDriver, key: StorageKey): Promise<readonly number[]> {
  const records = await driver.list({ prefix: 'revision/' });
  const users = records.filter((record) => chunksIn(record).includes(key.name.slice('blob/'.length)));
  return users.map((record) => parseRevisionName(record.key.name)?.revision ?? 0);
}

async function replace(driver: StorageDriver, { key, version, metadata }: StoredValue, data: Uint8Array): Promise<void> {
  await driver.put(key, data, metadata, { expect: { version } });
}

const DAMAGES: Readonly<Record<string, (driver: StorageDriver, chunk: StoredValue, others: readonly StoredValue[]) => Promise<unknown>>> = {
  removed: (driver, { key }) => driver.delete(key),
  emptied: (driver, chunk) => replace(driver, chunk, new Uint8Array()),
  truncated: (driver, chunk) => replace(driver, chunk, chunk.data.subarray(0, -1)),
  lengthened: (driver, chunk) => replace(driver, chunk, Buffer.concat([chunk.data, Buffer.from([0])])),
  swapped: async (driver, chunk, others) => replace(driver, chunk, others.find(({ key }) => key.name !== chunk.key.name)?.data ?? new Uint8Array()),
  'bit-flipped': (driver, chunk) => replace(driver, chunk, Uint8Array.from(chunk.data, (byte, index) => (index === chunk.data.length >> 1 ? byte ^ 4 : byte))),
};

describe('a chunk', () => {
  it.each(Object.entries(DAMAGES))('that was %s is found and named by the revisions that need it, and the others can be read', async (_name, damage) => {
    const names = (await blobs((await world()).driver)).map(({ key }) => key.name);
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) {
      const { driver, clock } = await world();
      const all = await blobs(driver);
      const chunk = all.find(({ key }) => key.name === name) as StoredValue;
      const users = await usersOf(driver, chunk.key);
      expect(users.length).toBeGreaterThan(0);
      await damage(driver, chunk, all);
      const verdicts = await verifyRelease(WEB, partsOf(driver, clock));
      expect(verdicts.filter(({ sound }) => !sound).map(({ revision }) => revision)).toEqual(users);
      for (const { problem } of verdicts.filter(({ sound }) => !sound)) expect(problem).toContain(name);
      const sound = verdicts.filter((verdict) => verdict.sound);
      expect(sound.length).toBe(3 - users.length);
      for (const { revision } of sound) expect((await createReleaseStore(partsOf(driver, clock)).read(WEB, revision)).revision).toBe(revision);
    }
  });

  it('that is damaged does not keep the next revision from being stored, whole', async () => {
    const { driver, clock } = await world();
    for (const chunk of await blobs(driver)) await driver.delete(chunk.key);
    const parts = partsOf(driver, clock);
    const held = await createReleaseStore(parts).hold(WEB);
    await held.write(revisionOf(WEB, 4, { manifests: [{ template: 'a', text: noise(3, 3000) }] }));
    await held.end();
    expect((await verifyRelease(WEB, partsOf(driver, clock))).map(({ sound }) => sound)).toEqual([false, false, false, true]);
  });

  it('that is written anew is healed', async () => {
    const { driver, clock } = await world();
    const before = await blobs(driver);
    for (const chunk of before) await replace(driver, chunk, new Uint8Array([1]));
    const parts = partsOf(driver, clock, { maxChunkSize: 600 });
    await parts.content.write(WEB, before.map(({ key, data }) => ({ digest: key.name.slice('blob/'.length), bytes: data })));
    expect((await verifyRelease(WEB, partsOf(driver, clock))).every(({ sound }) => sound)).toBe(true);
  });
});

describe('a release whose newest revision cannot be read', () => {
  it('goes back to the newest one that can, and on from there', async () => {
    const { driver, clock } = await world();
    const lost = (await driver.get({ release: WEB, name: 'revision/3' })) as StoredValue;
    await replace(driver, lost, lost.data.subarray(0, -3));
    const store = createReleaseStore(partsOf(driver, clock));
    await expect(store.read(WEB, 3)).rejects.toMatchObject({ code: 'STORAGE_RECORD_DAMAGED', hint: expect.stringContaining('sherpack storage repair') });
    expect(await repairRelease(WEB, partsOf(driver, clock))).toEqual({ release: WEB, lost: [3], newest: 2 });
    expect(await store.head(WEB)).toMatchObject({ revision: 2, lease: undefined, summary: { status: 'failed', description: 'Revision 3 could not be read and was given up' } });
    expect(await store.read(WEB, 2)).toMatchObject({ revision: 2, status: 'failed' });
    const held = await store.hold(WEB);
    await held.write(revisionOf(WEB, 3, { notes: 'anew' }));
    await held.end();
    expect((await store.read(WEB, 3)).notes).toBe('anew');
    expect((await verifyRelease(WEB, partsOf(driver, clock))).map(({ revision, sound }) => [revision, sound])).toEqual([[1, true], [2, true], [3, true]]);
  });

  it('is left alone when it can, and refused when none can', async () => {
    const { driver, clock } = await world();
    expect(await repairRelease(WEB, partsOf(driver, clock))).toMatchObject({ lost: [], newest: 3 });
    for (const chunk of await blobs(driver)) await driver.delete(chunk.key);
    await expect(repairRelease(WEB, partsOf(driver, clock))).rejects.toMatchObject({ code: 'STORAGE_REPAIR_HOPELESS' });
    expect((await createReleaseStore(partsOf(driver, clock)).head(WEB))?.revision).toBe(3);
  });
});

describe('a record', () => {
  it.each([['cut', (data: Uint8Array) => data.subarray(0, -3)], ['changed', (data: Uint8Array) => Uint8Array.from(data, (byte, index) => (index === data.length - 9 ? byte ^ 1 : byte))]] as const)('that was %s is found', async (_name, change) => {
    const { driver, clock } = await world();
    const record = (await driver.get({ release: WEB, name: 'revision/2' })) as StoredValue;
    await replace(driver, record, change(record.data));
    const verdicts = await verifyRelease(WEB, partsOf(driver, clock));
    expect(verdicts.map(({ sound, code }) => code ?? sound)).toEqual([true, 'STORAGE_RECORD_DAMAGED', true]);
  });

  it('in the place of another one is found', async () => {
    const { driver, clock } = await world();
    const [one, two] = await Promise.all(['revision/1', 'revision/2'].map((name) => driver.get({ release: WEB, name })));
    await replace(driver, two as StoredValue, (one as StoredValue).data);
    expect((await verifyRelease(WEB, partsOf(driver, clock)))[1]?.problem).toContain('it is that of revision 1');
  });
});
