import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClusterAccess, StorageDriver } from '@sherpack/plugin-api';
import { testStorageDriver } from '@sherpack/plugin-kit/suites/storage-driver';
import { PASSWORD, findPostgres, startPostgres } from '../../fixtures/postgres-server.ts';
import type { PostgresServer } from '../../fixtures/postgres-server.ts';
import factory from './sql.ts';

const KEY = { release: { name: 'web', namespace: 'shop' }, name: 'head' };
const ABSENT = { expect: 'absent' } as const;
const opened: StorageDriver[] = [];

function accessTo(uid: string): ClusterAccess {
  return { cluster: async () => ({ identity: async () => ({ uid, server: 'x', version: 'v1' }) }) as never };
}

async function open(options: Readonly<Record<string, string | number>>, uid = 'cluster-1'): Promise<StorageDriver> {
  const driver = await factory.open({ access: accessTo(uid), options, readOnly: false });
  opened.push(driver);
  return driver;
}

afterAll(async () => { for (const driver of opened) await driver.close(); });

describe('the driver "sql" on SQLite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sherpack-sqlite-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const url = `sqlite:${join(folder, 'deep', 'releases.db')}`;

  testStorageDriver(() => open({ url }), { describe, it, expect });

  it('keeps its files for their owner', async () => {
    await (await open({ url })).put({ ...KEY, name: 'mode' }, new Uint8Array([1]), {}, ABSENT);
    for (const suffix of ['', '-wal']) expect(statSync(`${join(folder, 'deep', 'releases.db')}${suffix}`).mode & 0o777).toBe(0o600);
  });

  it('keeps clusters apart in one database', async () => {
    const [one, other] = [await open({ url }, 'a'), await open({ url }, 'b')];
    await one.put(KEY, new Uint8Array([1]), {}, ABSENT);
    expect(await other.get(KEY)).toBeUndefined();
    expect(await other.list({})).toEqual([]);
  });

  it('asks for an address, and says which forms there are', async () => {
    await expect(open({})).rejects.toMatchObject({ code: 'STORAGE_SQL_URL_MISSING', exitCode: 2 });
    const wrong = await open({ url: 'mysql://root:hunter@x/y' }).catch((error: Error) => error);
    expect(wrong).toMatchObject({ code: 'STORAGE_SETTING_INVALID' });
    expect(String(wrong)).not.toContain('hunter');
  });
});

const bin = findPostgres();
const why = bin === undefined ? ' (skipped: no PostgreSQL server is installed here)' : '';

describe.skipIf(bin === undefined)(`the driver "sql" on PostgreSQL${why}`, () => {
  let server: PostgresServer;
  beforeAll(async () => { server = await startPostgres(bin ?? ''); }, 120_000);
  afterAll(async () => {
    for (const driver of opened) await driver.close();
    await server.stop();
  });

  testStorageDriver(() => open({ url: server.url() }), { describe, it, expect });

  it('makes its tables once, however many begin at the same time', async () => {
    const admin = await open({ url: server.url() });
    expect(admin.name).toBe('sql');
    const drivers = await Promise.all(Array.from({ length: 6 }, (_, index) => open({ url: server.url() }, `many-${index}`)));
    expect(await Promise.all(drivers.map((driver) => driver.list({})))).toEqual(drivers.map(() => []));
  });

  it('takes the password from the environment', async () => {
    process.env['SHERPACK_TEST_PASSWORD'] = PASSWORD;
    const driver = await open({ url: server.url('sherpack'), passwordEnv: 'SHERPACK_TEST_PASSWORD' });
    expect(await driver.get(KEY)).toBeUndefined();
    delete process.env['SHERPACK_TEST_PASSWORD'];
  });

  it('says that it is not let in, without the password', async () => {
    const refusal = await open({ url: server.url('sherpack:hunter-two') }).catch((error: Error) => error);
    expect(refusal).toMatchObject({ code: 'STORAGE_SQL_UNREACHABLE', exitCode: 5, message: expect.stringContaining('database postgres on 127.0.0.1') });
    expect(`${String(refusal)} ${JSON.stringify(refusal)}`).not.toContain('hunter-two');
  });

  it('wants TLS when it is told so, and does not fall back', async () => {
    await expect(open({ url: `${server.url()}?sslmode=verify-full` })).rejects.toMatchObject({ code: 'STORAGE_SQL_UNREACHABLE', message: expect.stringContaining('SSL') });
  });

  it('goes on after the server was restarted', async () => {
    const driver = await open({ url: server.url() }, 'restarted');
    await driver.put(KEY, new Uint8Array([7]), {}, ABSENT);
    await server.restart();
    const again = async () => driver.get(KEY);
    const first = await again().catch(again);
    expect(first?.data).toEqual(new Uint8Array([7]));
  });
});
