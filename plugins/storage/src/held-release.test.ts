import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import { ClusterError } from '@sherpack/plugin-api';
import type { ReleaseStore, StorageDriver } from '@sherpack/plugin-api';
import { createManualClock } from '../fixtures/manual-clock.ts';
import { createMemoryCluster } from '../fixtures/memory-cluster.ts';
import { partsOf } from '../fixtures/parts.ts';
import { revisionOf } from '../fixtures/revision.ts';
import factory from './drivers/secrets.ts';
import { createReleaseStore } from './release-store.ts';
import { keyEntries } from './sealing/key-entry.ts';
import { createKeyRing } from './sealing/key-ring.ts';
import { verifyRelease } from './verify-records.ts';

const WEB = { name: 'web', namespace: 'shop' };
const SECRET = { values: { password: 'correct-horse-battery' }, secretPaths: [['password']] };
const FILES = [{ path: 'values.yaml', content: Buffer.from('a: b\n') }];

async function openDriver(cluster = createMemoryCluster(['shop'])): Promise<StorageDriver> {
  return factory.open({ access: { cluster: async () => cluster as never }, options: {}, readOnly: false });
}

/** The same store, of a process that is stopped once: after it has listed, or before it deletes. */
function stoppedAt(driver: StorageDriver, call: 'delete' | 'list', meanwhile: () => Promise<void>): StorageDriver {
  let stops = 1;
  async function pause(): Promise<void> {
    if (stops-- > 0) await meanwhile();
  }
  return {
    ...driver,
    async list(query) {
      const found = await driver.list(query);
      if (call === 'list') await pause();
      return found;
    },
    async delete(...args) {
      if (call === 'delete') await pause();
      return driver.delete(...args);
    },
  };
}

async function deploy(store: ReleaseStore, revision: number, change = {}): Promise<void> {
  const held = await store.hold(WEB);
  await held.write(revisionOf(WEB, revision, { ...change, status: 'pending-upgrade' }), { files: FILES });
  await held.write(revisionOf(WEB, revision, change));
  await held.end();
}

describe('a release that is held', () => {
  it('is as if it had never been where the rights to list are missing', async () => {
    const driver = await openDriver();
    const blind = { ...driver, list: async () => { throw new ClusterError('CLUSTER_REFUSED', 'secrets is forbidden', { status: 403, reason: 'Forbidden', body: undefined }); } };
    await expect(createReleaseStore(partsOf(blind, createManualClock())).hold(WEB)).rejects.toMatchObject({ code: 'CLUSTER_REFUSED' });
    expect(await driver.list({})).toEqual([]);
  });

  it('loses nothing to a process that was stopped while it deleted an old revision, and goes back to that one meanwhile', async () => {
    const [driver, clock] = [await openDriver(), createManualClock()];
    const store = createReleaseStore(partsOf(driver, clock));
    for (const revision of [1, 2]) await deploy(store, revision, { notes: Array.from({ length: 900 }, (_, index) => (index + 7) * revision ** 5 * 7919).join(' ') });
    async function rollBack(): Promise<void> {
      clock.move(20_000);
      const held = await store.hold(WEB);
      const { status: _status, ...old } = await store.read(WEB, 1);
      await held.write({ ...old, revision: 3, status: 'deployed' }, { filesOf: 1 });
      await held.end();
    }
    const slow = await createReleaseStore(partsOf(stoppedAt(driver, 'list', rollBack), clock)).hold(WEB);
    await expect(slow.forget(1)).rejects.toMatchObject({ code: 'STORAGE_LEASE_LOST' });
    expect((await verifyRelease(WEB, partsOf(driver, clock))).map(({ revision, sound }) => [revision, sound])).toEqual([[1, true], [2, true], [3, true]]);
  });

  it('that is purged slowly leaves the key of the release alone that begins meanwhile', async () => {
    const [records, keys, clock] = [await openDriver(), await openDriver(), createManualClock()];
    const partsWith = (driver: StorageDriver, keyDriver: StorageDriver) => ({ ...partsOf(driver, clock), keys: createKeyRing(keyEntries(async () => keyDriver)) });
    await deploy(createReleaseStore(partsWith(records, keys)), 1, SECRET);
    const begin = () => deploy(createReleaseStore(partsWith(records, keys)), 1, SECRET);
    const slow = await createReleaseStore(partsWith(records, stoppedAt(keys, 'delete', begin))).hold(WEB);
    await slow.purge();
    expect(await createReleaseStore(partsWith(records, keys)).read(WEB, 1)).toMatchObject(SECRET);
  });

  it('shows no secret in what lists show', async () => {
    const [driver, clock] = [await openDriver(), createManualClock()];
    await deploy(createReleaseStore(partsOf(driver, clock, { chosen: 'none' })), 1, { ...SECRET, description: 'login with correct-horse-battery failed' });
    const [summary] = await createReleaseStore(partsOf(driver, clock)).summaries();
    expect(summary?.description).toBe('login with (secret) failed');
    expect(JSON.stringify(await driver.list({}))).not.toContain('correct-horse');
  });
});
