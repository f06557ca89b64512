import { failureOf } from '@sherpack/plugin-api';

const CODES: ReadonlySet<unknown> = new Set(['STORAGE_VALUE_TOO_LARGE', 'STORAGE_RECORD_TOO_LARGE', 'STORAGE_SQL_REFUSED']);
/** Forbidden (also a quota), too large, invalid, and a disk or a database that is full. */
const STATUSES: ReadonlySet<number> = new Set([403, 413, 422, 507]);

/** The store answers, and will not take this: another one may. What is only out of reach is no refusal. */
export function isRefusal(error: unknown): boolean {
  const status = failureOf(error)?.status;
  return CODES.has((error as { code?: unknown }).code) || (status !== undefined && STATUSES.has(status));
}
