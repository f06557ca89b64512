import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { checkStorageMetadata, storageConflict } from '@sherpack/plugin-api';
import type {
  PutCondition, StorageDriver, StorageDriverFactory, StorageEntry, StorageKey, StorageMetadata, StorageQuery, StoredValue,
} from '@sherpack/plugin-api';
import { compareEntries } from '../compare-keys.ts';
import type { SqlConfig } from '../config.ts';
import { errors } from '../errors.ts';
import type { SqlConnection, SqlValue } from '../sql/connection.ts';
import { migrateTables } from '../sql/migrations.ts';

/** Keeps every value in a row: PostgreSQL for many machines, SQLite for one. Clusters are kept apart by their identity. */
const factory: StorageDriverFactory = {
  async open({ access, options }) {
    const config: SqlConfig = options;
    const connection = await connect(config);
    await migrateTables(connection);
    const { uid } = await (await access.cluster('read')).identity();
    return createSqlDriver(connection, uid);
  },
};

export default factory;

async function connect(config: SqlConfig): Promise<SqlConnection> {
  const { url } = config;
  if (url === undefined) throw errors.SQL_URL_MISSING();
  if (url.startsWith('sqlite:')) return (await import('../sql/sqlite.ts')).openSqlite(resolve(url.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')));
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^postgres(ql)?:$/.test(parsed.protocol)) throw errors.SETTING_INVALID('sql.url', '(not shown)', 'postgres://user@host/database or sqlite:/path');
  return (await import('../sql/postgres.ts')).openPostgres(parsed, config);
}

const KEY = 'cluster = $1 AND namespace = $2 AND release = $3 AND name = $4';

function createSqlDriver(connection: SqlConnection, cluster: string): StorageDriver {
  const { run } = connection;
  const keyOf = ({ release, name }: StorageKey): readonly SqlValue[] => [cluster, release.namespace, release.name, name];
  return {
    name: 'sql',
    maxValueBytes: undefined,
    async get(key) {
      const [row] = (await run(`SELECT version, metadata, data FROM sherpack_entries WHERE ${KEY}`, keyOf(key))).rows;
      return row === undefined ? undefined : toValue(key, row);
    },
    list: (query) => list(connection, cluster, query),
    async put(key, data, metadata, { expect }) {
      checkStorageMetadata(metadata);
      return write(connection, keyOf(key), { key, data, metadata, expect });
    },
    async delete(key, condition) {
      const version = condition === undefined ? '' : ' AND version = $5';
      const { changed } = await run(`DELETE FROM sherpack_entries WHERE ${KEY}${version}`, [...keyOf(key), ...(condition === undefined ? [] : [condition.version])]);
      if (changed === 0 && condition !== undefined) throw storageConflict(describe(key));
      return changed > 0;
    },
    close: () => connection.close(),
  };
}

interface Write {
  readonly key: StorageKey;
  readonly data: Uint8Array;
  readonly metadata: StorageMetadata;
  readonly expect: PutCondition['expect'];
}

async function write({ run }: SqlConnection, names: readonly SqlValue[], { key, data, metadata, expect }: Write): Promise<string> {
  const version = randomUUID();
  const values = [...names, version, JSON.stringify(metadata), data];
  const { changed } = expect === 'absent'
    ? await run('INSERT INTO sherpack_entries (cluster, namespace, release, name, version, metadata, data) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING', values)
    : await run(`UPDATE sherpack_entries SET version = $5, metadata = $6, data = $7 WHERE ${KEY} AND version = $8`, [...values, expect.version]);
  if (changed === 0) throw storageConflict(describe(key));
  return version;
}

/** Only names and metadata: the rows of values that are stored apart are never read. */
async function list({ run }: SqlConnection, cluster: string, { namespace, release, prefix }: StorageQuery): Promise<readonly StorageEntry[]> {
  const conditions = ['cluster = $1'];
  const values: SqlValue[] = [cluster];
  function narrow(condition: (parameter: string) => string, value: string | undefined): void {
    if (value === undefined || value === '') return;
    values.push(value);
    conditions.push(condition(`$${values.length}`));
  }
  narrow((parameter) => `namespace = ${parameter}`, namespace);
  narrow((parameter) => `release = ${parameter}`, release);
  narrow((parameter) => `substr(name, 1, length(CAST(${parameter} AS TEXT))) = ${parameter}`, prefix);
  const { rows } = await run(`SELECT namespace, release, name, version, metadata FROM sherpack_entries WHERE ${conditions.join(' AND ')}`, values);
  return rows.map((row) => toEntry({ release: { name: String(row['release']), namespace: String(row['namespace']) }, name: String(row['name']) }, row)).toSorted(compareEntries);
}

function toEntry(key: StorageKey, row: Readonly<Record<string, unknown>>): StorageEntry {
  return { key, metadata: JSON.parse(String(row['metadata'])) as StorageMetadata, version: String(row['version']) };
}

function toValue(key: StorageKey, row: Readonly<Record<string, unknown>>): StoredValue {
  return { ...toEntry(key, row), data: new Uint8Array(row['data'] as Uint8Array) };
}

function describe(key: StorageKey): string {
  return `"${key.name}" of release "${key.release.name}" in namespace "${key.release.namespace}"`;
}
