import { Buffer } from 'node:buffer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ClusterError } from '@sherpack/plugin-api';
import type { Release, Revision, StorageDriver } from '@sherpack/plugin-api';
import { driverStages } from '../fixtures/drivers.ts';
import { createManualClock } from '../fixtures/manual-clock.ts';
import { partsOf } from '../fixtures/parts.ts';
import { revisionOf } from '../fixtures/revision.ts';
import { collectGarbage } from './collect-garbage.ts';
import { canonicalJson } from './record/canonical.ts';
import type { Encoding } from './record/encoding.ts';
import { createReleaseStore } from './release-store.ts';

/** It dies before or after a call is carried out; or that call fails, or its answer is lost, and the process goes on. */
const MOMENTS = ['before', 'after', 'failing', 'losing'] as const;
type Moment = (typeof MOMENTS)[number];

/** How much a revision holds: what is small is spelled otherwise, and what is large compressed twice. */
interface Size {
  readonly name: string;
  /** Bytes of text in each revision that all of them have. */
  readonly common: number;
  readonly encoding: Partial<Encoding>;
}

const SIZES: readonly Size[] = [
  { name: 'small', common: 900, encoding: { maxChunkSize: 700 } },
  { name: 'large', common: 140_000, encoding: { maxChunkSize: 30_000, level: 6 } },
];

/** Text that hardly compresses, so that records have several chunks. */
function noise(seed: number, length: number): string {
  let state = seed;
  return Array.from({ length }, () => { state = (Math.imul(state, 1664525) + 1013904223) >>> 0; return (state % 36).toString(36); }).join('');
}

/** What is written of a release of that size. */
function scriptOf({ common, encoding }: Size) {
  const [shared, before, after] = [1, 98, 99].map((seed) => noise(seed, common));

  function recordOf(release: Release, revision: number, change: Partial<Revision>): Revision {
    const manifests = [shared ?? '', noise(revision * 77, 900)].map((text, index) => ({ template: `web/templates/${index}.yaml`, text }));
    return revisionOf(release, revision, { manifests, ...change });
  }

  return {
    encoding,
    filesOf: (revision: number) => [{ path: 'a', content: Buffer.from((revision < 3 ? before : after) ?? '') }],
    pendingOf: (release: Release, revision: number) => recordOf(release, revision, { status: 'pending-upgrade', description: 'Preparing upgrade' }),
    finalOf: (release: Release, revision: number) => recordOf(release, revision, { notes: noise(revision * 13, 1600) }),
  };
}

type Script = ReturnType<typeof scriptOf>;
type ManualClock = ReturnType<typeof createManualClock>;

/** What a server says that has no time, and what the client says when it hears nothing. */
const TROUBLE = {
  failing: () => new ClusterError('CLUSTER_REFUSED', 'etcd is slow', { status: 500, reason: 'InternalError', body: undefined }),
  losing: () => Object.assign(new Error('socket hang up'), { code: 'CLUSTER_OUTCOME_UNKNOWN' }),
};

/** A driver in a process that dies at its call number `at`, before or after the call is carried out, or has trouble there. */
function mortal(driver: StorageDriver, at: number, moment: Moment): StorageDriver & { readonly calls: () => number } {
  let calls = 0;
  async function call<Result>(work: () => Promise<Result>): Promise<Result> {
    calls += 1;
    if (moment === 'failing' || moment === 'losing') return trouble(moment, work);
    if (calls > at || (calls === at && moment === 'before')) throw new Error('dead');
    const result = await work();
    if (calls >= at) throw new Error('dead');
    return result;
  }
  async function trouble<Result>(kind: keyof typeof TROUBLE, work: () => Promise<Result>): Promise<Result> {
    if (calls === at && kind === 'failing') throw TROUBLE.failing();
    const result = await work();
    if (calls === at) throw TROUBLE.losing();
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
async function upgrade(driver: StorageDriver, release: Release, clock: ManualClock, { encoding, filesOf, pendingOf, finalOf }: Script): Promise<void> {
  const held = await createReleaseStore(partsOf(driver, clock, encoding)).hold(release);
  try {
    await held.write(pendingOf(release, 3), { files: filesOf(3) });
    await held.write(finalOf(release, 3));
    await held.forget(1);
  } finally {
    await held.end();
  }
}

async function prepare(driver: StorageDriver, release: Release, clock: ManualClock, { encoding, filesOf, pendingOf, finalOf }: Script): Promise<void> {
  const store = createReleaseStore(partsOf(driver, clock, encoding));
  for (const revision of [1, 2]) {
    const held = await store.hold(release);
    await held.write(pendingOf(release, revision), { files: filesOf(revision) });
    await held.write(finalOf(release, revision));
    await held.end();
  }
}

/** Everything that is listed can be read, and is one of what was ever written, whole. */
async function wrongAfter(driver: StorageDriver, release: Release, clock: ManualClock, { filesOf, pendingOf, finalOf }: Script): Promise<readonly string[]> {
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
    else if (Buffer.compare((await store.files(release, revision))[0]?.content ?? Buffer.alloc(0), filesOf(revision)[0]?.content ?? Buffer.alloc(0)) !== 0) wrong.push(`revision ${revision} has lost its files`);
  }
  return wrong;
}

/** After garbage is collected nothing is left that a store would not have had that was never interrupted. */
async function leftAfterGc(driver: StorageDriver, release: Release, clock: ManualClock, { encoding }: Script): Promise<readonly string[]> {
  clock.move(2 * 3_600_000);
  const parts = partsOf(driver, clock, encoding);
  await collectGarbage(release, { dryRun: false }, parts);
  const again = await collectGarbage(release, { dryRun: true, grace: 0 }, parts);
  return again.names;
}

const CASES = driverStages().flatMap((stage) => SIZES.map((size) => ({ stage, size, name: stage.name, revisions: size.name })));

describe.each(CASES)('a process that dies or has trouble while it writes $revisions revisions with the driver $name', ({ stage, size }) => {
  beforeAll(() => stage.skipped === undefined ? stage.prepare() : undefined, 120_000);
  afterAll(() => stage.skipped === undefined ? stage.end() : undefined);
  const script = scriptOf(size);
  // Every moment where it costs little, and everywhere with SHERPACK_FULL=1; else every seventh, of each kind by turns.
  const step = (stage.inMemory && size.name === 'small') || process.env['SHERPACK_FULL'] === '1' ? 1 : 7;
  let counter = 0;

  async function countCalls(): Promise<number> {
    const [driver, clock, release] = [await stage.open(), createManualClock(), { name: 'count', namespace: 'shop' }];
    await prepare(driver, release, clock, script);
    const counted = mortal(driver, Infinity, 'after');
    await upgrade(counted, release, clock, script);
    return counted.calls();
  }

  async function dieAt(at: number, moment: Moment): Promise<readonly string[]> {
    const [driver, clock, release] = [await stage.open(), createManualClock(), { name: `r${++counter}`, namespace: 'shop' }];
    await prepare(driver, release, clock, script);
    await upgrade(mortal(driver, at, moment), release, clock, script).catch(() => undefined);
    clock.move(15_001);
    const wrong = [...(await wrongAfter(driver, release, clock, script))];
    const left = await leftAfterGc(driver, release, clock, script);
    if (left.length > 0) wrong.push(`left are ${left.join()}`);
    wrong.push(...(await wrongAfter(driver, release, clock, script)));
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
    process.stderr.write(`${stage.name}, ${size.name}: killed or in trouble at ${chosen.length} of ${all.length} points around ${calls} calls, ${wrong.length} failures\n`);
    expect(wrong).toEqual([]);
  });
});
