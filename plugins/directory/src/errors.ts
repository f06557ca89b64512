import { defineErrors } from '@sherpack/plugin-api';

export const errors = defineErrors('directory', {
  NO_PATH: () => ({
    message: 'the cluster "directory" needs a folder to write to',
    hint: 'Name it with --directory PATH, or set directory.path in the configuration.',
    exitCode: 2 as const,
  }),
  FOREIGN_FILE: (file: string, what: string) => ({
    message: `${file} is in the way: it does not hold ${what} alone, so it was not written by Sherpack`,
    hint: 'Move that file away, or write to another folder with --directory.',
    location: { file },
    exitCode: 6 as const,
  }),
  LOCKED: (folder: string, holder: string) => ({
    message: `${folder} is being written by ${holder}`,
    hint: 'Wait until it has finished. If that process is no more, remove .sherpack/lock from the folder.',
    exitCode: 6 as const,
  }),
  NOT_WRITABLE: (folder: string, why: string, cause: unknown) => ({
    message: `cannot write to ${folder}: ${why}`,
    hint: 'Check that it is a folder, who may write to it and whether its disk is full.',
    exitCode: 5 as const,
    cause,
  }),
  STATE_INVALID: (file: string) => ({
    message: `${file} is not what Sherpack writes there`,
    hint: 'Take the file from version control again, or remove it: the folder then counts as another cluster.',
    location: { file },
  }),
  UNSUPPORTED: (what: string) => ({
    message: `a folder of files cannot ${what}`,
    hint: 'Choose a cluster that runs: --cluster kubernetes or --cluster sandbox.',
  }),
});
