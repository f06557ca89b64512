import { Buffer } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import type { Pool, PoolClient } from 'pg';
import { storageOutcomeUnknown } from '@sherpack/plugin-api';
import type { SqlConfig } from '../config.ts';
import { errors } from '../errors.ts';
import type { SqlConnection, SqlResult, SqlValue } from './connection.ts';

const POOL_SIZE = 4;
const CONNECT_MS = 10_000;
const STATEMENT_MS = 60_000;
/** Any number that nobody else uses for pg_advisory_xact_lock. */
const MIGRATION_LOCK = 726_371_904;
const LOCAL = new Set(['localhost', '127.0.0.1', '::1', '[::1]', '']);

/**
 * A pool of connections. To other machines TLS with a checked certificate is the rule; `sslmode=disable` in the address
 * is the way out of it.
 *
 * @throws STORAGE_SQL_UNREACHABLE
 */
export async function openPostgres(url: URL, config: SqlConfig): Promise<SqlConnection> {
  const { default: pg } = await import('pg');
  const place = `database ${url.pathname.slice(1) || 'postgres'} on ${url.hostname || 'this machine'}`;
  const pool = new pg.Pool({
    connectionString: addressOf(url, config),
    ssl: await tlsOf(url, config),
    max: config.poolSize ?? POOL_SIZE,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    application_name: 'sherpack',
    allowExitOnIdle: true,
  });
  // A connection that breaks while nobody uses it is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  let ended: Promise<void> | undefined;
  return {
    dialect: 'postgres',
    place,
    run: async (statement, parameters) => runOn(await connect(pool, place), statement, parameters, place),
    exclusively: async (work) => inTransaction(await connect(pool, place), work, place),
    close: () => (ended ??= pool.end()),
  };
}

/** Without the mode, which the library would read in its own way; with the password, which in the address outweighs all else. */
function addressOf(url: URL, { passwordEnv }: SqlConfig): string {
  const copy = new URL(url);
  if (passwordEnv !== undefined) copy.password = process.env[passwordEnv] ?? '';
  for (const name of ['sslmode', 'sslrootcert']) copy.searchParams.delete(name);
  return copy.href;
}

async function tlsOf(url: URL, { caFile }: SqlConfig) {
  const mode = url.searchParams.get('sslmode') ?? (LOCAL.has(url.hostname) && caFile === undefined ? 'disable' : 'verify-full');
  if (mode === 'disable') return false;
  const file = caFile ?? url.searchParams.get('sslrootcert') ?? undefined;
  const ca = file === undefined ? undefined : await readFile(file).catch((error: unknown) => { throw errors.FILE_FAILED(file, 'read', error); });
  // As in libpq: only the verify- modes look at the certificate. The host is for that alone: of an address in numbers the
  // library would say nothing, and the certificate would be held against "localhost".
  return { host: url.hostname.replaceAll(/^\[|\]$/g, ''), rejectUnauthorized: mode.startsWith('verify-') || ca !== undefined, ...(ca === undefined ? {} : { ca }) };
}

async function connect(pool: Pool, place: string): Promise<PoolClient> {
  return pool.connect().catch((error: unknown) => { throw errors.SQL_UNREACHABLE(place, error); });
}

async function runOn(client: PoolClient, statement: string, parameters: readonly SqlValue[], place: string): Promise<SqlResult> {
  let broken = false;
  try {
    return await query(client, statement, parameters);
  } catch (error) {
    broken = isBroken(error);
    throw broken ? storageOutcomeUnknown(place, error) : errors.SQL_REFUSED(place, error);
  } finally {
    client.release(broken);
  }
}

async function query(client: PoolClient, statement: string, parameters: readonly SqlValue[]): Promise<SqlResult> {
  const values = parameters.map((value) => (value instanceof Uint8Array ? Buffer.from(value) : value));
  const { rows, rowCount } = await client.query(statement, values);
  return { rows: rows as Readonly<Record<string, unknown>>[], changed: rowCount ?? 0 };
}

/** The server says what is wrong with a five-letter SQLSTATE; class 57P is its own end. */
function isBroken(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return typeof code !== 'string' || !/^[0-9A-Z]{5}$/.test(code) || code.startsWith('57P');
}

async function inTransaction(client: PoolClient, work: Parameters<SqlConnection['exclusively']>[0], place: string): Promise<void> {
  try {
    await client.query('BEGIN');
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK]);
    await work((statement, parameters) => query(client, statement, parameters));
    await client.query('COMMIT');
    client.release();
  } catch (error) {
    // The server rolls back what a closed connection had begun.
    client.release(true);
    throw (error as { brand?: unknown }).brand === undefined ? errors.SQL_REFUSED(place, error) : error;
  }
}
