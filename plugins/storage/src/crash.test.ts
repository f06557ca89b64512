import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Release, Revision, StorageDriver } from '@sherpack/plugin-api';
import { driverStages } from '../fixtures/drivers.ts';
import { createManualClock } from '../fixtures/manual-clock.ts';
import { partsOf } from '../fixtures/parts.ts';
import { revisionOf } from '../fixtures/revision.ts';
import { collectGarbage } from './collect-garbage.ts';
import { canonicalJson } from './record/canonical.ts';
import { createReleaseStore } from './release-store.ts';

const MOMENTS = ['before', 'after'] as const;
type Moment = (typeof MOMENTS)[number];
const SMALL = { maxChunkSize: 700 };

/** Text that hardly compresses, so that records have several chunks. */
function noise(seed: number, length: number): string {
  let state = seed;
  return Array.from({ length }, () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return (state % 36).toString(36); }).join('');
}

function recordOf(release: Release, revision: number, change: Partial<Revision>): Revision {
  const manifests = [1, 2].map((index) => ({ template: `web/templates/${index}.yaml`, text: noise(index === 2 ? revision * 77 : index, 900) }));
  return revisionOf(release, revision, { manifests, ...change });
}

function pendingOf(release: Release, revision: number): Revision {
  return recordOf(release, revision, { status: 'pending-upgrade', description: 'Preparing upgrade' });
}

function finalOf(release: Release, revision: number): Revision {
  return recordOf(release, revision, { notes: noise(revision * 13, 1600) });
}

/** A driver in a process that dies at its call number `at`, before or after the call is carried out. */
function mortal(driver: StorageDriver, at: number, moment: Moment): StorageDriver & { readonly calls: () => number } {
  let calls = 0;
  async function call<Result>(work: () => Promise<Result>): Promise<Result> {
    calls += 1;
    if (calls > at || (calls === at && moment === 'before')) throw new Error('dead');
    const result = await work();
    if (calls >= at) throw new Error('dead');
    return result;
  }
  return {
    ...driver,
    calls: () => calls,
    get: (key) => call(() => driver.get(key)),
    list: (query) => call(() => driver.list(query)),
    put: (...args) => call(() => driver.put(...args)),
    delete: (...args) => call(() => driver.delete(...args)),
  };
}

/** What the process does that will die: an upgrade with everything that belongs to it. */
async function upgrade(driver: StorageDriver, release: Release, clock: ReturnType<typeof createManualClock>): Promise<void> {
  const held = await createReleaseStore(partsOf(driver, clock, SMALL)).hold(release);
  await held.write(pendingOf(release, 3), { files: [{ path: 'a', content: Buffer.from(noise(99, 900)) }] });
  await held.write(finalOf(release, 3));
  await held.forget(1);
  await held.end();
}

async function prepare(driver: StorageDriver, release: Release, clock: ReturnType<typeof createManualClock>): Promise<void> {
  const store = createReleaseStore(partsOf(driver, clock, SMALL));
  for (const revision of [1, 2]) {
    const held = await store.hold(release);
    await held.write(pendingOf(release, revision), { files: [{ path: 'a', content: Buffer.from(noise(98, 900)) }] });
    await held.write(finalOf(release, revision));
    await held.end();
  }
}

/** Everything that is listed can be read, and is one of what was ever written, whole. */
async function wrongAfter(driver: StorageDriver, release: Release, clock: ReturnType<typeof createManualClock>): Promise<readonly string[]> {
  const store = createReleaseStore(partsOf(driver, clock));
  const wrong: string[] = [];
  const summaries = await store.summaries(release);
  const listed = summaries.map(({ revision }) => revision).join();
  if (!['1,2', '1,2,3', '2,3'].includes(listed)) wrong.push(`listed are ${listed}`);
  for (const { revision, status } of summaries) {
    const read = await store.read(release, revision).catch((error: Error) => error.message);
    const expected = status.startsWith('pending') ? pendingOf(release, revision) : finalOf(release, revision);
    if (typeof read === 'string') wrong.push(`revision ${revision}: ${read}`);
    else if (Buffer.compare(canonicalJson({ ...expected, status: read.status }), canonicalJson(read)) !== 0) wrong.push(`revision ${revision} is not what was committed`);
    else if ((await store.files(release, revision))[0]?.content.length !== 900) wrong.push(`revision ${revision} has lost its files`);
  }
  return wrong;
}

/** After garbage is collected nothing is left that a store would not have had that was never interrupted. */
async function leftAfterGc(driver: StorageDriver, release: Release, clock: ReturnType<typeof createManualClock>): Promise<readonly string[]> {
  clock.move(2 * 3_600_000);
  const parts = partsOf(driver, clock, SMALL);
  await collectGarbage(release, { dryRun: false }, parts);
  const again = await collectGarbage(release, { dryRun: true, grace: 0 }, parts);
  return again.names;
}

describe.each(driverStages())('a process that dies while it writes with the driver $name', (stage) => {
  beforeAll(() => stage.skipped === undefined ? stage.prepare() : undefined, 120_000);
  afterAll(() => stage.skipped === undefined ? stage.end() : undefined);
  // Every moment where a store is in memory, and everywhere with SHERPACK_FULL=1; else every fifth, before and after by turns.
  const step = stage.inMemory || process.env['SHERPACK_FULL'] === '1' ? 1 : 5;
  let counter = 0;

  async function countCalls(): Promise<number> {
    const [driver, clock, release] = [await stage.open(), createManualClock(), { name: 'count', namespace: 'shop' }];
    await prepare(driver, release, clock);
    const counted = mortal(driver, Infinity, 'after');
    await upgrade(counted, release, clock);
    return counted.calls();
  }

  async function dieAt(at: number, moment: Moment): Promise<readonly string[]> {
    const [driver, clock, release] = [await stage.open(), createManualClock(), { name: `r${++counter}`, namespace: 'shop' }];
    await prepare(driver, release, clock);
    await upgrade(mortal(driver, at, moment), release, clock).catch(() => undefined);
    clock.move(15_001);
    const wrong = [...(await wrongAfter(driver, release, clock))];
    const left = await leftAfterGc(driver, release, clock);
    if (left.length > 0) wrong.push(`left are ${left.join()}`);
    wrong.push(...(await wrongAfter(driver, release, clock)));
    await driver.close();
    return wrong.map((problem) => `${moment} call ${at}: ${problem}`);
  }

  it.skipIf(stage.skipped !== undefined)(`loses nothing, shows nothing half, leaves nothing behind${stage.skipped === undefined ? '' : ` (skipped: ${stage.skipped})`}`, { timeout: 900_000 }, async () => {
    const calls = await countCalls();
    expect(calls).toBeGreaterThan(15);
    const all = Array.from({ length: calls }, (_, index) => index + 1).flatMap((at) => MOMENTS.map((moment) => ({ at, moment })));
    const chosen = all.filter((_, index) => index % step === 0);
    const wrong: string[] = [];
    for (const { at, moment } of chosen) wrong.push(...(await dieAt(at, moment)));
    process.stderr.write(`${stage.name}: killed at ${chosen.length} of ${all.length} points around ${calls} calls, ${wrong.length} failures\n`);
    expect(wrong).toEqual([]);
  });
});
