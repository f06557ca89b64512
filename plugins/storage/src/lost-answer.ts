import { isStorageConflict } from '@sherpack/plugin-api';

const UNKNOWN: ReadonlySet<unknown> = new Set(['CLUSTER_OUTCOME_UNKNOWN', 'STORAGE_OUTCOME_UNKNOWN']);

/** Either somebody was faster, or a request was sent twice and met its own result. */
export function mayHaveArrived(error: unknown): boolean {
  return isStorageConflict(error) || UNKNOWN.has((error as { code?: unknown }).code);
}
