import { isStorageConflict } from '@sherpack/plugin-api';

/** Either somebody was faster, or a request was sent twice and met its own result. */
export function mayHaveArrived(error: unknown): boolean {
  return isStorageConflict(error) || (error as { code?: unknown }).code === 'CLUSTER_OUTCOME_UNKNOWN';
}
