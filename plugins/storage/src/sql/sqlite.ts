import { chmod, mkdir, open } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { errors } from '../errors.ts';
import type { SqlConnection, SqlResult, SqlValue } from './connection.ts';

interface Statement {
  readonly reader: boolean;
  all(parameters: readonly SqlValue[]): Record<string, unknown>[];
  run(parameters: readonly SqlValue[]): { readonly changes: number };
}

interface Database {
  prepare(sql: string): Statement;
  exec(sql: string): void;
  pragma(pragma: string): unknown;
  close(): void;
}

/** Milliseconds to wait for another process to finish its write. */
const BUSY_MS = 30_000;

/** A file that only its owner may read. Other processes of this machine may use it at the same time. */
export async function openSqlite(path: string): Promise<SqlConnection> {
  await prepareFile(path);
  const database = connect(path);
  const run = async (statement: string, parameters: readonly SqlValue[]) => execute(database, statement, parameters);
  let open = true;
  return {
    dialect: 'sqlite',
    place: path,
    run,
    async exclusively(work) {
      database.exec('BEGIN IMMEDIATE');
      try {
        await work(run);
        database.exec('COMMIT');
      } catch (error) {
        database.exec('ROLLBACK');
        throw error;
      }
    },
    async close() {
      if (open) database.close();
      open = false;
    },
  };
}

/** Made before the database is, so that it is never readable for others, not even for a moment. */
async function prepareFile(path: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'a', 0o600);
    await file.close();
    await chmod(path, 0o600);
  } catch (error) {
    throw errors.FILE_FAILED(path, 'write', error);
  }
}

function connect(path: string): Database {
  const Constructor = createRequire(import.meta.url)('libsql') as new (path: string, options: { timeout: number }) => Database;
  const database = new Constructor(path, { timeout: BUSY_MS });
  database.pragma(`busy_timeout = ${BUSY_MS}`);
  database.pragma('journal_mode = WAL');
  database.pragma('synchronous = FULL');
  return database;
}

function execute(database: Database, statement: string, parameters: readonly SqlValue[]): SqlResult {
  const prepared = database.prepare(statement.replaceAll(/\$(\d+)/g, '?$1'));
  if (prepared.reader) return { rows: prepared.all(parameters), changed: 0 };
  return { rows: [], changed: prepared.run(parameters).changes };
}
