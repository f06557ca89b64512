import type { StorageDriver, StoredValue } from '@sherpack/plugin-api';
import { checkStorageMetadata, storageConflict, storageValueTooLarge } from '@sherpack/plugin-api';
import { describe, expect, it } from 'vitest';
import { failingTests } from '../failing-tests.ts';
import { testStorageDriver } from './storage-driver.ts';

const LIMIT = 100_000;

/** Keeps everything in a map, and does everything right. */
function memory(): StorageDriver {
  const values = new Map<string, StoredValue>();
  let writes = 0;
  const idOf = (key: StoredValue['key']) => JSON.stringify([key.release.namespace, key.release.name, key.name]);
  function check(id: string, version: string | undefined): void {
    if (values.get(id)?.version !== version) throw storageConflict(id);
  }
  return {
    name: 'memory',
    maxValueBytes: LIMIT,
    get: async (key) => values.get(idOf(key)),
    list: async ({ namespace, release, prefix = '' }) => [...values.values()]
      .filter(({ key }) => (namespace ?? key.release.namespace) === key.release.namespace && (release ?? key.release.name) === key.release.name && key.name.startsWith(prefix))
      .toSorted((a, b) => (idOf(a.key) < idOf(b.key) ? -1 : 1))
      .map(({ data: _data, ...entry }) => entry),
    async put(key, data, metadata, { expect: expected }) {
      checkStorageMetadata(metadata);
      if (data.length > LIMIT) throw storageValueTooLarge(key.name, data.length, LIMIT);
      check(idOf(key), expected === 'absent' ? undefined : expected.version);
      const version = String(++writes);
      values.set(idOf(key), { key, data: data.slice(), metadata, version });
      return version;
    },
    async delete(key, condition) {
      if (condition !== undefined) check(idOf(key), condition.version);
      return values.delete(idOf(key));
    },
    close: async () => undefined,
  };
}

function suiteFor(change: (driver: StorageDriver) => Partial<StorageDriver>) {
  const driver = memory();
  const changed = { ...driver, ...change(driver) };
  return failingTests((runner) => testStorageDriver(async () => changed, runner), expect);
}

function later(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve); });
}

describe('the suite for storage drivers', () => {
  it('lets one pass that does everything right', async () => {
    expect(await suiteFor(() => ({}))).toEqual([]);
  });

  it.each<[string, (driver: StorageDriver) => Partial<StorageDriver>, string]>([
    ['creates over what is there', ({ put, get }) => ({ put: async (key, data, metadata, condition) => { const known = await get(key); return put(key, data, metadata, known === undefined ? condition : { expect: { version: known.version } }); } }), 'refuses to create a value that is there'],
    ['looks first and writes later', ({ put, get }) => ({ put: async (key, data, metadata, condition) => { const known = await get(key); if ((condition.expect === 'absent' ? undefined : condition.expect.version) !== known?.version) throw storageConflict('x'); await later(); const now = await get(key); return put(key, data, metadata, now === undefined ? condition : { expect: { version: now.version } }); } }), 'lets one of several writers win who create or change a value at once'],
    ['keeps old metadata', ({ put, get }) => ({ put: async (key, data, metadata, condition) => put(key, data, { ...(await get(key))?.metadata, ...metadata }, condition) }), 'replaces metadata as a whole'],
    ['always says that it deleted', ({ delete: remove }) => ({ delete: async (...given) => { await remove(...given); return true; } }), 'says whether there was something to delete'],
    ['lists values too', ({ list, get }) => ({ list: async (query) => Promise.all((await list(query)).map(async (entry) => ({ ...entry, ...await get(entry.key) }))) }), 'lists metadata and versions without payloads, sorted by name, narrowed by the beginning of the name'],
    ['takes names that begin alike for one', ({ list }) => ({ list: async ({ release = '', ...query }) => (await list(query)).filter(({ key }) => key.release.name.startsWith(release)) }), 'keeps releases apart whose names begin alike'],
    ['has no namespaces', ({ put, get }) => ({ put: (key, ...rest) => put({ ...key, release: { ...key.release, namespace: 'suite-a' } }, ...rest), get: (key) => get({ ...key, release: { ...key.release, namespace: 'suite-a' } }) }), 'keeps namespaces apart, and lists all of them in order when none is named'],
    ['knows text only', ({ put }) => ({ put: (key, data, ...rest) => put(key, new TextEncoder().encode(new TextDecoder().decode(data)), ...rest) }), 'keeps every byte, and empty values'],
    ['cuts what is too large', ({ put }) => ({ put: (key, data, ...rest) => put(key, data.subarray(0, LIMIT), ...rest) }), 'takes values up to its limit and refuses larger ones without writing anything'],
    ['does not tell case apart', ({ put, get }) => ({ put: (key, ...rest) => put({ ...key, name: key.name.toLowerCase() }, ...rest), get: (key) => get({ ...key, name: key.name.toLowerCase() }) }), 'keeps entries apart whatever their names are made of'],
  ])('finds one that %s', async (_what, change, test) => {
    expect(await suiteFor(change)).toContain(test);
  });
});
