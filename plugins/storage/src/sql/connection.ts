/** What the driver needs of a database. Statements are written with `$1`, `$2`, … */
export interface SqlConnection {
  readonly dialect: 'postgres' | 'sqlite';
  /** For people, without credentials: `database releases on db.example.com`. */
  readonly place: string;
  /** One statement, by itself. */
  run(statement: string, parameters: readonly SqlValue[]): Promise<SqlResult>;
  /** Statements under a lock that one process at a time can have, all of them or none. */
  exclusively(work: (run: SqlConnection['run']) => Promise<void>): Promise<void>;
  close(): Promise<void>;
}

export type SqlValue = string | number | Uint8Array;

export interface SqlResult {
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Rows written or deleted. */
  readonly changed: number;
}
