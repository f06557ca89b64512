import { SherpackError } from '../error.ts';

/** The one error that every storage driver must throw for a lost compare-and-swap. */
export function storageConflict(what: string, cause?: unknown): SherpackError {
  return new SherpackError('STORAGE_CONFLICT', {
    message: `${what} was changed by another process`,
    hint: 'Run the command again; it starts from what is stored now.',
    exitCode: 6,
    cause,
  });
}

export function isStorageConflict(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === 'STORAGE_CONFLICT';
}
