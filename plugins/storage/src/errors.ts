import { defineErrors } from '@sherpack/plugin-api';

function reasonOf(cause: unknown): string {
  return cause instanceof Error && cause.message !== '' ? cause.message : String((cause as { code?: unknown } | undefined)?.code ?? 'unknown failure');
}

/** While the newest record cannot be read, nothing can be done with a release. */
const WAY_OUT = 'If the newest revision needs it, "sherpack storage repair RELEASE" goes back to the newest one that can be read.';

/** How large a record is, and how large it may be. */
interface RecordSize {
  readonly size: number;
  readonly limit: number;
  readonly driver: string;
  readonly chunked: boolean;
  /** In words: who sets the limit. */
  readonly serverLimit: string | undefined;
}

/** Besides these there are the errors that the plugin API defines for every driver: conflicts, values and metadata. */
export const errors = defineErrors('storage', {
  NAMESPACE_MISSING: (namespace: string, cause?: unknown) => ({
    message: `namespace "${namespace}" does not exist, so the release cannot be stored there`,
    hint: 'Add --create-namespace, or create the namespace first.',
    cause,
  }),
  REVISION_NOT_FOUND: (release: string, revision: number, known: readonly number[]) => ({
    message: `release ${release} has no revision ${revision}`,
    hint: known.length === 0 ? 'See "sherpack list -A" for the releases that there are.' : `Its revisions are ${known.join(', ')}.`,
  }),
  RELEASE_BUSY: (release: string, holder: string, seconds: number) => ({
    message: `release ${release} is being changed by ${holder}`,
    hint: `Wait until it has ended. If that process is gone, run the command again in ${seconds} s: its lease ends then.`,
    exitCode: 6,
  }),
  LEASE_LOST: (release: string, cause?: unknown) => ({
    message: `another process has taken over release ${release}; this one writes nothing more`,
    hint: 'See "sherpack status" for what it did, then run the command again if it is still needed.',
    exitCode: 6,
    cause,
  }),
  RECORD_GONE: (release: string, cause?: unknown) => ({
    message: `the records of release ${release} were deleted while this process worked on it`,
    hint: 'Was its namespace deleted? What the release made elsewhere is named by its label sherpack.io/release-uid.',
    cause,
  }),
  RECORD_TOO_LARGE: (release: string, revision: number, { size, limit, driver, chunked, serverLimit }: RecordSize) => ({
    message: `the record of revision ${revision} of release ${release} has ${size} bytes compressed; the driver "${driver}" takes ${limit}${serverLimit === undefined ? '' : ` (${serverLimit})`}`,
    hint: chunked
      ? 'Nothing was written. Set storage.driver to "file" or "sql" in the configuration.'
      : 'Nothing was written. Set storage.chunking.enabled to auto, so that it is cut into chunks.',
  }),
  RECORD_NEWER: (what: string, schema: number, known: number) => ({
    message: `${what} was written by a newer Sherpack: its form is ${schema}, this version reads up to ${known}`,
    hint: 'Use the newer version of Sherpack for this release.',
  }),
  RECORD_DAMAGED: (what: string, problem: string, cause?: unknown) => ({
    message: `${what} cannot be read: ${problem}`,
    hint: `Something else has changed it. Restore it from a backup. ${WAY_OUT}`,
    cause,
  }),
  CHUNK_MISSING: (what: string, chunk: string) => ({
    message: `${what} cannot be read: ${chunk} is missing`,
    hint: `See "sherpack storage verify" for the revisions that need it; the others can be read. Restore it from a backup. ${WAY_OUT}`,
  }),
  CHUNK_DAMAGED: (what: string, chunk: string, size: number) => ({
    message: `${what} cannot be read: ${chunk} is not what was written; it has ${size} bytes now`,
    hint: `See "sherpack storage verify" for the revisions that need it; the others can be read. Restore it from a backup. ${WAY_OUT}`,
  }),
  REPAIR_HOPELESS: (release: string) => ({
    message: `no revision of release ${release} can be read`,
    hint: 'Restore its records from a backup. Without one: what it made bears the label sherpack.io/release-uid, its records the label sherpack.io/release-name.',
  }),
  RELEASE_UNKNOWN: (release: string, where: string) => ({
    message: `${where} has no release ${release}`,
    hint: 'See "sherpack list -A" or "helm list -A" for the releases that there are.',
  }),
  IMPORT_LATE: (release: string, revision: number, found: number) => ({
    message: `release ${release} is at revision ${found}; revision ${revision} comes too late or too early`,
    hint: 'Nothing was changed. Look at "sherpack history", then delete the file, or bring the revisions before it first.',
    exitCode: 6,
  }),
  EXPORT_TOO_LARGE: (release: string, revision: number, size: number, limit: number) => ({
    message: `revision ${revision} of release ${release} has ${size} bytes in Helm's form; a Secret takes ${limit}`,
    hint: 'Nothing was written. Helm cannot keep this release.',
  }),
  EXPORT_EXISTS: (release: string, present: readonly string[]) => ({
    message: `Helm has records of release ${release} already: ${present.join(', ')}`,
    hint: 'Nothing was written. Add --force to write over them, or --print to see the new ones.',
    exitCode: 6,
  }),
  MIGRATE_INCOMPLETE: (problem: string) => ({
    message: problem,
    hint: 'Write "sherpack migrate RELEASE --chunked", "--to DRIVER[:TARGET]" or "--from helm"; --all instead of RELEASE means all of them.',
    exitCode: 2,
  }),
  RELEASE_EXISTS: (release: string, driver: string) => ({
    message: `there is a release ${release} with another history in the driver "${driver}" already`,
    hint: 'Nothing was changed. Uninstall that one, or leave this one where it is.',
    exitCode: 6,
  }),
  COPY_DIFFERS: (release: string, revision: number) => ({
    message: `revision ${revision} of release ${release} was not read back as it was written`,
    hint: 'The old records were left as they are. Run the command again, and check the store with "sherpack storage verify".',
  }),
  SETTING_INVALID: (setting: string, value: string, expected: string) => ({
    message: `storage.${setting} is "${value}"; expected is ${expected}`,
    hint: 'Correct it in the configuration or in Pack.yaml.',
    exitCode: 2,
  }),
  SQL_URL_MISSING: () => ({
    message: 'the driver "sql" needs the address of a database',
    hint: 'Set storage.sql.url in the configuration: postgres://user@host/database, or sqlite:/path/to/releases.db.',
    exitCode: 2,
  }),
  SQL_UNREACHABLE: (place: string, cause: unknown) => ({
    message: `the ${place} cannot be reached: ${reasonOf(cause)}`,
    hint: 'Check storage.sql: address, user, the password that passwordEnv names, caFile.',
    exitCode: 5,
    cause,
  }),
  SQL_REFUSED: (place: string, cause: unknown) => ({
    message: `the ${place} refuses: ${reasonOf(cause)}`,
    hint: 'The user needs the rights to create tables there once, and to read and write them.',
    cause,
  }),
  SQL_NEWER: (place: string, form: number, known: number) => ({
    message: `the tables in ${place} were made by a newer Sherpack: their form is ${form}, this version knows up to ${known}`,
    hint: 'Use the newer version of Sherpack.',
  }),
  KEY_MISSING: (release: string, place: string, isOther: boolean) => ({
    message: `the secrets in the records of release ${release} cannot be opened: ${place} ${isOther ? 'is another key than they were sealed with' : 'is not there'}`,
    hint: 'Restore the key from where the records were written.',
  }),
  FILE_FAILED: (path: string, what: string, cause: unknown) => ({
    message: `cannot ${what} ${path}: ${reasonOf(cause)}`,
    hint: 'Check the folder that storage.file.path names and its permissions.',
    cause,
  }),
  FILE_LOCKED: (lock: string, holder: string) => ({
    message: `${lock} has been locked by ${holder} for too long`,
    hint: 'If that process is gone, delete the lock file and run the command again.',
    exitCode: 6,
  }),
});
