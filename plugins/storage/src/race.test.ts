import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClusterAccess, StorageDriver, StorageDriverFactory } from '@sherpack/plugin-api';
import { createManualClock } from '../fixtures/manual-clock.ts';
import { partsOf } from '../fixtures/parts.ts';
import { findPostgres, startPostgres } from '../fixtures/postgres-server.ts';
import type { PostgresServer } from '../fixtures/postgres-server.ts';
import file from './drivers/file.ts';
import sql from './drivers/sql.ts';
import { createReleaseStore } from './release-store.ts';
import { verifyRelease } from './verify-records.ts';

const WRITER = fileURLToPath(new URL('../fixtures/upgrade-writer.ts', import.meta.url));
const RELEASE = { name: 'race', namespace: 'shop' };
/** Together 200 revisions with SHERPACK_FULL=1. */
const EACH = process.env['SHERPACK_FULL'] === '1' ? 100 : 12;
const IDENTITY = { identity: async () => ({ uid: 'one', server: 'test', version: 'v1' }) };
const ACCESS: ClusterAccess = { cluster: async () => IDENTITY as never };
const run = promisify(execFile);

let folder = '';
beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'sherpack-race-')); });
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function writeWith(driver: string, options: Readonly<Record<string, string>>, writer: string): Promise<void> {
  const task = join(folder, `${driver}-${writer}.json`);
  writeFileSync(task, JSON.stringify({ driver, options, writer, count: EACH }));
  await run(process.execPath, ['--conditions', 'sherpack-source', '--import', 'jiti/register', WRITER, task], { env: { ...process.env, NODE_OPTIONS: '' } });
}

/** Two processes write; what is there afterwards is exactly what each of them believes to have written. */
async function race(driver: string, factory: StorageDriverFactory, options: Readonly<Record<string, string>>): Promise<void> {
  await Promise.all(['a', 'b'].map((writer) => writeWith(driver, options, writer)));
  const opened = await factory.open({ access: ACCESS, options, readOnly: true });
  await expectWhole(opened);
  await opened.close();
}

async function expectWhole(driver: StorageDriver): Promise<void> {
  const parts = partsOf(driver, createManualClock());
  const summaries = await createReleaseStore(parts).summaries(RELEASE);
  expect(summaries.map(({ revision }) => revision)).toEqual(Array.from({ length: 2 * EACH }, (_, index) => index + 1));
  const expected = ['a', 'b'].flatMap((writer) => Array.from({ length: EACH }, (_, index) => `${writer} ${index}`));
  expect(summaries.map(({ description }) => description).toSorted()).toEqual(expected.toSorted());
  expect((await verifyRelease(RELEASE, parts)).filter(({ sound }) => !sound)).toEqual([]);
  const store = createReleaseStore(parts);
  for (const { revision, description } of summaries) expect((await store.read(RELEASE, revision)).notes.startsWith(`${description} `)).toBe(true);
}

describe(`two processes that write the same release ${2 * EACH} times`, () => {
  it('lose and mix no revision in a folder', { timeout: 300_000 }, () => race('file', file, { path: join(folder, 'records') }));
  it('lose and mix no revision in SQLite', { timeout: 300_000 }, () => race('sql', sql, { url: `sqlite:${join(folder, 'records.db')}` }));
});

const bin = findPostgres();

describe.skipIf(bin === undefined)(`two processes on PostgreSQL${bin === undefined ? ' (skipped: no PostgreSQL server is installed here)' : ''}`, () => {
  let server: PostgresServer;
  beforeAll(async () => { server = await startPostgres(bin ?? ''); }, 120_000);
  afterAll(() => server.stop());

  it('lose and mix no revision', { timeout: 300_000 }, () => race('sql', sql, { url: server.url() }));
});
