import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ClusterAccess, StorageDriverFactory } from '@sherpack/plugin-api';
import { findPostgres, startPostgres } from '../fixtures/postgres-server.ts';
import type { PostgresServer } from '../fixtures/postgres-server.ts';
import { wrongAfterRace } from '../fixtures/race.ts';
import type { RaceTask } from '../fixtures/race.ts';
import file from './drivers/file.ts';
import sql from './drivers/sql.ts';

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
  writeFileSync(task, JSON.stringify({ driver, options, writer, count: EACH, release: RELEASE } satisfies RaceTask));
  await run(process.execPath, ['--conditions', 'sherpack-source', '--import', 'jiti/register', WRITER, task], { env: { ...process.env, NODE_OPTIONS: '' } });
}

/** Two processes write; what is there afterwards is exactly what each of them believes to have written. */
async function race(driver: string, factory: StorageDriverFactory, options: Readonly<Record<string, string>>): Promise<void> {
  await Promise.all(['a', 'b'].map((writer) => writeWith(driver, options, writer)));
  const opened = await factory.open({ access: ACCESS, options, readOnly: true });
  expect(await wrongAfterRace(opened, RELEASE, EACH)).toEqual([]);
  await opened.close();
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
