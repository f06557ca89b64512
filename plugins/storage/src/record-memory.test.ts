import { Buffer } from 'node:buffer';
import { describe, expect, it } from 'vitest';
import type { Compression, HeldRelease, Revision, StorageDriver } from '@sherpack/plugin-api';
import { createManualClock } from '../fixtures/manual-clock.ts';
import { createMemoryCluster } from '../fixtures/memory-cluster.ts';
import { partsOf } from '../fixtures/parts.ts';
import { revisionOf } from '../fixtures/revision.ts';
import zstd from './compressions/zstd.ts';
import factory from './drivers/secrets.ts';
import { SMALL } from './record/squeeze.ts';
import { createReleaseStore } from './release-store.ts';
import { verifyRelease } from './verify-records.ts';

const WEB = { name: 'web', namespace: 'shop' };
const WORDS = 'pod container volume node selector label field object resource request limit value name key status ready'.split(' ');

/** Text as manifests are made of: better compression makes less of it. */
function prose(seed: number, bytes: number): string {
  let state = seed;
  const words: string[] = [];
  for (let size = 0; size < bytes; size += (words.at(-1)?.length ?? 0) + 1) {
    state = Math.imul((state += 0x6d2b79f5) ^ (state >>> 15), state | 1);
    words.push(`${WORDS[(state >>> 8) % WORDS.length]}${(state >>> 20) % 7}`);
  }
  return words.join(' ');
}

const FILES = [{ path: 'templates/a.yaml', content: Buffer.from(prose(9, 150_000)) }];
const MANIFESTS = [{ template: 'web/templates/a.yaml', text: prose(1, 150_000) }];

interface Pressed {
  readonly bytes: number;
  readonly level: number;
}

/** zstd that tells what it compressed, and how well; `until` holds back what is to be small. */
function watched(pressed: Pressed[], until: Promise<void> = Promise.resolve()): Compression {
  return {
    ...zstd,
    async compress(data, level) {
      pressed.push({ bytes: data.length, level });
      if (level > 3 && data.length > SMALL) await until;
      return zstd.compress(data, level);
    },
  };
}

async function storeWith(compression: Compression) {
  const cluster = createMemoryCluster(['shop']);
  const driver = await factory.open({ access: { cluster: async () => cluster as never }, options: {}, readOnly: false });
  const parts = partsOf(driver, createManualClock(), { compression: async () => compression });
  return { driver, parts, store: createReleaseStore(parts) };
}

function pendingOf(revision: number): Revision {
  return revisionOf(WEB, revision, { manifests: MANIFESTS, status: 'pending-upgrade' });
}

function finalOf(revision: number): Revision {
  return revisionOf(WEB, revision, { manifests: MANIFESTS, notes: 'ready' });
}

async function deploy(held: HeldRelease, revision: number): Promise<void> {
  await held.write(pendingOf(revision), { files: FILES });
  await held.write(finalOf(revision));
}

async function sizesOf(driver: StorageDriver): Promise<readonly number[]> {
  const entries = (await driver.list({})).filter(({ key }) => key.name !== 'head');
  const values = await Promise.all(entries.map(({ key }) => driver.get(key)));
  return values.map((value) => value?.data.length ?? 0).toSorted((a, b) => a - b);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

describe('the first write of a revision', () => {
  it('waits for no compression but a fast one; the last write waits for the good one', async () => {
    const pressed: Pressed[] = [];
    let letGo: () => void = () => undefined;
    const { store } = await storeWith(watched(pressed, new Promise((resolve) => { letGo = resolve; })));
    const held = await store.hold(WEB);
    await held.write(pendingOf(1), { files: FILES });
    await held.writeJournal(1, { schema: 1, work: 'a' } as never);
    await held.renew();
    let ended = false;
    const last = held.write(finalOf(1)).then(() => { ended = true; });
    await new Promise((resolve) => { setTimeout(resolve, 20); });
    expect(ended).toBe(false);
    letGo();
    await last;
    expect((await store.read(WEB, 1)).notes).toBe('ready');
  });

  it('leaves nothing behind that is larger than if there had been only the last', async () => {
    const [twice, once] = [await storeWith(zstd), await storeWith(zstd)];
    const [first, second] = [await twice.store.hold(WEB), await once.store.hold(WEB)];
    await first.write(pendingOf(1), { files: FILES });
    const between = sum(await sizesOf(twice.driver));
    await first.write(finalOf(1));
    await second.write(finalOf(1), { files: FILES });
    const [before, after] = [sum(await sizesOf(twice.driver)), sum(await sizesOf(once.driver))];
    expect(before).toBeLessThan(after + 200);
    expect(between).toBeGreaterThan(before * 1.1);
    expect((await verifyRelease(WEB, partsOf(twice.driver, createManualClock()))).every(({ sound }) => sound)).toBe(true);
  });

  it('is compressed well once, and no more in the upgrade that changes nothing', async () => {
    const pressed: Pressed[] = [];
    const { store } = await storeWith(watched(pressed));
    const held = await store.hold(WEB);
    await deploy(held, 1);
    expect(pressed.filter(({ bytes, level }) => bytes > SMALL && level > 3)).toHaveLength(2);
    pressed.length = 0;
    await held.write(finalOf(2), { files: FILES });
    await deploy(held, 3);
    expect(Math.max(...pressed.map(({ bytes }) => bytes))).toBeLessThan(1024);
  });

  it('that is small is written quickly too, and anew in the end', async () => {
    const pressed: Pressed[] = [];
    const { store } = await storeWith(watched(pressed));
    const held = await store.hold(WEB);
    const manifests = [{ template: 'a', text: prose(1, 40_000) }];
    await held.write(revisionOf(WEB, 1, { manifests, status: 'pending-install' }), { files: [] });
    expect(Math.max(...pressed.map(({ level }) => level))).toBeLessThanOrEqual(3);
    await held.write(revisionOf(WEB, 1, { manifests, notes: 'ready' }));
    expect(Math.max(...pressed.map(({ level }) => level))).toBe(12);
  });

  it('is kept as it was stored quickly where it cannot be compressed well', async () => {
    const failing: Compression = { ...zstd, compress: async (data, level) => { if (level > 3 && data.length > SMALL) throw new Error('no memory'); return zstd.compress(data, level); } };
    const { parts, store } = await storeWith(failing);
    const held = await store.hold(WEB);
    await deploy(held, 1);
    expect([(await store.read(WEB, 1)).notes, (await verifyRelease(WEB, parts)).map(({ sound }) => sound)]).toEqual(['ready', [true]]);
  });

  it('of a release that another process had begun leaves the chunks of that one alone', async () => {
    const { driver, parts, store } = await storeWith(zstd);
    const dead = await store.hold(WEB);
    await dead.write(pendingOf(1), { files: FILES });
    await dead.end();
    const next = createReleaseStore(partsOf(driver, parts.clock));
    await deploy(await next.hold(WEB), 2);
    expect((await verifyRelease(WEB, partsOf(driver, parts.clock))).map(({ sound }) => sound)).toEqual([true, true]);
    expect(sum(await sizesOf(driver))).toBeLessThan(150_000);
  });
});
