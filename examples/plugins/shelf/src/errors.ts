import { defineErrors } from '@sherpack/plugin-api';

export const errors = defineErrors('shelf', {
  NO_FOLDER: () => ({
    message: 'the shelf has no folder',
    hint: 'Name it in the configuration: shelf: { folder: "/mnt/packs" }.',
    exitCode: 2,
  }),
  NOT_FOUND: (reference: string, folder: string, known: readonly string[]) => ({
    message: `there is no ${reference} in ${folder}`,
    hint: known.length === 0 ? 'Check the name and shelf.folder.' : `There are: ${known.join(', ')}.`,
    exitCode: 2,
  }),
  TOO_LARGE: (file: string, limit: number) => ({
    message: `${file} has more than ${limit} bytes`,
    hint: 'Raise pack.limits.totalSize in the configuration.',
    exitCode: 4,
  }),
});
