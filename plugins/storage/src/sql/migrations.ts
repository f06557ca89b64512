import { errors } from '../errors.ts';
import type { SqlConnection } from './connection.ts';

/** One step for each form of the tables; never changed, only added to. `BYTES` is the dialect's word. */
const STEPS: readonly (readonly string[])[] = Object.freeze([
  [
    `CREATE TABLE sherpack_entries (
      cluster TEXT NOT NULL, namespace TEXT NOT NULL, release TEXT NOT NULL, name TEXT NOT NULL,
      version TEXT NOT NULL, metadata TEXT NOT NULL, data BYTES NOT NULL,
      PRIMARY KEY (cluster, namespace, release, name))`,
  ],
]);

const BYTES = Object.freeze({ postgres: 'BYTEA', sqlite: 'BLOB' });

/**
 * Brings the tables to the form of this version. A database that has it already is only read.
 *
 * @throws STORAGE_SQL_NEWER
 */
export async function migrateTables(connection: SqlConnection): Promise<void> {
  if (await formOf(connection) === STEPS.length) return;
  await connection.exclusively(async (run) => {
    await run('CREATE TABLE IF NOT EXISTS sherpack_form (form INTEGER NOT NULL)', []);
    const { rows } = await run('SELECT form FROM sherpack_form', []);
    const form = Number(rows[0]?.['form'] ?? 0);
    if (form > STEPS.length) throw errors.SQL_NEWER(connection.place, form, STEPS.length);
    for (const statement of STEPS.slice(form).flat()) await run(statement.replaceAll('BYTES', BYTES[connection.dialect]), []);
    await run(rows.length === 0 ? 'INSERT INTO sherpack_form (form) VALUES ($1)' : 'UPDATE sherpack_form SET form = $1', [STEPS.length]);
  });
}

/** @returns undefined when there is no table to ask */
async function formOf({ run, dialect }: SqlConnection): Promise<number | undefined> {
  const exists = dialect === 'postgres'
    ? "SELECT to_regclass('sherpack_form') IS NOT NULL AS there"
    : "SELECT count(*) > 0 AS there FROM sqlite_master WHERE name = 'sherpack_form'";
  const [found] = (await run(exists, [])).rows;
  if (found === undefined || Number(found['there']) === 0) return undefined;
  const { rows } = await run('SELECT form FROM sherpack_form', []);
  return rows[0] === undefined ? undefined : Number(rows[0]['form']);
}
