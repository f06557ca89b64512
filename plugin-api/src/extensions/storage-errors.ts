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

/** For a write whose answer was lost: it may have been carried out. Whoever wrote has to look. */
export function storageOutcomeUnknown(where: string, cause: unknown): SherpackError {
  return new SherpackError('STORAGE_OUTCOME_UNKNOWN', {
    message: `the connection to ${where} broke before it answered`,
    hint: 'Run the command again; it starts from what is stored now.',
    exitCode: 5,
    cause,
  });
}

/** For a value over the driver's `maxValueBytes`; nothing has been written. */
export function storageValueTooLarge(what: string, size: number, limit: number): SherpackError {
  return new SherpackError('STORAGE_VALUE_TOO_LARGE', {
    message: `${what} has ${size} bytes; one value may have ${limit}`,
    hint: 'Choose another storage driver with storage.driver in the configuration.',
  });
}

const METADATA_NAME = /^[a-z0-9-]{1,40}$/;
const SHORT_VALUE = /^[A-Za-z0-9._-]{0,63}$/;
/** Bytes that a value under an `x-` name may have. */
export const STORAGE_LONG_VALUE_BYTES = 1024;

/**
 * Every driver calls it before it writes, so that what one driver takes all of them take.
 *
 * @throws STORAGE_METADATA_INVALID
 */
export function checkStorageMetadata(metadata: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(metadata)) {
    const problem = metadataProblem(name, value);
    if (problem !== undefined) throw new SherpackError('STORAGE_METADATA_INVALID', { message: `the metadata "${name}" cannot be stored: ${problem}` });
  }
}

function metadataProblem(name: string, value: string): string | undefined {
  if (!METADATA_NAME.test(name)) return 'its name has other characters than a-z, 0-9 and -, or more than 40';
  if (name.startsWith('x-')) return new TextEncoder().encode(value).length > STORAGE_LONG_VALUE_BYTES ? `its value has more than ${STORAGE_LONG_VALUE_BYTES} bytes` : undefined;
  return SHORT_VALUE.test(value) ? undefined : 'its value has other characters than A-Za-z0-9._-, or more than 63';
}
