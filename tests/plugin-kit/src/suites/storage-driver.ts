import type { Release, StorageDriver, StorageKey } from '@sherpack/plugin-api';
import { isStorageConflict } from '@sherpack/plugin-api';

/** The matchers that the suite uses; those of vitest, jest and their like fit. */
export interface StorageSuiteMatchers {
  toBe(expected: unknown): void;
  toEqual(expected: unknown): void;
}

/** The parts of a test runner that the suite needs. */
export interface StorageSuiteRunner {
  describe(name: string, tests: () => void): void;
  it(name: string, test: () => Promise<void>): void;
  expect(actual: unknown): StorageSuiteMatchers;
}

/** What a driver cannot do; the suite leaves that out. */
export interface StorageSuiteSupport {
  /** Releases may lie in the namespace `suite-b` besides `suite-a`. Default true. */
  readonly namespaces?: boolean;
}

const MEGABYTE = 1024 * 1024;
const ABSENT = { expect: 'absent' } as const;

let counter = 0;

/** Every test has a release of its own, so that one store serves all of them, whatever an earlier run left there. */
function newRelease(namespace = 'suite-a'): Release {
  counter += 1;
  return { name: `r${counter}-${Math.random().toString(36).slice(2, 10)}`, namespace };
}

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textOf(data: Uint8Array | undefined): string | undefined {
  return data === undefined ? undefined : new TextDecoder().decode(data);
}

/** The code of what it throws; `nothing` if it throws nothing. */
async function codeOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
    return 'nothing';
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
}

/** Bytes that hardly compress, the same in every run. */
function noise(length: number): Uint8Array {
  const data = new Uint8Array(length);
  let state = 0x9e3779b9;
  for (let index = 0; index < length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[index] = state >>> 24;
  }
  return data;
}

/** Adds one to the number stored under the key, beginning anew as often as another writer was faster. */
async function increment(driver: StorageDriver, key: StorageKey): Promise<void> {
  for (;;) {
    const value = await driver.get(key);
    const next = bytes(String(Number(textOf(value?.data) ?? '0') + 1));
    const condition = value === undefined ? ABSENT : { expect: { version: value.version } };
    try {
      await driver.put(key, next, {}, condition);
      return;
    } catch (error) {
      if (!isStorageConflict(error)) throw error;
    }
  }
}

/**
 * What every storage driver must do.
 *
 * @param open opens the store; called for every test, several times in some, always for the same store
 * @example testStorageDriver(() => openConsul(url), { describe, it, expect })
 */
export function testStorageDriver(open: () => Promise<StorageDriver>, runner: StorageSuiteRunner, supports: StorageSuiteSupport = {}): void {
  runner.describe('as every storage driver', () => {
    testReading(open, runner);
    testCompareAndSwap(open, runner);
    testDeleting(open, runner);
    testListing(open, runner, supports);
    testContent(open, runner);
    testNames(open, runner);
  });
}

function testReading(open: () => Promise<StorageDriver>, { it, expect }: StorageSuiteRunner): void {
  it('answers undefined for a value that nobody wrote', async () => {
    const driver = await open();
    expect(await driver.get({ release: newRelease(), name: 'head' })).toBe(undefined);
    expect(await driver.list({ namespace: 'suite-a', release: newRelease().name })).toEqual([]);
  });

  it('gives back key, metadata, version and bytes as they were written, also to another opening', async () => {
    const key = { release: newRelease(), name: 'revision/1' };
    const metadata = { status: 'deployed', 'x-description': 'ready, "done" – 100 %\n' };
    const version = await (await open()).put(key, bytes('one'), metadata, ABSENT);
    const stored = await (await open()).get(key);
    expect({ ...stored, data: textOf(stored?.data) }).toEqual({ key, metadata, version, data: 'one' });
  });

  it('replaces metadata as a whole', async () => {
    const driver = await open();
    const key = { release: newRelease(), name: 'head' };
    const version = await driver.put(key, bytes('a'), { status: 'failed', revision: '1', 'x-old': 'gone' }, ABSENT);
    await driver.put(key, bytes('a'), { status: 'deployed' }, { expect: { version } });
    expect((await driver.get(key))?.metadata).toEqual({ status: 'deployed' });
  });

  it('may be closed twice', async () => {
    const driver = await open();
    await driver.close();
    await driver.close();
    expect(typeof driver.name).toBe('string');
  });
}

function testCompareAndSwap(open: () => Promise<StorageDriver>, { it, expect }: StorageSuiteRunner): void {
  it('refuses to create a value that is there', async () => {
    const driver = await open();
    const key = { release: newRelease(), name: 'head' };
    await driver.put(key, bytes('first'), {}, ABSENT);
    expect(await codeOf(driver.put(key, bytes('second'), {}, ABSENT))).toBe('STORAGE_CONFLICT');
    expect(textOf((await driver.get(key))?.data)).toBe('first');
  });

  it('refuses to write over a version that is no longer there', async () => {
    const driver = await open();
    const key = { release: newRelease(), name: 'head' };
    const old = await driver.put(key, bytes('1'), {}, ABSENT);
    await driver.put(key, bytes('2'), {}, { expect: { version: old } });
    expect(await codeOf(driver.put(key, bytes('3'), {}, { expect: { version: old } }))).toBe('STORAGE_CONFLICT');
    expect(textOf((await driver.get(key))?.data)).toBe('2');
  });

  it('refuses to write over a value that was deleted', async () => {
    const driver = await open();
    const key = { release: newRelease(), name: 'head' };
    const version = await driver.put(key, bytes('1'), {}, ABSENT);
    await driver.delete(key);
    expect(await codeOf(driver.put(key, bytes('2'), {}, { expect: { version } }))).toBe('STORAGE_CONFLICT');
  });

  it('gives a new version with every write, also when nothing else changes', async () => {
    const driver = await open();
    const key = { release: newRelease(), name: 'head' };
    const first = await driver.put(key, bytes('same'), { status: 'same' }, ABSENT);
    const second = await driver.put(key, bytes('same'), { status: 'same' }, { expect: { version: first } });
    await driver.delete(key);
    const third = await driver.put(key, bytes('same'), { status: 'same' }, ABSENT);
    expect(new Set([first, second, third]).size).toBe(3);
  });

  it('lets one of several writers win who create or change a value at once', async () => {
    const drivers = await Promise.all(Array.from({ length: 8 }, open));
    const key = { release: newRelease(), name: 'head' };
    const creations = await Promise.all(drivers.map((driver, index) => codeOf(driver.put(key, bytes(`a${index}`), {}, ABSENT))));
    expect(creations.toSorted()).toEqual([...Array.from({ length: 7 }, () => 'STORAGE_CONFLICT'), 'nothing']);
    const version = (await drivers[0]?.get(key))?.version ?? '';
    const changes = await Promise.all(drivers.map((driver, index) => codeOf(driver.put(key, bytes(`b${index}`), {}, { expect: { version } }))));
    expect(changes.toSorted()).toEqual([...Array.from({ length: 7 }, () => 'STORAGE_CONFLICT'), 'nothing']);
    expect(textOf((await drivers[0]?.get(key))?.data)).toBe(`b${changes.indexOf('nothing')}`);
  });

  it('loses none of twenty increments made at once', async () => {
    const drivers = await Promise.all(Array.from({ length: 4 }, open));
    const key = { release: newRelease(), name: 'journal/1' };
    await Promise.all(Array.from({ length: 20 }, (_, index) => increment(drivers[index % 4] as StorageDriver, key)));
    expect(textOf((await drivers[0]?.get(key))?.data)).toBe('20');
  });
}

function testDeleting(open: () => Promise<StorageDriver>, { it, expect }: StorageSuiteRunner): void {
  it('says whether there was something to delete', async () => {
    const driver = await open();
    const key = { release: newRelease(), name: 'revision/7' };
    expect(await driver.delete(key)).toBe(false);
    await driver.put(key, bytes('x'), {}, ABSENT);
    expect(await driver.delete(key)).toBe(true);
    expect(await driver.get(key)).toBe(undefined);
    expect(await driver.list({ namespace: 'suite-a', release: key.release.name })).toEqual([]);
  });

  it('deletes under a version only what still has it', async () => {
    const driver = await open();
    const key = { release: newRelease(), name: 'head' };
    const old = await driver.put(key, bytes('1'), {}, ABSENT);
    const version = await driver.put(key, bytes('2'), {}, { expect: { version: old } });
    expect(await codeOf(driver.delete(key, { version: old }))).toBe('STORAGE_CONFLICT');
    expect(textOf((await driver.get(key))?.data)).toBe('2');
    expect(await driver.delete(key, { version })).toBe(true);
  });
}

function testListing(open: () => Promise<StorageDriver>, { it, expect }: StorageSuiteRunner, supports: StorageSuiteSupport): void {
  it('lists metadata and versions without payloads, sorted by name, narrowed by the beginning of the name', async () => {
    const driver = await open();
    const release = newRelease();
    for (const name of ['revision/2', 'journal/1', 'revision/10', 'head', 'revision/1']) {
      await driver.put({ release, name }, bytes(name), { status: 'deployed', 'x-note': name }, ABSENT);
    }
    const all = await driver.list({ namespace: release.namespace, release: release.name });
    expect(all.map((entry) => entry.key.name)).toEqual(['head', 'journal/1', 'revision/1', 'revision/10', 'revision/2']);
    expect(all.some((entry) => 'data' in entry)).toBe(false);
    const ones = await driver.list({ namespace: release.namespace, release: release.name, prefix: 'revision/1' });
    expect(ones.map((entry) => entry.metadata['x-note'])).toEqual(['revision/1', 'revision/10']);
    expect(ones[0]?.version).toBe((await driver.get({ release, name: 'revision/1' }))?.version);
    expect((await driver.list({ namespace: release.namespace, release: release.name, prefix: 're' })).length).toBe(3);
  });

  it('keeps releases apart whose names begin alike', async () => {
    const driver = await open();
    const { name, namespace } = newRelease();
    for (const release of [name, `${name}-b`, `${name}.head`]) await driver.put({ release: { name: release, namespace }, name: 'head' }, bytes(release), {}, ABSENT);
    expect((await driver.list({ namespace, release: name })).map((entry) => entry.key.release.name)).toEqual([name]);
    expect(textOf((await driver.get({ release: { name: `${name}.head`, namespace }, name: 'head' }))?.data)).toBe(`${name}.head`);
  });

  if (supports.namespaces === false) return;

  it('keeps namespaces apart, and lists all of them in order when none is named', async () => {
    const driver = await open();
    const { name } = newRelease();
    for (const namespace of ['suite-b', 'suite-a']) await driver.put({ release: { name, namespace }, name: 'head' }, bytes(namespace), {}, ABSENT);
    expect((await driver.list({ namespace: 'suite-b', release: name })).length).toBe(1);
    expect((await driver.list({ release: name })).map((entry) => entry.key.release.namespace)).toEqual(['suite-a', 'suite-b']);
    expect(textOf((await driver.get({ release: { name, namespace: 'suite-b' }, name: 'head' }))?.data)).toBe('suite-b');
  });
}

function testContent(open: () => Promise<StorageDriver>, { it, expect }: StorageSuiteRunner): void {
  it('keeps every byte, and empty values', async () => {
    const driver = await open();
    const release = newRelease();
    const every = Uint8Array.from({ length: 512 }, (_, index) => index % 256);
    await driver.put({ release, name: 'blob/every' }, every, {}, ABSENT);
    await driver.put({ release, name: 'blob/none' }, new Uint8Array(0), {}, ABSENT);
    expect([...(await driver.get({ release, name: 'blob/every' }))?.data ?? []]).toEqual([...every]);
    expect((await driver.get({ release, name: 'blob/none' }))?.data.length).toBe(0);
  });

  it('takes values up to its limit and refuses larger ones without writing anything', async () => {
    const driver = await open();
    const release = newRelease();
    const largest = noise(driver.maxValueBytes ?? 4 * MEGABYTE);
    await driver.put({ release, name: 'blob/largest' }, largest, {}, ABSENT);
    const stored = (await driver.get({ release, name: 'blob/largest' }))?.data ?? new Uint8Array(0);
    expect(stored.length).toBe(largest.length);
    expect(stored.every((byte, index) => byte === largest[index])).toBe(true);
    if (driver.maxValueBytes === undefined) return;
    expect(await codeOf(driver.put({ release, name: 'blob/more' }, noise(driver.maxValueBytes + 1), {}, ABSENT))).toBe('STORAGE_VALUE_TOO_LARGE');
    expect(await driver.get({ release, name: 'blob/more' })).toBe(undefined);
  });

  it('takes metadata up to what the contract allows and refuses more', async () => {
    const driver = await open();
    const key = { release: newRelease(), name: 'head' };
    const metadata = { ['a'.repeat(40)]: `-${'v'.repeat(61)}.`, empty: '', 'x-long': '☃'.repeat(341) };
    await driver.put(key, bytes(''), metadata, ABSENT);
    expect((await driver.get(key))?.metadata).toEqual(metadata);
    const other = { release: newRelease(), name: 'head' };
    for (const refused of [{ UPPER: 'x' }, { ['a'.repeat(41)]: 'x' }, { long: 'v'.repeat(64) }, { blank: 'a b' }, { 'x-long': '☃'.repeat(342) }]) {
      expect(await codeOf(driver.put(other, bytes(''), refused as Record<string, string>, ABSENT))).toBe('STORAGE_METADATA_INVALID');
    }
    expect(await driver.get(other)).toBe(undefined);
  });
}

function testNames(open: () => Promise<StorageDriver>, { it, expect }: StorageSuiteRunner): void {
  it('keeps entries apart whatever their names are made of', async () => {
    const driver = await open();
    const release = newRelease();
    const names = ['head', 'HEAD', 'head.', '.head', '..', 'a/b', 'a.b', 'a~b', 'a%2fb', 'blob/sha256:00ff', 'é', 'e\u0301', ' ', '-', `long/${'n'.repeat(300)}`, `long/${'n'.repeat(301)}`];
    for (const name of names) await driver.put({ release, name }, bytes(name), {}, ABSENT);
    const read = await Promise.all(names.map(async (name) => textOf((await driver.get({ release, name }))?.data)));
    expect(read).toEqual(names);
    const listed = await driver.list({ namespace: release.namespace, release: release.name });
    expect(listed.map((entry) => entry.key.name).toSorted()).toEqual(names.toSorted());
  });

  it('keeps releases apart whatever their names are made of', async () => {
    const driver = await open();
    const { name, namespace } = newRelease();
    const releases = [name, name.toUpperCase(), `${name}/../x`, `${name}.`, `${name}_`, `${name}${'n'.repeat(300)}`];
    for (const each of releases) await driver.put({ release: { name: each, namespace }, name: 'head' }, bytes(each), {}, ABSENT);
    for (const each of releases) {
      expect((await driver.list({ namespace, release: each })).map((entry) => entry.key.release.name)).toEqual([each]);
      expect(textOf((await driver.get({ release: { name: each, namespace }, name: 'head' }))?.data)).toBe(each);
    }
  });
}
